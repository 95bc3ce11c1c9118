"""Programs that take texts for numbers or dates: put right by reading the columns first, as their failure says."""

from __future__ import annotations

import ast
import re

_CALL = re.compile(r"tidy\.\w+\((?P<table>[^\W\d]\w*)\[(?P<column>'(?:[^'\\]|\\.)*')\](?:, unit='\w+')?\)")
"""A call of a helper that a hint gives."""


def with_reading(code: str, failure: str) -> str | None:
    """``code`` with the columns that its failure names read into a copy of their table before all else; None if it
    names none. The copy takes the table's name for the time of the program: what nobody asked to change is put back.
    """
    lines = dict.fromkeys(
        f"{found['table']} = {found['table']}.assign(**{{{found['column']}: {found[0]}}})"
        for found in _CALL.finditer(failure)
        if found[0] not in code
    )
    if not lines:
        return None
    rest = code.split("\n")
    first = next((at for at, line in enumerate(rest) if not re.match(r"\s*(?:import |from |#|$)", line)), 0)
    text = "\n".join([*rest[:first], *map(_plain, lines), *rest[first:]])
    try:
        ast.parse(text)
    except SyntaxError:
        return None
    return text


def _plain(line: str) -> str:
    """A column whose name is a name is written as one."""
    return re.sub(r"\(\*\*\{'([^\W\d]\w*)': (.+)\}\)$", r"(\1=\2)", line)
