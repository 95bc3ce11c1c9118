"""How long something lasts: a span between two dates, or a column of durations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from husky_kernel.agent.answers.reading import Reading
from husky_kernel.context.dates.dated import Dates, dates_of
from husky_kernel.context.looked import Looked
from husky_kernel.tidy import dates as tidy_dates

_LASTS = re.compile(
    r"\b(?:durations?|how long|(?:length|time) (?:of|between)|stays?|stayed|lasts?|lasted|lasting|took|takes?|delays?|"
    r"waits?|waited|waiting|turnaround|"
    r"slow(?:er|est)?|fast(?:er|est)?|quick(?:er|est)?|"
    r"(?:days|hours|minutes) (?:between|from|until|till|open|away|late)|(?:days|hours|minutes)(?: \w+){1,4} between)\b"
)
_UNITS = re.compile(r"\b(second|minute|hour|day|week)s?\b")


class Span(NamedTuple):
    """How long something lasts: the table, what a column of it may be called, the call, and the columns of its ends."""

    table: str
    column: str
    call: str
    ends: tuple[str, str] = ("", "")

    @property
    def reading(self) -> Reading:
        """What a person is told of it."""
        return Reading(self.column, f"{self.column}: from `{self.ends[0]}` to `{self.ends[1]}`")


def asked_span(question: str, looked: Looked, full: Sequence[str]) -> Iterator[Span]:
    """How long something lasts: from the earlier to the later one of the two dates that one table has."""
    asked = question.lower()
    if not _LASTS.search(asked):
        return
    for name in full:
        dates, table = list(dates_of(looked, name)), looked.tables[name]
        if len(dates) == 2:
            first, last = _in_order(table, dates)
            unit = found[1] if (found := _UNITS.search(asked)) else ""
            long = f"({last.call} - {first.call})" + (f" / pd.Timedelta({unit}s=1)" if unit else "")
            took = f"{unit}s" if unit and f"{unit}s" not in table.columns else "took"
            yield Span(name, took, long, (first.column, last.column))
            return


def asked_lasting(question: str, looked: Looked, full: Sequence[str], span: Span | None) -> Iterator[tuple[str, str]]:
    """The one column of durations of the likeliest table, where a question asks how long something lasts and no
    ``span`` between two dates tells.
    """
    for name in full[:1] if span is None and _LASTS.search(question.lower()) else ():
        durations = [column for column, _ in looked.columns(name) if looked.kind(name, column).how == "tidy.duration"]
        if len(durations) == 1:
            yield name, durations[0]


def _in_order(table: Any, dates: Sequence[Dates]) -> Sequence[Dates]:
    """Two columns of ``table``, that of the earlier dates first."""
    one, other = (tidy_dates.read(table[column].head(500)).values for _, column, _ in dates)
    return dates if float((other >= one).mean()) >= 0.5 else dates[::-1]
