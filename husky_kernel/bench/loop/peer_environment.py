"""Environments of peers: installed from the package index, apart from ours, kept in the cache."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.grammar import one_line
from husky_kernel.config import cache_dir

SECONDS = 900
"""Patience with the index."""


def python_of(name: str, requirement: str, tell: Callable[[str], object]) -> Path:
    """The interpreter of the environment ``name`` with ``requirement`` in it, made if it is not there.

    Raises
    ------
    UseError
        If it cannot be installed, with the reason on one line.
    """
    folder = cache_dir() / "bench" / name
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    complete = folder / "complete"
    if complete.is_file():
        return python
    tell(f"installing {requirement} into {folder}")
    _run([sys.executable, "-m", "venv", "--clear", str(folder)], requirement)
    _run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement], requirement)
    complete.touch()
    return python


def _run(command: list[str], what: str) -> None:
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UseError(f"{what} cannot be installed: {one_line(str(error))}") from error
    if done.returncode:
        reason = next((line for line in reversed((done.stderr or done.stdout).splitlines()) if line.strip()), "")
        raise UseError(f"{what} cannot be installed: {one_line(reason)}")
