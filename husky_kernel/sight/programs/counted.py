"""What a question asks for by "how many": the ``days`` of a column are added up, people and rows are counted."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from husky_kernel.sight.answers.groups_asked import groups
from husky_kernel.sight.nouns import singular
from husky_kernel.sight.readers import reader
from husky_kernel.syntax import chained, identifiers, last_value, mentioned, method_calls, parsed

_ASKED = re.compile(r"\bhow many (?:of the |the )?([^\W\d_]+)")
_COUNT = re.compile(
    r"\bthen (?:tell me |say |show |give )?(?:count |how many )(?:the |all )?(?:\w+ )?(ones|rows|them|those)\b"
)
"""Rows that are to be counted after a change."""
_SHARE = re.compile(
    r"\b(?:share|percentage|proportion|fraction|percent|%) of (?:all |the |our |these )*([^\W\d_]+)\b(?!')"
)
_COUNTS = ("count", "size", "value_counts", "nunique", "drop_duplicates")
_YEARS = (1500, 2200)


class Amount(NamedTuple):
    """``table[column]`` holds the numbers that ``noun`` asks for."""

    noun: str
    table: str
    column: Any


def amounts_asked(question: str, tables: Mapping[str, Any]) -> list[Amount]:
    """The columns of numbers whose name stands after "how many", where nothing else has that name."""
    found = []
    for noun in _ASKED.findall(question.lower()):
        if _is_table(noun, tables):
            found += tallies(noun, tables)
            continue
        columns = [each for each in groups(noun, tables) if noun in str(each[1].name).lower()]  # a week is none of many
        if columns and all(_is_amount(column) for _, column in columns):
            found += [Amount(noun, table, column.name) for table, column in columns]
    return found


_TALLY = frozenset(("count", "counts", "n", "num", "tally"))
"""Names of columns that count what their table is named for."""


def tallies(noun: str, tables: Mapping[str, Any]) -> list[Amount]:
    """The column of a table that counts what the table is named for: ``visits`` with a row a day and a ``count``."""
    named = [name for name in tables if singular(name.lower()) == singular(noun)]
    found = [
        Amount(noun, name, column)
        for name in named
        for column in getattr(tables[name], "columns", ())
        if str(column).lower() in _TALLY and _is_amount(tables[name][column])
    ]
    return found if len(found) == 1 else []


def counted(question: str, program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """What should have been added up, where ``program`` counts rows."""
    tree = parsed(program)
    if tree is None:
        return
    used = identifiers(tree)
    for noun, table, column in amounts_asked(question, tables):
        if table in used and _counts(tree, column):
            yield f"how many {noun}: the program counts rows, add up {table}[{column!r}]"


_ROWS = frozenset(("value_counts", "size", "count", "len"))
_HOW_MUCH = re.compile(r"\bhow much\b(?! (?:more|less|of the (?:time|day)))")


def not_counted(question: str, program: str) -> Iterator[str]:
    """What is told where "how much" is asked for and the last line of ``program`` counts rows."""
    if _HOW_MUCH.search(question.lower()) and {*chained(last_value(parsed(program)))} & _ROWS:
        yield "how much: the program counts rows, add up the amounts"


def added_up(question: str, program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """What should have been counted, where ``program`` adds up a column that the question does not name."""
    asked, tree = question.lower(), parsed(program)
    found, share = _ASKED.match(asked), _SHARE.search(asked)
    rows = _COUNT.search(asked)
    found = found or share or rows
    if found is None or tree is None or not (rows or _has_rows(found[1], tables)) or tallies(found[1], tables):
        return
    said = asked[rows.start() :] if rows else question
    for of, _ in method_calls(tree, "sum"):
        held = called(column := column_of(of), tables)
        if found[1] in _PEOPLE and _CROWDS.search(str(column).lower()):
            continue
        if held and (found is share or not is_named(column, said)) and all(map(_is_amount, held)):
            what = "a share of" if found is share else "how many"
            yield f"{what} {found[1]}: the program adds up `{column}`, count the rows"
            return


def all_rows(program: str) -> Iterator[str]:
    """What is told of ``condition.value_counts().sum()``, which is the number of all rows whatever they hold."""
    tree = parsed(program)
    for of, call in method_calls(tree, "sum"):
        match of:
            case ast.Call(func=ast.Attribute(value=condition, attr="value_counts"), args=[], keywords=[]):
                compares = isinstance(condition, ast.Compare | ast.BinOp) or bool(method_calls(condition, *_CONDITIONS))
                if compares and not call.args:
                    yield "value_counts().sum() is the number of all rows: take .sum() of the condition itself"
                    return


_CONDITIONS = ("between", "isin", "eq", "gt", "lt", "ge", "le", "ne", "contains", "startswith", "isna", "notna")

_SHOWN = re.compile(
    r"^(?:and )?(?:show|plot|draw|chart|graph|list|give|count|visuali[sz]e)(?: me)? (?:the |all )?([^\W\d_]+) "
    r"(?:per|by|(?:for|in|of|at) (?:each|every))\b"
)


def marks_added_up(question: str, program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """What should have been counted, where what a table is named for is asked for by groups and ``program`` adds up
    marks that the question does not name, such as stars from 1 to 5.
    """
    found, tree = _SHOWN.match(question.lower()), parsed(program)
    if found is None or tree is None or not _is_table(found[1], tables):
        return
    for of, _ in method_calls(tree, "sum"):
        held = called(column := column_of(of), tables)
        if held and not is_named(column, question) and all(map(_are_marks, held)):
            yield f"{found[1]} are asked for: the program adds up `{column}`, count the rows"
            return


MARKED = 20
"""Fewer rows may have small numbers by chance."""


def _are_marks(column: Any) -> bool:
    """Whether a column has few small whole numbers, over and over."""
    if getattr(column.dtype, "kind", "O") not in "iu" or len(column) < MARKED:
        return False
    return bool(column.min() >= 0 and column.max() <= 10 and 2 < column.nunique() <= 11)


def told_apart(question: str, program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """What is told where "how many" things are asked for and the last line of ``program`` counts the different values
    of a column that the question does not name.
    """
    found, value = _ASKED.match(question.lower()), last_value(parsed(program))
    if found is None or _DIFFERENT.search(question.lower()) or found[1] in _PEOPLE:
        return
    match value:
        case ast.Call(func=ast.Attribute(value=of, attr="nunique"), args=[]):
            held = called(column := column_of(of), tables)
            if held and not (is_named(column, question) or _KEYS & _words(column)) and all(map(_repeats, held)):
                yield f"how many {found[1]}: the program counts the different values of `{column}`, count the rows"


_KEYS = frozenset(("id", "no", "nr", "number", "code", "key", "name"))
_DIFFERENT = re.compile(r"\b(?:different|distinct|unique|kinds?|types?)\b")

SEVERAL = 5
"""Rows for each different value, from which on these cannot stand for the rows."""


def _repeats(column: Any) -> bool:
    return bool(len(column) >= SEVERAL * column.nunique())


_PEOPLE = frozenset(("people", "persons", "rows", "entries", "records"))
_CROWDS = re.compile(r"attend|crowd|visit|guest|spectat|audience|populat|passeng|particip|head|staff|member|people")
"""Columns of numbers that count people themselves."""


def _has_rows(noun: str, tables: Mapping[str, Any]) -> bool:
    """Whether ``noun`` names what has a row each: a table, people, or a column of texts."""
    columns = groups(noun, tables)
    texts = bool(columns) and all(getattr(column.dtype, "kind", "O") not in "iufbmc" for _, column in columns)
    return noun in _PEOPLE or _is_table(noun, tables) or texts


def _is_table(noun: str, tables: Mapping[str, Any]) -> bool:
    return singular(noun) in map(singular, map(str.lower, tables))


def called(column: str | None, tables: Mapping[str, Any]) -> list[Any]:
    """The columns of that name."""
    return [table[column] for table in tables.values() if column in getattr(table, "columns", ())]


def is_named(column: str | None, question: str) -> bool:
    """Whether a word of the column's name stands in the question, in singular or plural."""
    return bool(_words(column) & _words(question))


def _words(text: str | None) -> set[str]:
    return {singular(word) for word in re.findall(r"[^\W_]+", str(text).lower())}


def column_of(node: ast.expr) -> str | None:
    """The column whose values ``node`` holds, grouped or not; None where it cannot be told."""
    match node:
        case ast.Subscript(slice=ast.Constant(value=str() as column)):
            return column
        case ast.Subscript(
            value=ast.Attribute(attr="loc"), slice=ast.Tuple(elts=[_, ast.Constant(value=str() as column)])
        ):
            return column
        case ast.Subscript(value=of) | ast.Call(func=ast.Attribute(value=of, attr="groupby" | "dropna" | "loc")):
            return column_of(of)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="tidy")), args=[of, *_]):
            return column_of(of)
    return None


def _is_amount(column: Any) -> bool:
    """Whether ``column`` holds numbers whose sum says something: no years, no numbers of rows, not only 0 and 1."""
    kind = getattr(column.dtype, "kind", "O")
    if kind not in "iuf":
        return reader(column).startswith("tidy.number")
    present = column.dropna()
    if not len(present) or {*present.unique()[:3]} <= {0, 1}:
        return False
    numbered = kind != "f" and present.is_unique and present.is_monotonic_increasing
    return not numbered and not present.between(*_YEARS).all()


def _counts(tree: ast.Module, column: Any) -> bool:
    """Whether rows are counted, and ``column`` is neither added up nor compared with something."""
    compared = [node for node in ast.walk(tree) if isinstance(node, ast.Compare)]
    if any(column in mentioned(node) for node in compared):
        return False
    spoken, used = {*mentioned(tree)}, identifiers(tree)
    if column not in spoken and any(isinstance(of, ast.Compare) for of, _ in method_calls(tree, "sum")):
        return True
    shapes = any(isinstance(node, ast.Attribute) and node.attr == "shape" for node in ast.walk(tree))
    counts = bool(method_calls(tree, *_COUNTS)) or "len" in used or shapes
    return counts and "sum" not in used | spoken
