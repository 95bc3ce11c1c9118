"""Why a value does not fit what its question expects: one plain line each, for a person and for the coder.

Silent where the words leave room: a question with a condition may have fewer rows than there are groups.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from husky_kernel.sight.answers.expectation import Expectation, over_all
from husky_kernel.sight.answers.groups_asked import groups, rows_fit, singular, uncrossed, ungrouped, unshown
from husky_kernel.sight.answers.named import without_names
from husky_kernel.sight.answers.periods_asked import crowded, dated_labels
from husky_kernel.sight.answers.shapes import numbers, rows, scalar
from husky_kernel.sight.charts.chart_misfits import unfitting_charts
from husky_kernel.sight.charts.drawn import Drawn
from husky_kernel.sight.notes.kinds import holds_text
from husky_kernel.sight.unaveraged import averaged_already


def misfits(
    expectation: Expectation,
    value: Any,
    drawn: Collection[Drawn] = (),
    changed: Collection[str] = (),
    wrote: Collection[str] = (),
    tables: Mapping[str, Any] | None = None,
) -> tuple[str, ...]:
    """What speaks against ``value`` as the answer; empty where it fits or where that cannot be told. Never raises.

    Parameters
    ----------
    drawn, changed, wrote
        The charts, the names of variables and the files that the program drew, changed and wrote.
    tables
        The user's tables by name, as they were asked about.
    """
    try:
        return tuple(dict.fromkeys(_all(expectation, value, drawn, changed, wrote, tables or {})))
    except Exception:  # a value of a strange kind: nothing is said against it
        return ()


def _all(
    asked: Expectation,
    value: Any,
    drawn: Collection[Drawn],
    changed: Collection[str],
    wrote: Collection[str],
    tables: Mapping[str, Any],
) -> Iterator[str]:
    asked = without_names(asked, tables)
    if asked.change and not asked.shown and not changed and not wrote:
        yield "a change was asked for, nothing changed: assign the result to the table itself"
    if asked.file and not wrote:
        yield "a file was asked for, none was written"
    if asked.chart:
        yield from unfitting_charts(asked, drawn, tables)
    elif drawn and (asked.name or asked.count or asked.number or asked.percentage or asked.date) and not asked.shown:
        yield "no chart was asked for: end with the value that answers, and draw nothing"
    elif not (asked.change or asked.file or asked.words):
        yield from _value(asked, value, tables)


def _value(asked: Expectation, value: Any, tables: Mapping[str, Any]) -> Iterator[str]:
    if _all_missing(value):
        yield "every number of the answer is missing: see what could not be read, or what was joined to nothing"
        return
    if (unit := _UNIT.search(asked.question.lower())) and _is_duration(value):
        yield f"the answer is a duration, {unit[1]} are asked for: divide it by pd.Timedelta({unit[1]}=1)"
        return
    one = None if asked.name and _is_labelled(value) else scalar(value)
    wants = asked.count or asked.number or asked.percentage or asked.name or asked.date
    if one is not None and wants and _missing(one) and (not asked.per or isinstance(one, float)):
        yield f"the answer is missing ({one})"
    elif one is not None:
        yield from _single(asked, one, tables)
    else:
        yield from _several(asked, value, tables)


_TOTALS = re.compile(
    r"^(?!.*\b(?:averages?|means?|medians?|rates?)\b).*"
    r"\b(?:totals?|sums?) (?:\w+ )*(?:per|for each|for every|by) (?:day|week|month|quarter|year)\b"
)
"""Words of whoever wants a total for each period."""

_UNIT = re.compile(r"\b(?:in|how many) (days|hours|minutes|seconds)\b")


def _is_duration(value: Any) -> bool:
    return hasattr(value, "total_seconds") or getattr(getattr(value, "dtype", None), "kind", "") == "m"


def _is_labelled(value: Any) -> bool:
    """Whether the rows of ``value`` have names of their own: the one that is asked for stands there."""
    index = getattr(value, "index", None)
    return index is not None and not callable(index) and type(index).__name__ != "RangeIndex"


def _single(asked: Expectation, value: Any, tables: Mapping[str, Any]) -> Iterator[str]:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and _TOTALS.search(asked.question.lower()):
        yield f"per {asked.per[0] if asked.per else 'period'}: a row for each is asked for, the answer is one value"
    if isinstance(value, bool) and (asked.count or asked.number or asked.percentage or asked.name):
        yield f"{_asks(asked)}: the answer is {value}"
    if (asked.count or asked.number or asked.percentage) and isinstance(value, str) and len(value) > LONGEST:
        yield f"{_asks(asked)}: the answer is a text of {len(value):,} characters"
    elif (asked.count or asked.number) and isinstance(value, str) and not re.search(r"\d", value):
        if value.strip().lower() not in ("none", "zero", "no"):
            yield f"{_asks(asked)}: the answer is a text"
    elif asked.count and isinstance(value, date):
        yield f"{_asks(asked)}: the answer is a date"
    if asked.percentage and number:
        yield from _percentage(asked, [float(value)], tables)
    if asked.date:
        yield from _date(asked.date, value, number)
    elif asked.name and _are_row_numbers(asked.name, [value], tables):
        yield f"which {asked.name}: the answer is the number of a row, take its {asked.name} by .loc"
    elif asked.name and number and _is_text(asked.name, tables):
        yield f"which {asked.name}: the answer is a number" if asked.name != "who" else "who: the answer is a number"
    if asked.items and (number or (isinstance(value, str) and "\n" not in value and "," not in value)):
        yield f"{asked.items} were asked for, the answer is one value"
    if asked.per and number and not re.search(r"\b(?:average|mean|typical)\b", asked.question.lower()):
        yield from rows_fit(asked, None, tables, "the answer is one value")


def _several(asked: Expectation, value: Any, tables: Mapping[str, Any]) -> Iterator[str]:
    count = rows(value)
    if count is None:
        return
    if _is_labelled(value) and any(isinstance(label, list) for label in list(value.index[:FEW])):
        yield "the answer is by whole lists: take .explode() first"
        return
    if asked.items and asked.items > 1 and _is_one_row(value, tables):
        yield f"{asked.items} were asked for, the answer is one row"
        return
    if _WHEN.match(asked.question.lower()) and not asked.per and count > 1 and not _is_one_row(value, tables):
        yield f"one date was asked for: the answer has {count} rows"
        return
    if asked.name and asked.per and _are_row_numbers(asked.name, _integers(value), tables):
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
        yield f"{_asks(asked) if asked.count else 'a number was asked for'}: the answer has no number"
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
        yield from _percentage(asked, found, tables)
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
        told = told or [*crowded(asked, dated_labels(value), f"the answer has {count} rows")]
        yield from told or [*uncrossed(asked, value, tables)] or ungrouped(asked, count, tables, "the answer has")
    else:
        yield from ungrouped(asked, count, tables, "the answer has")


_WHEN = re.compile(
    r"(?:when|(?:on|by) (?:which|what) (?:day|date)) (?:was|did|is|does|has)\b(?!.*\b(?:each|every|and)\b)"
)
"""Who asks so wants one date."""


def _is_long(part: Any) -> bool:
    return hasattr(part, "iloc") and len(part) > 1


def _is_one_row(value: Any, tables: Mapping[str, Any]) -> bool:
    """Whether it is a row of a table: its labels are names of that table's columns."""
    if not hasattr(value, "iloc") or hasattr(value, "columns") or len(value) < 2:
        return False
    labels = {*map(str, value.index)}
    return any(labels <= {*map(str, getattr(table, "columns", ()))} for table in tables.values())


_FIRST = re.compile(
    r"\bthe (?:highest|lowest|most|least|fewest|largest|smallest|biggest|longest|shortest|best|worst|oldest|youngest|"
    r"latest|earliest|cheapest|busiest)\b|\bmost often\b"
)


def _one_row_each(asked: Expectation, count: int, tables: Mapping[str, Any]) -> str:
    """The groups whose average is asked for where a table has one row for each, so that nothing is averaged in them."""
    if len(asked.per) != 1 or not _AVERAGE.search(asked.question.lower()) or averaged_already(tables):
        return ""
    columns = [column for _, column in groups(asked.per[0], tables)]
    alone = len(columns) == 1 and len(columns[0]) == count > 1 and bool(columns[0].is_unique)
    return asked.per[0] if alone else ""


_AVERAGE = re.compile(r"\b(?:average|mean) number of\b")


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


_ON_AVERAGE = re.compile(r"^how (?:many|much|long)\b(?!.*\b(?:each|every|per|by|both|same)\b).*\bon average\b")
"""Who asks so wants one number, whatever is named beside it."""


def _fewer(asked: Expectation, count: int) -> str:
    """What is asked for where that is fewer than ``count`` rows; empty where it may be so many."""
    if asked.number and not asked.several and count > 1 and {noun.split()[0] for noun in asked.per} <= _RATES:
        return "one number"
    if count > 1 and asked.count and not asked.per and _ON_AVERAGE.search(asked.question.lower()):
        return "one number"
    if over_all(asked) and not asked.per and not asked.name and count > 1:
        return "one value over all"
    if asked.number and not asked.per and count > FEW:
        return "one number, or a few,"
    return "a percentage" if asked.percentage and not asked.per and count > FEW else ""


_AMOUNT = re.compile(r"\b(?:average|mean|median|total|sum|how many|how much|number of|percentage|share)\b")


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
    return all(holds_text(column) and not _has_digits(column) for column in columns)


LONGEST = 200
"""Characters of a text that may tell a number."""

FEW = 12
"""So many rows may answer a question for a total or an average that names its groups one by one."""

_NUMBERED = frozenset({"year", "month", "day", "hour", "week", "quarter", "minute", "date", "time", "number"})
_NUMBERED |= {"id", "age", "size"}
"""Nouns whose name may be a whole number."""


WIDE = 40
"""More columns than this are no table of results, unless the user's own tables are so wide."""


def _widest(tables: Mapping[str, Any]) -> int:
    return max((len(table.columns) for table in tables.values() if hasattr(table, "columns")), default=0)


_RATES = frozenset({"unit", "item", "piece", "person", "head", "capita", "hour", "night", "km", "kg", "litre", "liter"})
"""What a rate is given for, and not a table: "the price per unit"."""


def _are_row_numbers(noun: str, values: Sequence[Any], tables: Mapping[str, Any]) -> bool:
    """Whether all ``values`` are labels of the rows of one table, where ``noun`` names something else: what ``idxmax``
    gives of a table whose rows are only numbered.
    """
    if noun in _NUMBERED or groups(noun, tables) or not values:
        return False
    whole = all(isinstance(value, int) and not isinstance(value, bool) for value in values)
    return whole and any(
        type(getattr(table, "index", None)).__name__ == "RangeIndex" and max(values) < len(table) and min(values) >= 0
        for table in tables.values()
    )


def _has_numbers_only(asked: Expectation, value: Any, tables: Mapping[str, Any]) -> bool:
    """Whether ``value`` has numbers by group and no names, where what ``asked.name`` names is asked for in each."""
    if asked.name in _NUMBERED or groups(asked.name, tables) or not hasattr(value, "iloc"):
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
    return not words or bool(words & {*_NUMBERED, "nr", "no", "key", "code", "index", noun.lower(), f"{noun.lower()}s"})


def _integers(value: Any) -> list[int]:
    """The values of a column of whole numbers; none for anything else."""
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    return [int(each) for each in value] if kind == "i" and hasattr(value, "index") else []


def _percentage(asked: Expectation, found: list[float], tables: Mapping[str, Any]) -> Iterator[str]:
    known = [number for number in found if number == number]
    if any(number < -1e-9 or number > 100 + 1e-6 for number in known) and _of_rows(asked.question, known, tables):
        yield f"a percentage is between 0 and 100, the answer is {max(known, key=abs):g}"
        return
    most = max((len(table) for table in tables.values() if hasattr(table, "columns")), default=0)
    if known and most and 0 < max(known) <= 1 and max(known) < 100 / most:
        yield f"a percentage was asked for, {max(known):g} looks like a share of 1"


def _of_rows(question: str, found: list[float], tables: Mapping[str, Any]) -> bool:
    """Whether a percentage is of the rows of a table: what is used of a budget may be more than all of it."""
    if re.search(r"\b(?:who|that|which) (?!percent)|\bpercent(?:age)? of those\b", question.lower()):
        return True
    of = re.search(r"\bpercent(?:age)? of (?:all |the |those )*(\w+)", question.lower())
    noun = of[1] if of else ""
    return max(map(abs, found)) > 1000 or any(noun and noun in (name.lower(), f"{name.lower()}s") for name in tables)


def _date(wanted: str, value: Any, number: bool) -> Iterator[str]:
    timed = isinstance(value, datetime) and (value.hour, value.minute, value.second) != (0, 0, 0)
    timed = timed or (
        isinstance(value, str) and bool(re.fullmatch(r"\d{4}-\d\d-\d\d[ T](?!00:00(?::00)?$)\d\d:\d\d.*", value))
    )
    if wanted in ("date", "day") and timed:
        yield f"which {wanted}: the answer has a time of day"
    if wanted == "weekday" and number:
        yield "which weekday: the answer is a number"
    elif number and ((wanted == "date" and value < 19000101) or (wanted == "day" and value > 366)):
        yield f"which {wanted}: the answer is a number"
    elif number and wanted in ("day", "month", "year") and value != int(value):
        yield f"which {wanted}: the answer is {value:g}"


def _is_text(noun: str, tables: Mapping[str, Any]) -> bool:
    """Whether ``noun`` is a person, or names columns that hold texts only."""
    if noun == "who":
        return bool(tables)
    columns = [column for _, column in groups(noun, tables)]
    return bool(columns) and not any(_has_digits(column) for column in columns)


def _has_digits(column: Any) -> bool:
    """Whether some of its values are numbers or have digits: a number may then be its name."""
    return any(re.search(r"\d", str(value)) for value in column.dropna().unique()[:200])


def _tie(value: Any, wanted: int) -> bool:
    """Whether a number in the last row is that of the row where ``wanted`` rows end: all of a tie were taken."""
    columns = [value[name] for name in value.columns] if hasattr(value, "columns") else [value]
    series = [list(column) for column in columns if hasattr(column, "dtype")]
    return any(column[wanted - 1] == column[-1] for column in series)


def _all_missing(value: Any) -> bool:
    """Whether a column, or a table with numbers, has rows and no number in them."""
    if not hasattr(value, "isna") or not len(value):
        return False
    if not hasattr(value, "columns"):
        return len(value) > 1 and bool(value.isna().all())
    numbers = [value[name] for name in value.columns if getattr(value.dtypes[name], "kind", "") == "f"]
    return bool(numbers) and len(value) > 1 and all(bool(column.isna().all()) for column in numbers)


def _missing(value: Any) -> bool:
    return value is None or str(value) in ("nan", "NaT", "<NA>") or value != value


def _asks(asked: Expectation) -> str:
    if asked.count:
        return "how many"
    return f"which {asked.name}" if asked.name else "a number was asked for"
