"""Cells that hang, and kernels that die: each costs its own turns."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from husky_kernel.config import load_settings
from husky_kernel.eval.analyst.notebook import KernelLost, notebook
from husky_kernel.eval.analyst.player import Player
from husky_kernel.eval.analyst.session import Session, Turn


def test_a_cell_that_hangs_is_interrupted_and_a_kernel_that_died_is_told(tmp_path: Path) -> None:
    with notebook(tmp_path, os.environ, limit=5.0) as kernel:
        kernel.run("x = 3")
        said, _ = kernel.run("while True: pass")
        assert "interrupted after 5 seconds" in said
        assert kernel.run("print(x)")[0] == "3\n"
        assert kernel.run("1 / 0")[0] == "ZeroDivisionError: division by zero\n"
        with pytest.raises(KernelLost):
            kernel.run("import os; os._exit(1)")


def test_the_turns_of_a_kernel_that_died_are_flagged(tmp_path: Path) -> None:
    turns = (Turn("Which?", "v is not None", cell="import os; os._exit(1)"), Turn("And now?", "v is not None"))
    played = list(Player("scripted:none", load_settings()).play(Session("lost", "x = 1", turns)))
    assert [outcome.ending for outcome in played] == ["flagged", "flagged"]
    assert all("kernel" in outcome.trace["error"] for outcome in played)
