"""``husky lab``: the notebook it puts in place, and what it hands on to JupyterLab."""

from __future__ import annotations

import json
from pathlib import Path

from husky_command import Husky

from husky_kernel.cli.lab import quickstart_in


def test_the_quickstart_is_copied_once(tmp_path: Path) -> None:
    notebook = quickstart_in(tmp_path / "new" / "folder")
    assert json.loads(notebook.read_text(encoding="utf-8"))["metadata"]["kernelspec"]["name"] == "python3"
    notebook.write_text("mine", encoding="utf-8")
    assert quickstart_in(notebook.parent).read_text(encoding="utf-8") == "mine"


def test_other_options_go_to_jupyterlab(husky: Husky, tmp_path: Path) -> None:
    done = husky("lab", "--dir", str(tmp_path / "nb"), "--version")
    assert done.returncode == 0, done.stderr
    assert done.stdout[0].isdigit()
    assert (tmp_path / "nb" / "quickstart.ipynb").is_file()


def test_a_folder_that_cannot_be_written(husky: Husky, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = husky("lab", "--dir", str(tmp_path / "file" / "nb"))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "--dir" in done.stderr
