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
    r"\b(?:durations?|how long|(?:length|time) (?:of|between)|stays?|stayed|lasts?|lasted|lasting|delays?|"
    r"(?:took|takes?)\b(?! (?:in |the )*(?:most|least)\b(?! (?:time|days|hours|minutes|weeks)))|"
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
    if _LASTS.search(asked) or _WORKED.search(asked):
        yield from _between_clocks(asked, looked, full)
    if not _LASTS.search(asked):
        return
    for name in full:
        dates, table = list(dates_of(looked, name)), looked.tables[name]
        if len(dates) == 2:
            first, last = _in_order(table, dates)
            yield _span(asked, looked, name, f"({last.call} - {first.call})", (first.column, last.column))
            return


def _span(asked: str, looked: Looked, name: str, long: str, ends: tuple[str, str]) -> Span:
    """What lasts so ``long``, in the unit that is asked for, if any."""
    unit = found[1] if (found := _UNITS.search(asked)) else ""
    took = f"{unit}s" if unit and f"{unit}s" not in looked.tables[name].columns else "took"
    return Span(name, took, long + (f" / pd.Timedelta({unit}s=1)" if unit else ""), ends)


_WORKED = re.compile(
    r"\bhow many (?:hours|minutes)\b|\bhow long\b|\b(?:hours|minutes) (?:did|does|do|per|by|of|in total)\b"
)
_OF_DAY = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?")
_BEGIN = """start begin began from in open opened departure depart on"""
_END = """end finish finished to out close closed arrival arrive off until"""
_BEGINS, _ENDS = frozenset(_BEGIN.split()), frozenset(_END.split())


def _between_clocks(asked: str, looked: Looked, full: Sequence[str]) -> Iterator[Span]:
    """From one time of day to another one, perhaps of the next day, where a table has one column of each."""
    for name in full[:1]:
        clocks = [column for column, values in looked.columns(name) if _are_clocks(values)]
        first, last = ([one for one in clocks if {*one.lower().split("_")} & words] for words in (_BEGINS, _ENDS))
        if len(first) == len(last) == 1 and first != last and len(clocks) == 2:
            end, begin = (f"tidy.duration({name}[{column!r}], unit='h')" for column in (*last, *first))
            yield _span(asked, looked, name, f"({end} - {begin}) % pd.Timedelta(days=1)", (first[0], last[0]))


def _are_clocks(values: Any) -> bool:
    present = values.dropna().head(500)
    texts = len(present) > 0 and all(isinstance(value, str) for value in present)
    return texts and all(_OF_DAY.fullmatch(value.strip()) for value in present)


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
