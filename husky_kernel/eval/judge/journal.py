"""Verdicts on disk, one a line as they come, so that a killed run goes on where it stopped.

A verdict is found again by what it is a verdict on: judge, rubric, question, both answers and their order. So a changed
report or another judge finds none that does not belong to it.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from husky_kernel.eval.judge.verdict import Verdict
from husky_kernel.lines import append, read


def key(*parts: str) -> str:
    """What a verdict is on, in a few letters."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


class Journal:
    """The verdicts of one file. Lines that cannot be read, the last one of a killed run say, are passed over."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, Verdict] = {}
        for data in read(path):
            with suppress(ValueError, KeyError, TypeError, AttributeError):
                self._known[str(data["key"])] = Verdict.from_json(data)

    def find(self, wanted: str) -> Verdict | None:
        """The verdict kept under a key."""
        return self._known.get(wanted)

    def add(self, name: str, verdict: Verdict) -> None:
        """Keep a verdict. Safe from any thread. Raises UseError if it cannot be written."""
        append(self._path, {"key": name, **verdict.to_json()})
        self._known[name] = verdict
