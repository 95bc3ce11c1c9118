"""Why a value does not fit what its question expects: one plain line each, for a person and for the coder.

Silent where the words leave room: a question with a condition may have fewer rows than there are groups.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from husky_kernel.sight.answers.expectation import Expectation
from husky_kernel.sight.answers.many_values import many_values
from husky_kernel.sight.answers.named import without_names
from husky_kernel.sight.answers.one_value import one_value
from husky_kernel.sight.answers.shapes import is_labelled, scalar
from husky_kernel.sight.charts.chart_misfits import unfitting_charts
from husky_kernel.sight.charts.drawn import Drawn


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


_UNIT = re.compile(r"\b(?:in|how many) (days|hours|minutes|seconds)\b")


_COUNTS = re.compile(r"(?:and )?(how (?:often|many|much))\b(?! (?:later|earlier))")


def _value(asked: Expectation, value: Any, tables: Mapping[str, Any]) -> Iterator[str]:
    if _all_missing(value):
        yield "every number of the answer is missing: see what could not be read, or what was joined to nothing"
        return
    counts = _COUNTS.match(asked.question.lower())
    if counts and (asked.per or counts[1] == "how often") and _all_dates(value):
        yield f"{counts[1]} is asked for: the answer has dates, count the rows"
        return
    if (unit := _UNIT.search(asked.question.lower())) and _is_duration(value):
        yield f"the answer is a duration, {unit[1]} are asked for: divide it by pd.Timedelta({unit[1]}=1)"
        return
    one = None if asked.name and is_labelled(value) else scalar(value)
    wants = asked.count or asked.number or asked.percentage or asked.name or asked.date
    if one is not None and wants and _missing(one) and (not asked.per or isinstance(one, float)):
        yield f"the answer is missing ({one})"
    elif one is not None:
        yield from one_value(asked, one, tables)
    else:
        yield from many_values(asked, value, tables)


def _is_duration(value: Any) -> bool:
    return hasattr(value, "total_seconds") or getattr(getattr(value, "dtype", None), "kind", "") == "m"


def _all_dates(value: Any) -> bool:
    """Whether it is a column of dates, or a table in whose last column they are."""
    columns = getattr(value, "columns", None)
    last = value if columns is None else value.iloc[:, -1] if len(columns) else None
    return getattr(getattr(last, "dtype", None), "kind", "") == "M"


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
