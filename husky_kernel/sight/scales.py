"""Numbers that a program brings to a scale which they have already: percent times 100, thousands times 1,000."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.sight.notes.kinds import holds_text, texts
from husky_kernel.sight.readers import used

_SCALES = (
    (re.compile(r".*\d\s*%\s*"), re.compile(r"\*\s*100(?:\.0)?(?![\d.])"), "in percent", 0.5),
    (
        re.compile(r".*\d\s*(?:k|K|M|bn|mio|tsd)\.?\s*"),
        re.compile(r"[*/]\s*(?:1_?000(?:_?000)*(?:\.0)?|1e[369]|10\s*\*\*\s*[369])(?![\d.])"),
        "multiplied out",
        0.0,
    ),
)
"""What values look like, how a program brings them to a scale, what tidy.number has made of them, and from which share
of a column's values on: a single "3k" means that all were brought to one scale.
"""


_WANTED = re.compile(r"\b(?:in|as) (?:thousands?|millions?|k\b|fractions?|shares?)")
"""Words of whoever wants another scale."""


_HELD: Mapping[str, tuple[frozenset[str], str]] = {
    "seconds": (frozenset(("second", "seconds", "sec", "secs")), r"60|3_?600|1_?000"),
    "minutes": (frozenset(("minute", "minutes", "min", "mins")), r"60|3_?600"),
    "hours": (frozenset(("hour", "hours", "hrs")), r"60|3_?600"),
    "kg": (frozenset(("kg", "kilo", "kilos", "kilograms")), r"1_?000|1e3"),
    "km": (frozenset(("km", "kilometres", "kilometers")), r"1_?000|1e3"),
}
"""Units: how columns that hold them are called, and by what they are brought to another one."""

_ALL = frozenset().union(*(words for words, _ in _HELD.values()))

_TIMES = ("Timedelta", "total_seconds", ".dt.", "tidy.duration")
"""What gives times, which a program has to bring to a unit."""


def held_already(question: str, program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with ``program`` where it brings a column to another unit which holds the one that is asked for."""
    asked = re.search(r"\bin (?:the )?(\w+)\b(?=\W*$|,| on average)", question.lower())
    unit = next((unit for unit, (words, _) in _HELD.items() if asked and asked[1] in {unit, *words}), "")
    if not unit or any(sign in program for sign in _TIMES):
        return
    words, factors = _HELD[unit]
    scaled = re.search(rf"[*/]\s*(?:{factors})(?:\.0)?(?![\d.])", program)
    columns = [str(column) for table in used(program, tables).values() for column in table.columns]
    read = [
        column for column in columns if re.search(rf"(['\"]){re.escape(column)}\1|\.{re.escape(column)}\b", program)
    ]
    held = [(column, named) for column in read if (named := _ALL & {*re.split(r"[\W_]+", column.lower())})]
    if scaled and len(held) == 1 and words & held[0][1]:
        yield f"`{held[0][0]}` holds {unit} already, which are asked for: leave out `{scaled[0]}`"


def scaled_twice(question: str, program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with ``program``, which reads a column by tidy.number and brings it to the scale that it has."""
    if "tidy.number(" not in program or _WANTED.search(question.lower()):
        return
    for name, table in used(program, tables).items():
        for column in table.columns:
            word = re.escape(str(column))
            read = rf"tidy\.number\({re.escape(name)}(?:\[(['\"]){word}\1\]|\.{word}\b)"
            if not re.search(read, program) or not holds_text(table[column]):
                continue
            values = texts(table[column])[:500]
            for looks, scales, told, least in _SCALES:
                found = scales.search(program)
                count = sum(map(bool, map(looks.fullmatch, values)))
                if found and count and count >= least * len(values):
                    yield f"what tidy.number gives of `{column}` is {told} already: leave out `{found[0]}`"
