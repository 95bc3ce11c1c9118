"""Programs that take texts for numbers or dates: put right by reading the columns first, as their failure says."""

from __future__ import annotations

import ast
import re

from husky_kernel.syntax import identifiers, parsed

_CALL = re.compile(r"tidy\.\w+\((?P<table>[^\W\d]\w*)\[(?P<column>'(?:[^'\\]|\\.)*')\](?:, unit='\w+')?\)")
"""A call of a helper that a hint gives."""

_TABLE = re.compile(r"read it first by (\w+ = .+)$", re.MULTILINE)
"""A table of a database, or of another library, that was taken for a variable."""


def with_reading(code: str, failure: str) -> str | None:
    """``code`` with the columns that its failure names read into a copy of their table before all else; None if it
    names none. The copy takes the table's name for the time of the program: what nobody asked to change is put back.
    """
    lines = dict.fromkeys(
        f"{found['table']} = {found['table']}.assign(**{{{found['column']}: {found[0]}}})"
        for found in _CALL.finditer(failure)
        if found[0] not in code
    )
    table = _TABLE.search(failure)
    if table and table[1] not in code:
        lines[table[1]] = None
    if not lines:
        return None
    return _before(code, [*map(_plain, lines)])


_OTHER = re.compile(r"`(?P<column>.+?)` is read by (?P<right>tidy\.\w+), not by (?P<wrong>tidy\.\w+)")


def with_reader(code: str, failure: str) -> str | None:
    """``code`` with the helper that reads a column in the place of one that cannot, as its failure says."""
    text = code
    for found in _OTHER.finditer(failure):
        given = rf"{re.escape(found['wrong'])}\((\w+\[(['\"]){re.escape(found['column'])}\2\])[^()]*\)"
        text = re.sub(given, rf"{found['right']}(\1)", text)
    return text if text != code else None


_JOIN = re.compile(
    r"(?:found|once they are read): (?P<call>(?P<table>[^\W\d]\w*)\.(?:assign\(.+?\)\.)?merge\(.+?, how='left'\))"
)


def with_join(code: str, failure: str) -> str | None:
    """``code`` with the column that its table lacks, joined to a copy of it before all else, as its failure says."""
    if more := _one_more(code, failure):
        return more
    found = _JOIN.search(failure)
    if found is None or found["call"] in code:
        return None
    return _before(code, [f"{found['table']} = {found['call']}"])


_LACKS = re.compile(r"`(?P<column>[^`]+)` is in `(?P<table>\w+)`")


def _one_more(code: str, failure: str) -> str | None:
    """``code`` whose own join of that table brings the column, too."""
    lacks = _LACKS.search(failure)
    if lacks is None:
        return None
    joined = re.search(rf"\.merge\({lacks['table']}\[\[(?P<columns>[^\]]*)\]\]", code)
    if joined is None or repr(lacks["column"]) in joined["columns"]:
        return None
    return code[: joined.end("columns")] + f", {lacks['column']!r}" + code[joined.end("columns") :]


def _plain(line: str) -> str:
    """A column whose name is a name is written as one."""
    return re.sub(r"\(\*\*\{'([^\W\d]\w*)': (.+)\}\)$", r"(\1=\2)", line)


def _before(code: str, lines: list[str]) -> str | None:
    """``code`` with ``lines`` behind its imports, or behind what makes the variable of theirs that it makes itself;
    None if it is not Python.
    """
    rest, tree = code.split("\n"), parsed(code)
    if tree is None:
        return None
    first = next((at for at, line in enumerate(rest) if not re.match(r"\s*(?:import |from |#|$)", line)), 0)
    made = [_made(tree, line.partition(" = ")[0]) for line in lines]
    for line, place in sorted(zip(lines, made, strict=True), key=lambda pair: -pair[1]):
        rest.insert(max(place, first), line)
    return "\n".join(rest)


def _made(tree: ast.Module, name: str) -> int:
    """The line behind which a program's own variable is there; 0 where it is not its own."""
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                own = name not in identifiers(value) or ast.unparse(value) == f"tidy.table({name})"
                return statement.end_lineno or 0 if own else 0
    return 0
