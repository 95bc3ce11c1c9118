"""Values that are missing, or went missing: in means, in conversions that skip what they cannot read, in arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.sight.notes.call import Call, Look, Note, column_name, many
from husky_kernel.sight.notes.kinds import holds_text, listed, texts
from husky_kernel.sight.readers import reader
from husky_kernel.tidy import numbers
from husky_kernel.tidy.words import missing_among

_TWO = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}\b.*")


def _averaged(call: Call) -> Iterator[Note]:
    column = getattr(call.owner, "obj", call.owner)
    if getattr(column, "ndim", 0) != 1:
        return
    for mask, said in call.memory.masks:
        if mask is column:
            yield Note(said, against=False)
    missing = int(column.isna().sum())
    if 0 < missing < len(column):
        told = f"{len(column) - missing:,} of {many(len(column))}"
        yield Note(f"the {call.name} of {column_name(column)} is over {told}: the others are missing", against=False)


def _read(call: Call) -> Iterator[Note]:
    """``to_numeric`` and ``to_datetime`` of texts."""
    given, made = call.owner, call.result
    if getattr(given, "ndim", 0) != 1 or not hasattr(given, "isna") or not holds_text(given):
        return
    name = column_name(given)
    if call.options.get("errors") == "coerce":
        lost = given[(made.isna() & given.notna()).to_numpy()]
        worth = [text for text in texts(lost) if re.search(r"\d", text)]
        if worth:
            yield Note(
                f"{call.name} could not read {many(len(lost))} of {name}, which are missing now: {listed(worth)}"
            )
        elif len(lost):
            yield Note(f"{many(len(lost))} of {name} are missing now: {listed(texts(lost))}", against=False)
    if call.name == "to_datetime" and not {"format", "dayfirst"} & {*call.options}:
        yield from _ambiguous(given, name)


def _ambiguous(given: Any, name: str) -> Iterator[Note]:
    found = [_TWO.fullmatch(text) for text in texts(given)[:500]]
    both = [(int(pair[1]), int(pair[2])) for pair in found if pair]
    if both and len(both) == len(found):
        if any(first > 12 for first, _ in both):
            yield Note(f"{name} has the day first: write dayfirst=True")
        elif all(second <= 12 for _, second in both):
            yield Note(f"{name} may have day or month first; it was read with the month first", against=False)


def _combined(call: Call) -> Iterator[Note]:
    """Arithmetic of two columns whose labels do not fit."""
    one, other = call.arguments[:2]
    if getattr(other, "ndim", 0) != 1 or not hasattr(other, "index") or not len(call.result):
        return
    if one.index is other.index or one.index.equals(other.index) or not bool(call.result.isna().all()):
        return
    if bool(one.notna().any()) and bool(other.notna().any()):
        told = f"{column_name(one, 'the left')} and {column_name(other, 'the right')}"
        yield Note(f"no label of {told} is in both: all results are missing")


def _absent(call: Call) -> Iterator[Note]:
    """``isna`` of texts some of which are words for missing, or no numbers where the others are numbers."""
    column = call.owner
    if getattr(column, "ndim", 0) != 1 or not holds_text(column):
        return
    name, own = call.source(column)
    how, found = reader(own), texts(column)
    words = list(filter(missing_among(found), found))
    if how.startswith("tidy.number(…)"):
        words = texts(column[numbers.read(column).values.isna() & column.notna()])
    if words and len(words) < len(found):
        told = "are no numbers, and" if how else "stand for missing, and"
        first = (how or "tidy.missing(…)").replace("…", name)
        taken = f"{listed(words)} in {column_name(column)} {told} {call.name} takes them for values"
        yield Note(f"{taken}; read it first by {first}")


LOOKS: Mapping[str, Look] = {
    **{f"Series.{name}": _averaged for name in ("mean", "median")},
    **{f"SeriesGroupBy.{name}": _averaged for name in ("mean", "median")},
    **{f"Series.{name}": _absent for name in ("isna", "isnull", "notna", "notnull")},
    **{f"pandas.{name}": _read for name in ("to_numeric", "to_datetime")},
    **{f"Series.__{name}__": _combined for name in ("add", "sub", "mul", "truediv")},
}
