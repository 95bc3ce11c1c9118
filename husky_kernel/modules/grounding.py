"""Whether a step keeps to the question. An un-tuned planner makes conditions up; a coder would follow them."""

from __future__ import annotations

import re

from husky_kernel.agent.grammar import words
from husky_kernel.agent.types import Task

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SUMMARY = re.compile(
    r"\b(group\w*|sum\w*|total\w*|averag\w*|mean|count\w*|number|how m\w+|max\w*|min\w*|most|least|best|worst|per|each|"
    r"more|less|fewer|\w{2,}est)\b"
)
"""Words that speak of many rows at once."""

_QUOTED = re.compile(r"'([^'\n]{2,})'")


def is_grounded(step: str, task: Task) -> bool:
    """False if ``step`` loses a condition of the question, or brings in what the question does not speak of: a number,
    a quoted text, a column or value of the variables, a summary of many rows.

    Names of columns and values are those in quotation marks in the description of the variables.
    """
    asked, said = _plain(task.question), _plain(step)
    if any(not _has(asked, number) for number in _numbers(step)):
        return False
    if _SUMMARY.search(said) and not _SUMMARY.search(asked):
        return False
    known = {_plain(name) for name in _QUOTED.findall(task.context)}
    named = {_plain(name) for name in _QUOTED.findall(step)} | {name for name in known if _has(said, name)}
    wanted = {name for name in known if _has(asked, name)} | set(_numbers(task.question))
    return all(_covered(name, asked) for name in named) and all(_has(said, word) for word in wanted)


def _has(text: str, phrase: str) -> bool:
    return f" {phrase} " in f" {text} "


def is_spoken_of(name: str, text: str) -> bool:
    """Whether all words of ``name`` are in ``text``, in any order and case, plurals and the like passed over."""
    return _covered(_plain(name), _plain(text))


def _covered(name: str, asked: str) -> bool:
    return all(word.rstrip("s") in asked for word in name.split())


def _numbers(text: str) -> list[str]:
    """Numbers as :func:`_plain` writes them, so that they can be looked for as words."""
    return [_plain(number) for number in _NUMBER.findall(text)]


def _plain(text: str) -> str:
    return " ".join(words(text))
