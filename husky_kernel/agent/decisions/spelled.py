"""Whole numbers in English words: "twenty-one" is 21, "two hundred and five" is 205."""

from __future__ import annotations

import re

_SMALL = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen",
)
_TENS = re.findall(r"\w+", "twenty thirty forty fifty sixty seventy eighty ninety")
_VALUES = {word: value for value, word in enumerate(_SMALL)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_LARGE = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_KNOWN = _VALUES.keys() | _LARGE.keys() | {"hundred"}


def spelled_number(text: str) -> int | None:
    """The last number of a text that is written in words; None where there is none."""
    run: list[str] = []
    last: list[str] = []
    for word in [*re.findall(r"[a-z]+", text.lower()), ""]:
        if word in _KNOWN:
            run.append(word)
        elif not (word == "and" and run):
            last, run = run or last, []
    return _value(last) if last and last[0] in _VALUES else None


def spelled_numbers(text: str) -> list[int]:
    """Every number of a text that is written in words, in its order."""
    runs: list[list[str]] = [[]]
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in _KNOWN:
            runs[-1].append(word)
        elif word != "and" and runs[-1]:
            runs.append([])
    return [_value(run) for run in runs if run and run[0] in _VALUES]


def _value(words: list[str]) -> int:
    total = part = 0
    for word in words:
        if word in _LARGE:
            total, part = total + part * _LARGE[word], 0
        elif word == "hundred":
            part *= 100
        else:
            part += _VALUES[word]
    return total + part
