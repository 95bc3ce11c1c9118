"""Why one value does not fit what its question expects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from husky_kernel.sight.answers.expectation import Expectation
from husky_kernel.sight.answers.groups_asked import groups, rows_fit
from husky_kernel.sight.answers.percentages import percentages
from husky_kernel.sight.answers.row_numbers import are_row_numbers
from husky_kernel.sight.answers.shapes import has_digits

LONGEST = 200
"""Characters of a text that may tell a number."""

_TOTALS = re.compile(
    r"^(?!.*\b(?:averages?|means?|medians?|rates?)\b).*"
    r"\b(?:totals?|sums?) (?:\w+ )*(?:per|for each|for every|by) (?:day|week|month|quarter|year)\b"
)
"""Words of whoever wants a total for each period."""


_BY_PERIOD = re.compile(
    r"(?:and )?(?:by|per|for each|for every|in each) (?:hour|day|weekday|week|month|quarter|year)\b"
)
"""How whoever goes on from a total asks for one of each period."""

_OF_THEM = re.compile(r"(?:and )?which (?:one )?of (?:these|those|them) (?:is|was|has|had)\b")
"""Words of whoever asks for one of several that have names."""


_LESS = re.compile(
    r"\bhow (?:much|many) (?:\w+ )?(?:less|fewer|lower|smaller|shorter|cheaper|lighter|younger|earlier)\b"
)
"""Words of whoever wants a difference that is above 0."""


def one_value(asked: Expectation, value: Any, tables: Mapping[str, Any]) -> Iterator[str]:
    """What is told of a number, a text, a date, a truth value."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and (_TOTALS.search(asked.question.lower()) or _BY_PERIOD.match(asked.question.lower())):
        yield f"per {asked.per[0] if asked.per else 'period'}: a row for each is asked for, the answer is one value"
    if number and value < 0 and _LESS.search(asked.question.lower()):
        yield "how much less it is was asked for: the answer is below 0, take the difference the other way round"
    if isinstance(value, bool) and (asked.count or asked.number or asked.percentage or asked.name):
        yield f"{asks(asked)}: the answer is {value}"
    if (asked.count or asked.number or asked.percentage) and isinstance(value, str) and len(value) > LONGEST:
        yield f"{asks(asked)}: the answer is a text of {len(value):,} characters"
    elif (asked.count or asked.number) and isinstance(value, str) and not re.search(r"\d", value):
        if value.strip().lower() not in ("none", "zero", "no"):
            yield f"{asks(asked)}: the answer is a text"
    elif asked.count and isinstance(value, date):
        yield f"{asks(asked)}: the answer is a date"
    if asked.percentage and number:
        yield from percentages(asked, [float(value)], tables)
    if asked.date:
        yield from _date(asked.date, value, number)
    elif asked.name and are_row_numbers(asked.name, [value], tables):
        yield f"which {asked.name}: the answer is the number of a row, take its {asked.name} by .loc"
    elif number and _OF_THEM.match(asked.question.lower()):
        yield "which of them: the answer is a number, give its name or label"
    elif asked.name and number and _is_text(asked.name, tables):
        yield f"which {asked.name}: the answer is a number" if asked.name != "who" else "who: the answer is a number"
    if asked.items and (number or (isinstance(value, str) and "\n" not in value and "," not in value)):
        yield f"{asked.items} were asked for, the answer is one value"
    if asked.per and number and not re.search(r"\b(?:average|mean|typical)\b", asked.question.lower()):
        yield from rows_fit(asked, None, tables, "the answer is one value")


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
    return bool(columns) and not any(has_digits(column) for column in columns)


def asks(asked: Expectation) -> str:
    """The question in two words."""
    if asked.count:
        return "how many"
    return f"which {asked.name}" if asked.name else "a number was asked for"
