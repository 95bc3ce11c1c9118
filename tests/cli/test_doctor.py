"""``husky doctor``: what is here, what is not, and what to type."""

from __future__ import annotations

import json
from pathlib import Path

from husky_command import Husky

from husky_kernel.cli.checks import Check, _guarded


def test_a_missing_model_is_told_with_its_cure(husky: Husky, tmp_path: Path) -> None:
    done = husky("doctor", HUSKY_CACHE_DIR=str(tmp_path), HUSKY_MODEL="smollm2-135m")
    assert done.returncode == 2
    assert "MISSING  model" in done.stdout
    assert "husky models pull smollm2-135m" in done.stdout
    assert "Something that is needed is missing." in done.stdout


def test_all_is_here_once_the_kernel_is_installed(husky: Husky, smollm2_path: Path, tmp_path: Path) -> None:
    prefix = tmp_path / "prefix"
    assert husky("kernel", "install", "--prefix", str(prefix)).returncode == 0
    here = {"JUPYTER_PATH": str(prefix / "share" / "jupyter"), "HUSKY_MODEL": "smollm2-135m"}
    done = husky("doctor", "--json", **here)
    report = json.loads(done.stdout)
    checks = {check["name"]: check for check in report["checks"]}
    assert (done.returncode, report["ok"]) == (0, True), [check for check in report["checks"] if not check["ok"]]
    assert checks["kernel"]["ok"]
    assert checks["model"]["found"] == "smollm2-135m is here"
    assert not checks["GPU"]["needed"]


def test_the_server_extension_is_looked_for(husky: Husky, tmp_path: Path) -> None:
    folder = tmp_path / "jupyter_server_config.d"
    folder.mkdir()
    (folder / "husky_kernel.json").write_text('{"ServerApp": {"jpserver_extensions": {"husky_kernel": false}}}')

    def enabled() -> bool:
        report = json.loads(husky("doctor", "--json", JUPYTER_CONFIG_PATH=str(tmp_path)).stdout)
        return next(bool(check["ok"]) for check in report["checks"] if check["name"] == "server extension")

    assert not enabled()
    (folder / "husky_kernel.json").write_text('{"ServerApp": {"jpserver_extensions": {"husky_kernel": true}}}')
    assert enabled()


def test_a_bad_setting_does_not_stop_the_others(husky: Husky) -> None:
    done = husky("doctor", HUSKY_MODEL="nothing-of-that-name")
    assert done.returncode == 2
    assert "unknown model 'nothing-of-that-name'" in done.stdout
    assert "ok       cards" in done.stdout


def test_a_check_that_breaks_counts_as_missing() -> None:
    def broken() -> Check:
        raise RuntimeError("no such sensor")

    assert _guarded("thing", broken) == Check("thing", False, "cannot be looked at: RuntimeError: no such sensor")
