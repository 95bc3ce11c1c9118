"""The wheel, installed into an empty environment of its own: everything is in place after one ``pip install``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Installed:
    """The environment's folder, and what was installed into it."""

    prefix: Path
    wheel: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment, away from the checkout."""
        program = self.prefix / "bin" / command[0]
        env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        return subprocess.run(
            [str(program), *command[1:]], cwd=self.prefix, env=env, capture_output=True, text=True, timeout=120
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """A venv with the wheel. What we depend on is lent from the running environment, so that no network is needed."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, text=True, timeout=300)
    [wheel] = folder.glob("*.whl")
    prefix = folder / "env"
    venv.create(prefix, with_pip=False)
    [packages] = prefix.glob("lib/python*/site-packages")
    lent = [path for path in sys.path if path.endswith("site-packages")]
    # Plain lines only add folders: the .pth files in them, such as that of an editable install, are not followed.
    (packages / "lent.pth").write_text("\n".join(lent), encoding="utf-8")
    python = prefix / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", "--quiet"]
    subprocess.run([*pip, "--ignore-installed", str(wheel)], check=True, capture_output=True, text=True, timeout=300)
    return Installed(prefix, wheel)


def test_the_package_is_the_wheels_own(installed: Installed) -> None:
    done = installed.run("python", "-c", "import husky_kernel; print(husky_kernel.__file__)")
    assert done.stdout.startswith(str(installed.prefix)), done.stderr


def test_the_front_end_comes_with_it(installed: Installed) -> None:
    code = "from husky_kernel.display.assets import asset; print(len(asset('husky.js')), len(asset('husky.css')))"
    done = installed.run("python", "-c", code)
    built = [len((ROOT / "widgets" / "dist" / name).read_text(encoding="utf-8")) for name in ("husky.js", "husky.css")]
    assert done.stdout.split() == [str(size) for size in built], done.stderr


def test_the_extension_of_jupyterlab_comes_with_it_whole(installed: Installed) -> None:
    folder = installed.prefix / "share" / "jupyter" / "labextensions" / "husky-kernel-cards"
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    assert package["name"] == folder.name
    assert (folder / package["jupyterlab"]["_build"]["load"]).is_file()
    for name in ("husky.js", "husky.css", "LICENSES.txt"):
        assert (folder / "static" / name).read_bytes() == (ROOT / "widgets" / "dist" / name).read_bytes()
    listed = installed.run("python", "-m", "jupyterlab.labextensions", "list")
    assert "husky-kernel-cards" in listed.stdout + listed.stderr


def test_nothing_stray_comes_with_it(installed: Installed) -> None:
    names = zipfile.ZipFile(installed.wheel).namelist()
    assert any(name.endswith("models/models.toml") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    for stray in ("tests/", "node_modules/", "__pycache__/", ".ipynb_checkpoints/"):
        assert not any(stray in name for name in names)


def test_the_kernelspec_is_in_place_and_its_kernel_runs(installed: Installed) -> None:
    kernels = installed.prefix / "share" / "jupyter" / "kernels"
    assert {file.name for file in (kernels / "husky").iterdir()} >= {"kernel.json", "logo-64x64.png", "logo-svg.svg"}
    specs = KernelSpecManager(kernel_dirs=[str(kernels)], ensure_native_kernel=False)
    spec = specs.get_kernel_spec("husky")
    assert spec.display_name == "Husky (Python 3)"
    # Jupyter itself puts the Python it runs on for the word "python": here, that of the environment.
    file = kernels / "husky" / "kernel.json"
    file.write_text(json.dumps({**spec.to_dict(), "argv": [str(installed.prefix / "bin" / "python"), *spec.argv[1:]]}))
    manager = KernelManager(kernel_name="husky", kernel_spec_manager=specs)
    manager.start_kernel(cwd=str(installed.prefix))
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        code = (
            "import husky_kernel; assert 'husky' in get_ipython().magics_manager.magics['cell']; husky_kernel.__file__"
        )
        shown: list[str] = []
        client.execute_interactive(code, timeout=60, output_hook=lambda message: shown.append(str(message["content"])))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert any(str(installed.prefix) in text for text in shown), shown


def test_the_server_extension_is_enabled(installed: Installed) -> None:
    done = installed.run("python", "-m", "jupyter_server.extension.serverextension", "list")
    assert "husky_kernel" in done.stdout + done.stderr
    doctor = json.loads(installed.run("husky", "doctor", "--json").stdout)
    checks = {check["name"]: check for check in doctor["checks"]}
    assert checks["server extension"]["ok"]
    assert checks["kernel"]["ok"]
    assert checks["cards"]["ok"]


def test_the_command_and_its_notebook_work(installed: Installed, tmp_path: Path) -> None:
    assert installed.run("husky", "--version").stdout.startswith("husky ")
    script = tmp_path / "model.json"
    script.write_text(json.dumps({"action": {"0": "[code] Add.", "1": "[finish] 2"}, "code": {"0": "1 + 1"}}))
    done = installed.run("husky", "run", "What is 1 + 1?", "--model", f"scripted:{script}")
    assert (done.returncode, done.stdout) == (0, "2\n"), done.stderr
    lab = installed.run("husky", "lab", "--dir", str(tmp_path), "--version")
    assert lab.returncode == 0, lab.stderr
    assert (tmp_path / "quickstart.ipynb").is_file()
    kernel = installed.run("husky", "kernel", "install", "--prefix", str(tmp_path))
    assert kernel.returncode == 0, kernel.stderr
    assert (tmp_path / "share" / "jupyter" / "kernels" / "husky" / "logo-svg.svg").is_file()
