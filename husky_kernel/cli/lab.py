"""``husky lab``: JupyterLab, opened on the quickstart."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from husky_kernel.agent.errors import UseError

NOTEBOOK = "quickstart.ipynb"


def lab(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Option("--dir", metavar="DIR", help="Where the notebook is or is put. By default here.")
    ] = Path(),
) -> None:
    """Open JupyterLab on the quickstart. Other options go to JupyterLab, such as --no-browser or --port=8900."""
    notebook = quickstart_in(folder)
    if importlib.util.find_spec("jupyterlab") is None:
        raise UseError("JupyterLab is not installed: pip install 'husky-kernel[lab]'")
    command = [sys.executable, "-m", "jupyterlab", str(notebook), *context.args]
    if os.name == "posix":  # Ctrl-C and the exit code are then JupyterLab's own
        os.execv(sys.executable, command)
    raise typer.Exit(subprocess.call(command))


def quickstart_in(folder: Path) -> Path:
    """The quickstart in ``folder``, copied there unless a file of that name is there already."""
    from husky_kernel.cli.shared import shared

    notebook = folder.expanduser() / NOTEBOOK
    if not notebook.is_file():
        try:
            notebook.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(shared("quickstart"), notebook)
        except OSError as error:
            raise UseError(f"cannot put the quickstart into {folder}: {error.strerror}; try --dir DIR") from error
    return notebook
