"""``husky kernel``: what it installs is a kernel that runs."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from husky_command import Husky
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager


def test_the_installed_kernel_runs(husky: Husky, tmp_path: Path) -> None:
    done = husky("kernel", "install", "--prefix", str(tmp_path))
    kernels = tmp_path / "share" / "jupyter" / "kernels"
    assert done.returncode == 0, done.stderr
    spec = json.loads((kernels / "husky" / "kernel.json").read_text(encoding="utf-8"))
    assert Path(spec["argv"][0]).samefile(sys.executable)
    assert spec["argv"][1:] == ["-m", "husky_kernel.kernel", "-f", "{connection_file}"]
    assert spec["display_name"] == "Husky (Python 3)"
    assert {file.name for file in (kernels / "husky").iterdir()} == {
        "kernel.json",
        "logo-32x32.png",
        "logo-64x64.png",
        "logo-svg.svg",
    }
    assert run_in_kernel(kernels, "1 + 1") == "2"
    assert husky("kernel", "uninstall", "--prefix", str(tmp_path)).returncode == 0
    assert not (kernels / "husky").exists()


def run_in_kernel(kernels: Path, code: str) -> str:
    """The value of ``code`` in a fresh kernel of the spec ``husky`` found in ``kernels``."""
    specs = KernelSpecManager(kernel_dirs=[str(kernels)], ensure_native_kernel=False)
    manager = KernelManager(kernel_name="husky", kernel_spec_manager=specs)
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    shown: list[str] = []
    try:
        client.wait_for_ready(timeout=60)
        client.execute_interactive(
            code, timeout=60, output_hook=lambda message: shown.append(message["content"].get("data", {}))
        )
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return next(data["text/plain"] for data in shown if data)


def test_the_shipped_spec_differs_only_in_the_python() -> None:
    file = Path(__file__).parents[2] / "install" / "kernelspec" / "kernel.json"
    assert json.loads(file.read_text(encoding="utf-8"))["argv"][0] == "python"


def test_uninstalling_what_is_not_there(husky: Husky, tmp_path: Path) -> None:
    done = husky("kernel", "uninstall", "--prefix", str(tmp_path))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_a_place_that_cannot_be_written(husky: Husky, tmp_path: Path) -> None:
    (tmp_path / "share").write_text("a file where a folder should be")
    done = husky("kernel", "install", "--prefix", str(tmp_path))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "cannot write the kernel" in done.stderr
