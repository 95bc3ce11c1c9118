"""Verdicts on disk, one a line as they come, so that a killed run goes on where it stopped.

A verdict is found again by what it is a verdict on: judge, rubric, question, both answers and their order. So a changed
report or another judge finds none that does not belong to it.
"""

from __future__ import annotations

import hashlib
import json
import threading
from pathlib import Path

from husky_kernel.agent.errors import UseError
from husky_kernel.eval.judge.verdict import Verdict


def key(*parts: str) -> str:
    """What a verdict is on, in a few letters."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


class Journal:
    """The verdicts of one file. Lines that cannot be read, the last one of a killed run say, are passed over."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._known: dict[str, Verdict] = {}
        try:
            text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
            self._cut_short = bool(text) and not text.endswith("\n")
        except OSError as error:
            raise UseError(f"cannot read {path}: {error.strerror or error}") from error
        for line in text.splitlines():
            try:
                data = json.loads(line)
                self._known[str(data["key"])] = Verdict.from_json(data)
            except (ValueError, KeyError, TypeError, AttributeError):
                continue

    def find(self, wanted: str) -> Verdict | None:
        """The verdict kept under a key."""
        return self._known.get(wanted)

    def add(self, name: str, verdict: Verdict) -> None:
        """Keep a verdict. Safe from any thread."""
        line = json.dumps({"key": name, **verdict.to_json()}, ensure_ascii=False)
        with self._lock:
            self._known[name] = verdict
            try:
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(("\n" if self._cut_short else "") + line + "\n")
            except OSError as error:
                raise UseError(f"cannot write {self._path}: {error.strerror or error}") from error
            self._cut_short = False
