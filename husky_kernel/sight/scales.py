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
