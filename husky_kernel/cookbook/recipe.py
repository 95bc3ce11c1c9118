"""One solved question."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

LIBRARIES = ("pandas", "polars")
DRAWINGS = ("bar", "barh", "box", "hist", "line", "pie", "scatter")
NEEDED = ("ask", "program", "answer")


@dataclass(frozen=True, slots=True)
class Before:
    """What was asked and answered right before a follow-up."""

    ask: str
    program: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """A question, the shortest program that answers it, and what it comes to.

    Parameters
    ----------
    ask
        The question in an analyst's words.
    program
        Python; its last line is the value that answers.
    answer
        A Python expression of that value: a dict for a Series, rows for a table.
    note
        What a description of the tables would tell of the columns that are used.
    after
        The question and program that stand before a follow-up.
    library
        Whose tables the program is about.
    fixed
        Whether every prompt shows it.
    changes
        Tables that are changed, as the question asks.
    draws
        The kind of chart that is drawn, empty for none.
    """

    ask: str
    program: str
    answer: str
    note: str = ""
    after: Before | None = None
    library: str = "pandas"
    fixed: bool = False
    changes: tuple[str, ...] = ()
    draws: str = ""

    @classmethod
    def from_entry(cls, entry: Mapping[str, Any], after: Before | None) -> Recipe:
        """The recipe that ``entry`` of a file spells out, ``after`` found already.

        Raises
        ------
        ValueError
            If something is missing, unknown, of the wrong type, or no Python that ends in a value.
        """
        _check(entry)
        values: dict[str, Any] = {key: one.strip() if isinstance(one, str) else one for key, one in entry.items()}
        return cls(**{**values, "after": after, "changes": tuple(entry.get("changes", ()))})


def _check(entry: Mapping[str, Any]) -> None:
    known = [field.name for field in fields(Recipe)]
    if strange := [key for key in entry if key not in known]:
        raise ValueError(f"has the unknown key {strange[0]!r}: known are {', '.join(known)}")
    if lacking := [key for key in NEEDED if not str(entry.get(key, "")).strip()]:
        raise ValueError(f"has no {lacking[0]!r}")
    for key, value in entry.items():
        right = {"fixed": bool, "changes": list}.get(key, str)
        if not isinstance(value, right):
            raise ValueError(f"has a {key!r} that is no {right.__name__}")
    if not all(isinstance(name, str) for name in entry.get("changes", ())):
        raise ValueError("has a 'changes' that is no list of names")
    if (library := entry.get("library", "pandas")) not in LIBRARIES:
        raise ValueError(f"has the library {library!r}: known are {', '.join(LIBRARIES)}")
    if (draws := entry.get("draws", "")) not in ("", *DRAWINGS):
        raise ValueError(f"draws {draws!r}: known are {', '.join(DRAWINGS)}")
    _check_python(entry["program"].strip(), entry["answer"].strip())


def _check_python(program: str, answer: str) -> None:
    try:
        body = ast.parse(program).body
    except SyntaxError as error:
        raise ValueError(f"has a program that is no Python: {error.msg} in line {error.lineno}") from None
    if not body or not isinstance(body[-1], ast.Expr):
        raise ValueError("has a program whose last line is no value")
    try:
        ast.parse(answer, mode="eval")
    except SyntaxError:
        raise ValueError("has an answer that is no Python expression") from None
