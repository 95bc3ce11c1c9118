"""Programs that spell a column otherwise than the table does: known from the failure, put right without a model."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from husky_kernel.syntax import parsed

_FAILED = re.compile(
    r"^KeyError: (?P<missing>(['\"]).*\2)$.*^The columns are (?P<known>[^\n]+)$", re.MULTILINE | re.DOTALL
)

_IN = re.compile(r"^the column is called .+ in `(\w+)`$", re.MULTILINE)
"""The table that is meant, where the program takes columns of that name of several."""

_DASH = re.compile("[\u2010-\u2015\u2212]")

_BRACKETS = re.compile(r"(?<=\S)\s*(\([^()]*\)|\[[^\[\]]*\])\s*$")

_TAKES = frozenset(
    {"agg", "drop", "drop_duplicates", "dropna", "get", "groupby", "nlargest", "nsmallest", "pivot", "pivot_table"}
    | {"pop", "resample", "select", "set_index", "sort", "sort_values", "value_counts"}
)
_KEYWORDS = frozenset({"by", "columns", "id_vars", "index", "key", "left_on", "on", "right_on", "subset", "value_vars"})
_KEYWORDS |= {"values", "x", "y"}
"""Calls and keywords that take columns."""

SURE, CLOSE = 8, 0.93
"""Characters from which a slip can be told from another name, and how alike the two must be, 1 being equal."""


def with_column(code: str, failure: str) -> str | None:
    """``code`` with the column that ``failure`` misses as the table has it: with other capitals, blanks, underscores or
    dashes, with the unit that stands in brackets, or with a slip that the model corrected, as in "franchase".

    None if no column, or more than one, is the same but for these.
    """
    told = _FAILED.search(failure)
    missing, known = (_literal(told["missing"]), _literal(f"[{told['known']}]")) if told else (None, None)
    if not isinstance(missing, str) or not isinstance(known, list):
        return None
    names = [name for name in known if isinstance(name, str) and name != missing]
    alike = [name for name in names if _plain(name) == _plain(missing)]
    alike = alike or [name for name in names if _plain(_bare(name)) == _plain(missing)] or _close(missing, names)
    if len(alike) != 1:
        return None
    table = _IN.search(failure)
    return _spelled(code, missing, alike[0], table[1] if table else "")


def _spelled(code: str, missing: str, column: str, table: str) -> str | None:
    """``code`` with ``missing`` as ``column`` where it names a column, of ``table`` alone where one is said; values of
    the same spelling stay.
    """
    tree = parsed(code)
    if tree is None:
        return None
    lines = [line.encode() for line in code.splitlines()]
    named = _taken(tree, table) if table else _names(tree)
    for node in sorted(named, key=lambda node: (-node.lineno, -node.col_offset)):
        if node.value == missing and node.lineno == node.end_lineno:
            line = lines[node.lineno - 1]
            lines[node.lineno - 1] = line[: node.col_offset] + repr(column).encode() + line[node.end_col_offset :]
    mended = "\n".join(line.decode() for line in lines)
    return mended if mended != code else None


def _taken(tree: ast.AST, table: str = "") -> Iterator[ast.Constant]:
    """Texts in subscripts; of one ``table`` alone where it is said."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and table in ("", getattr(node.value, "id", None)):
            yield from _texts(node.slice)


def _names(tree: ast.AST) -> Iterator[ast.Constant]:
    """Texts that name columns: in subscripts, in calls that take columns, behind keywords that do."""
    yield from _taken(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name), args=arguments) if name in _TAKES:
                yield from (text for argument in arguments for text in _texts(argument))
            case ast.keyword(arg=name, value=value) if name in _KEYWORDS:
                yield from _texts(value)


def _texts(node: ast.expr) -> Iterator[ast.Constant]:
    if isinstance(node, ast.Constant):
        yield node
    elif isinstance(node, ast.List | ast.Tuple):
        yield from (text for item in node.elts for text in _texts(item))


def _literal(text: str) -> object:
    try:
        return ast.literal_eval(text)
    except (SyntaxError, ValueError):  # cut off, say
        return None


def _plain(name: str) -> str:
    return _DASH.sub("-", re.sub(r"[\s_]+", "", name)).casefold()


def _bare(name: str) -> str:
    """A name without what stands in brackets at its end, a unit most often."""
    return _BRACKETS.sub("", name)


def _close(missing: str, names: Sequence[str]) -> list[str]:
    """Names that differ from ``missing`` by a letter or two, but not by the first, as "female" does from "male"; none
    where it is too short to tell, or has digits.
    """
    if len(missing) < SURE or any(character.isdigit() for character in missing):
        return []
    return [name for name in get_close_matches(missing, names, cutoff=CLOSE) if name[:1] == missing[:1]]
