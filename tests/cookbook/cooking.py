"""Runs a recipe on the cookbook's tables and gives its value in plain Python."""

from __future__ import annotations

import ast
import importlib.util
import math
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import matplotlib
import numpy as np
import pandas as pd

from husky_kernel import tidy
from husky_kernel.cookbook import Recipe
from husky_kernel.cookbook.tables import tables

matplotlib.use("Agg")

import matplotlib.pyplot as plt

TABLES = tables()


@dataclass(frozen=True)
class Cooked:
    value: Any
    tables: Mapping[str, Any]
    """The tables as they are after the program."""
    before: Mapping[str, Any]
    """The same as they were."""


def cook(recipe: Recipe) -> Cooked:
    """The value of a recipe's last line; what stands before it runs first, and leaves nothing but the tables."""
    named = {node.id for text in _programs(recipe) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
    own = {name: _as_asked(table, recipe.library) for name, table in TABLES.items() if name in named}
    if recipe.after:
        own = {name: value for name, value in _run(recipe.after.program, own)[1].items() if name in own}
        plt.close("all")
    before = {name: table.clone() if recipe.library == "polars" else table.copy() for name, table in own.items()}
    value, after = _run(recipe.program, own)
    return Cooked(value, {name: after.get(name) for name in before}, before)


def run_cell(code: str, library: str) -> None:
    """Run a user's cell on the tables."""
    _run(code, {name: _as_asked(table, library) for name, table in TABLES.items() if name in code})


def _as_asked(table: pd.DataFrame, library: str) -> Any:
    """A copy of a table in the library that is asked for."""
    if library == "pandas":
        return table.copy()
    import polars

    columns = {str(name): [None if pd.isna(value) else value for value in table[name].tolist()] for name in table}
    return polars.DataFrame(columns)


def _programs(recipe: Recipe) -> tuple[str, ...]:
    return (recipe.after.program, recipe.program) if recipe.after else (recipe.program,)


def _run(code: str, own: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    names = {"pd": pd, "np": np, "plt": plt, "tidy": tidy, **own}
    if importlib.util.find_spec("polars"):
        names["pl"] = importlib.import_module("polars")
    tree = ast.parse(code)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", tidy.Unread)
        exec(compile(tree, "<recipe>", "exec"), names)
        return eval(compile(ast.Expression(last.value), "<recipe>", "eval"), names), names


def plain(value: Any) -> Any:
    """A value in plain Python: a Series as a dict, a table as rows, or as a dict of rows if its index has a name."""
    if hasattr(value, "rows"):
        return plain(value.rows())
    if isinstance(value, pd.Series):
        return {plain(key): plain(one) for key, one in zip(value.index, value.tolist(), strict=True)}
    if isinstance(value, pd.DataFrame):
        rows = [tuple(map(plain, row)) for row in value.itertuples(index=False, name=None)]
        unnamed = all(name is None for name in value.index.names) and pd.api.types.is_integer_dtype(value.index)
        return rows if unnamed else dict(zip(map(plain, value.index), rows, strict=True))
    if isinstance(value, pd.Index | np.ndarray | list):
        return [plain(one) for one in value]
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return str(value.date()) if value == value.normalize() and value.tzinfo is None else str(value)
    return value if isinstance(value, bool | int | float | str | dict) else str(value)


def same(left: Any, right: Any) -> bool:
    """Whether two plain values are the same; numbers to five figures, a dict's order does not count."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, int | float) and isinstance(right, int | float):
        return math.isclose(left, right, rel_tol=1e-5, abs_tol=1e-9)
    return bool(left == right)


def unchanged(before: Any, after: Any) -> bool:
    """Whether a table of any library is still as it was: values, names, index and types."""
    if type(before) is not type(after):
        return False
    return bool(before.equals(after)) and list(before.columns) == list(after.columns)
