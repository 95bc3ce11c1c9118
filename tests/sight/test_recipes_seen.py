"""Nothing is said against the cookbook's programs, which are right, nor against what they come to."""

from __future__ import annotations

import ast
import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from husky_kernel import tidy
from husky_kernel.cookbook import Recipe, load
from husky_kernel.cookbook.tables import tables
from husky_kernel.sight import expected, misfits, watch, watch_figures

RECIPES = [
    recipe
    for recipe in load()
    if recipe.library == "pandas" and not recipe.after and "cell: " not in recipe.note and ".xlsx" not in recipe.program
]


def _against(recipe: Recipe) -> Iterator[str]:
    asked = {name: table for name, table in tables().items() if name in recipe.program}
    namespace: dict[str, Any] = {"pd": pd, "np": np, "plt": plt, "tidy": tidy}
    namespace |= {name: table.copy() for name, table in asked.items()}
    tree = ast.parse(recipe.program)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    with watch(namespace, recipe.program) as seen, watch_figures(recipe.program) as shown:
        exec(compile(tree, "<recipe>", "exec"), namespace)
        value = eval(compile(ast.Expression(last.value), "<recipe>", "eval"), namespace)
    yield from (note.text for note in seen.notes if note.against)
    yield from misfits(expected(recipe.ask), value, shown.drawn, recipe.changes, os.listdir(), asked)


@pytest.mark.slow
def test_nothing_is_said_against_what_is_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for recipe in RECIPES:
            plt.close("all")
            told += [(recipe.ask, text) for text in _against(recipe)]
            for file in tmp_path.iterdir():
                file.unlink()
    assert len(RECIPES) > 300
    assert told == []


def test_what_changes_a_table_asks_for_a_change() -> None:
    """What is taken for a change decides whether a user's table may be changed."""
    unseen = [recipe.ask for recipe in RECIPES if recipe.changes and not expected(recipe.ask).change]
    assert unseen == []
