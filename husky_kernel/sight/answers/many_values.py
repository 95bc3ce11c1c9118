"""Why a table or several values do not fit what their question expects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from husky_kernel.sight.answers.expectation import Expectation, over_all
from husky_kernel.sight.answers.groups_asked import groups, one_each, rows_fit, uncrossed, ungrouped, unshown
from husky_kernel.sight.answers.one_value import asks
from husky_kernel.sight.answers.percentages import percentages
from husky_kernel.sight.answers.periods_asked import crowded, dated_labels
from husky_kernel.sight.answers.row_numbers import NUMBERED, are_row_numbers
from husky_kernel.sight.answers.shapes import has_digits, is_labelled, numbers, rows
from husky_kernel.sight.notes.kinds import holds_text
from husky_kernel.sight.nouns import singular
from husky_kernel.sight.unaveraged import averaged_already

FEW = 12
"""So many rows may answer a question for a total or an average that names its groups one by one."""

WIDE = 40
"""More columns than this are no table of results, unless the user's own tables are so wide."""

_WHEN = re.compile(
    r"(?:when|(?:on|by) (?:which|what) (?:day|date)) (?:was|did|is|does|has)\b(?!.*\b(?:each|every|and)\b)"
)
"""Who asks so wants one date."""

_FIRST = re.compile(
    r"\bthe (?:highest|lowest|most|least|fewest|largest|smallest|biggest|longest|shortest|best|worst|oldest|youngest|"
    r"latest|earliest|cheapest|busiest)\b|\bmost often\b"
)

_AVERAGE = re.compile(r"\b(?:average|mean) number of\b")

_ON_AVERAGE = re.compile(
    r"^(?=.*\bon average\b)(?!.*\b(?:each|every|per|by|both|same)\b)(?:on average,? )?"
    r"how (?!(?:often|do|does|did|is|are|was|were|has|have)\b)\w"
)
"""Who asks so wants one number, whatever is named beside it."""

_AMOUNT = re.compile(r"\b(?:average|mean|median|total|sum|how many|how much|number of|percentage|share)\b")

_RATES = frozenset({"unit", "item", "piece", "person", "head", "capita", "hour", "night", "km", "kg", "litre", "liter"})
"""What a rate is given for, and not a table: "the price per unit"."""


def many_values(asked: Expectation, value: Any, tables: Mapping[str, Any]) -> Iterator[str]:
    """What is told of a table, a column, a list; nothing of what has no rows."""
    count = rows(value)
    if count is None:
        return
    if is_labelled(value) and any(isinstance(label, list) for label in list(value.index[:FEW])):
        yield "the answer is by whole lists: take .explode() first"
        return
    if asked.items and asked.items > 1 and is_one_row(value, tables):
        yield f"{asked.items} were asked for, the answer is one row"
        return
    if _WHEN.match(asked.question.lower()) and not asked.per and count > 1 and not is_one_row(value, tables):
        yield f"one date was asked for: the answer has {count} rows"
        return
    if asked.name and asked.per and are_row_numbers(asked.name, _integers(value), tables):
        yield f"which {asked.name}: the answer has numbers of rows, take the rows by .loc"
    elif asked.name and asked.per and _has_numbers_only(asked, value, tables):
        yield f"which {asked.name}: the answer has numbers only, take the rows with their {asked.name} by .loc"
    if asked.number and not asked.per and isinstance(value, tuple) and any(_is_long(part) for part in value):
        yield "one number of each is asked for: the answer has many, take them over all rows"
        return
    if noun := _one_row_each(asked, count, tables):
        yield f"one value over all was asked for: the answer has {count} rows, of each {noun} there is one row alone"
        return
    if _wants_one(asked) and _is_list(value, count, tables):
        yield f"which {asked.name}: the answer has {count} rows, take the one that is asked for"
        return
    if (asked.count or asked.number or asked.per) and not asked.name and _counts(asked) and _has_no_number(value):
        yield f"{asks(asked) if asked.count else 'a number was asked for'}: the answer has no number"
        return
    wide = len(getattr(value, "columns", ()))
    if wide > WIDE and (asked.count or asked.number or asked.per) and wide > 2 * _widest(tables):
        yield f"the answer has {wide} columns"
        return
    found = numbers(value) if asked.number or asked.percentage else []
    one = (asked.number or asked.percentage) and not asked.per and not asked.several
    if one and 1 < count == len(found) and len(set(found)) == 1:
        yield f"one value was asked for: the answer has {count} rows that are all the same"
        return
    if wanted := _fewer(asked, count):
        yield f"{wanted} was asked for: the answer has {count} rows"
        return
    if asked.percentage and len(found) > 1:
        yield from percentages(asked, found, tables)
    if (
        asked.count
        and not asked.per
        and count > 1
        and len(re.findall(r"\b(?:and|each|every|by|of)\b", asked.question)) == 0
    ):
        if hasattr(value, "columns") or hasattr(value, "index"):
            yield f"how many: the answer is a table of {count} rows"
        return
    if asked.items and not asked.per and count > asked.items and not _tie(value, asked.items):
        yield f"{asked.items} were asked for, the answer has {count} rows"
    elif asked.per and not asked.items:
        told = [*rows_fit(asked, count, tables, f"the answer has {count} rows")]
        told += unshown(asked, value, tables, strange=bool(told))
        told = told or [*one_each(asked, count, tables)]
        told = told or [*crowded(asked, dated_labels(value), f"the answer has {count} rows")]
        yield from told or [*uncrossed(asked, value, tables)] or ungrouped(asked, count, tables, "the answer has")
    else:
        yield from ungrouped(asked, count, tables, "the answer has")


def _is_long(part: Any) -> bool:
    return hasattr(part, "iloc") and len(part) > 1


def is_one_row(value: Any, tables: Mapping[str, Any]) -> bool:
    """Whether it is a row of a table: its labels are names of that table's columns."""
    if not hasattr(value, "iloc") or hasattr(value, "columns") or len(value) < 2:
        return False
    labels = {*map(str, value.index)}
    return any(labels <= {*map(str, getattr(table, "columns", ()))} for table in tables.values())


def _one_row_each(asked: Expectation, count: int, tables: Mapping[str, Any]) -> str:
    """The groups whose average is asked for where a table has one row for each, so that nothing is averaged in them."""
    if len(asked.per) != 1 or not _AVERAGE.search(asked.question.lower()) or averaged_already(tables):
        return ""
    columns = [column for _, column in groups(asked.per[0], tables)]
    alone = len(columns) == 1 and len(columns[0]) == count > 1 and bool(columns[0].is_unique)
    return asked.per[0] if alone else ""


def _wants_one(asked: Expectation) -> bool:
    """Whether the one of several is asked for that has the most of something."""
    one = asked.name not in ("", "who") and singular(asked.name) == asked.name
    return one and not (asked.per or asked.items or asked.several) and bool(_FIRST.search(asked.question.lower()))


def _is_list(value: Any, count: int, tables: Mapping[str, Any]) -> bool:
    """Whether a table of results has several rows with different numbers: neither one row nor a tie."""
    if count < 2 or not hasattr(value, "iloc"):
        return False
    if not hasattr(value, "columns"):
        fields = {str(name) for table in tables.values() for name in getattr(table, "columns", ())}
        row = getattr(value.dtype, "kind", "O") not in "iuf" or {*map(str, value.index)} <= fields
        return not row and value.nunique() > 1
    numbers = [value[name] for name in value.columns if getattr(value[name].dtype, "kind", "O") in "iuf"]
    return bool(numbers) and all(each.nunique() > 1 for each in numbers)


def _fewer(asked: Expectation, count: int) -> str:
    """What is asked for where that is fewer than ``count`` rows; empty where it may be so many."""
    if asked.number and not asked.several and count > 1 and {noun.split()[0] for noun in asked.per} <= _RATES:
        return "one number"
    if count > 1 and not asked.per and _ON_AVERAGE.search(asked.question.lower()):
        return "one number"
    if over_all(asked) and not asked.per and not asked.name and count > 1:
        return "one value over all"
    if asked.number and not asked.per and count > FEW:
        return "one number, or a few,"
    return "a percentage" if asked.percentage and not asked.per and count > FEW else ""


def _counts(asked: Expectation) -> bool:
    """Whether an amount is asked for, and no list beside it."""
    return bool(_AMOUNT.search(asked.question.lower())) and not re.search(
        r"\b(?:list|names?|which|who|whose)\b", asked.question.lower()
    )


def _has_no_number(value: Any) -> bool:
    """Whether a table or a column of results holds texts alone."""
    if not hasattr(value, "iloc") or not len(value):
        return False
    columns = [value[name] for name in value.columns] if hasattr(value, "columns") else [value]
    return all(holds_text(column) and not has_digits(column) for column in columns)


def _widest(tables: Mapping[str, Any]) -> int:
    return max((len(table.columns) for table in tables.values() if hasattr(table, "columns")), default=0)


def _has_numbers_only(asked: Expectation, value: Any, tables: Mapping[str, Any]) -> bool:
    """Whether ``value`` has numbers by group and no names, where what ``asked.name`` names is asked for in each."""
    if asked.name in NUMBERED or groups(asked.name, tables) or not hasattr(value, "iloc"):
        return False
    if hasattr(value, "columns"):
        by = {str(column.name) for noun in asked.per for _, column in groups(noun, tables)}
        plain = type(value.index).__name__ == "RangeIndex" or {*map(str, value.index.names)} <= by
        rest = [name for name in value.columns if str(name) not in by]
        return (
            plain
            and bool(by & {*map(str, value.columns), *map(str, value.index.names)})
            and _numeric(value, rest, asked.name)
        )
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    return bool(kind) and kind in "iuf" and getattr(value.index, "nlevels", 2) == 1


def _numeric(table: Any, names: Sequence[Any], noun: str) -> bool:
    """Whether all of these columns are amounts: whole numbers may be the names of what is asked for."""
    kinds = ((name, getattr(table[name].dtype, "kind", "O")) for name in names)
    return bool(names) and all(kind == "f" or (kind in "iu" and not _may_name(str(name), noun)) for name, kind in kinds)


def _may_name(column: str, noun: str) -> bool:
    words = set(re.findall(r"[^\W\d_]+", column.lower()))
    return not words or bool(words & {*NUMBERED, "nr", "no", "key", "code", "index", noun.lower(), f"{noun.lower()}s"})


def _integers(value: Any) -> list[int]:
    """The values of a column of whole numbers whose rows have one label each; none for anything else."""
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    labels = getattr(getattr(value, "index", None), "nlevels", 0)
    return [int(each) for each in value] if kind == "i" and labels == 1 else []


def _tie(value: Any, wanted: int) -> bool:
    """Whether a number in the last row is that of the row where ``wanted`` rows end: all of a tie were taken."""
    columns = [value[name] for name in value.columns] if hasattr(value, "columns") else [value]
    series = [list(column) for column in columns if hasattr(column, "dtype")]
    return any(column[wanted - 1] == column[-1] for column in series)
