"""Quotients by a unit of measure that a question asks for, and programs that divide nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.syntax import parsed

_UNITS = {
    r"square met(?:re|er)|m²|m2|sqm": "m²",
    r"hectare|ha": "ha",
    r"kilomet(?:re|er)|km": "km",
    r"met(?:re|er)": "m",
    r"lit(?:re|er)": "l",
    r"kilo(?:gram(?:me)?)?|kg": "kg",
    r"tonne": "t",
}
_NOT_OF = "".join(rf"(?<!\b{word} )" for word in ("has", "have", "is", "of", "with", "within", "than"))
_EACH = rf"\b(?:per|{_NOT_OF}a|for each|for every)"
_RATE = [(re.compile(rf"{_EACH} (?:{words})\b"), unit) for words, unit in _UNITS.items()]
"""Not of "a platform that has a kilometre of 25"."""
_DIVIDES = frozenset(("div", "truediv", "divide", "pct_change"))


def asked_rate(question: str) -> tuple[str, str] | None:
    """The words "per square metre" of a question, and the unit; None where there are none."""
    for pattern, unit in _RATE:
        if found := pattern.search(question.lower()):
            return found[0], unit
    return None


def _counted(question: str, tables: Mapping[str, Any]) -> tuple[str, str] | None:
    """The same of "per bed", where a column of numbers is called "beds"."""
    for noun in re.findall(r"\bper ([^\W\d_]{3,})\b", question.lower()):
        for table in tables.values():
            column = f"{noun}s"
            names = {str(name).lower(): name for name in getattr(table, "columns", ())}
            if column in names and noun not in names and getattr(table[names[column]].dtype, "kind", "O") in "iuf":
                return f"per {noun}", column
    return None


def unrated(question: str, program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """What is told where ``program`` divides nothing, and no column is the quotient already."""
    found, tree = asked_rate(question) or _counted(question, tables), parsed(program)
    if found is None or tree is None:
        return
    nodes = list(ast.walk(tree))
    divides = any(isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) for node in nodes)
    divides = divides or any(isinstance(node, ast.Attribute) and node.attr in _DIVIDES for node in nodes)
    names = [str(column).lower() for table in tables.values() for column in getattr(table, "columns", ())]
    if not divides and not any("per" in name or "/" in name or "_" + found[1] in name for name in names):
        yield f"{found[0]} was asked for: the program divides nothing"
