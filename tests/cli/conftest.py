"""The command as a user types it: a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from husky_command import Husky, Script


@pytest.fixture
def husky(tmp_path: Path) -> Husky:
    """Runs ``husky ARGUMENTS`` in an empty folder; ``env`` is added to the environment."""

    def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "husky_kernel.cli", *arguments],
            cwd=tmp_path,
            env={**os.environ, **env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """Writes a scripted model, given by role and step, and returns its name."""

    def write(**roles: dict[str, str | list[str]]) -> str:
        path = tmp_path / "model.json"
        path.write_text(json.dumps(roles), encoding="utf-8")
        return f"scripted:{path}"

    return write


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    """A small table."""
    path = tmp_path / "sales.csv"
    path.write_text("region,units\nnorth,1\nsouth,2\nwest,3\n", encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _own_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that run in this process choose matplotlib's backend by the environment: kernels started later by other
    tests must not inherit it.
    """
    monkeypatch.setenv("MPLBACKEND", "agg")
