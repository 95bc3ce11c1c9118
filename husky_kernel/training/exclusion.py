"""Questions that must not be trained on: those of development and test sets, word for word or nearly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.training.duplicates import Fingerprint, Index, normal
from husky_kernel.training.records import records

NEAR = 0.75
"""Share of word pairs from which a question counts as a development question; lower than among training questions."""

ABOUT = 0.3
"""Where both come with a table or passages, these must be this much alike as well."""

_ASKS = ("question", "utterance", "problem", "Input", "Question")


class Excluded:
    """The questions of ``files``; a folder stands for all files of JSON lines in it.

    Raises
    ------
    UseError
        If a file cannot be read, or holds no questions.
    """

    def __init__(self, files: Iterable[Path]) -> None:
        questions = [question for file in _spread(files) for question in _questions(file)]
        self._equal = {normal(question) for question in questions}
        self._prints = [Fingerprint.of(question) for question in questions]
        self._index = Index(self._prints, NEAR)
        self.count = len(questions)

    def has(self, question: str) -> str | None:
        """``equal`` or ``nearly equal`` if it is one of them, else None."""
        if normal(question) in self._equal or normal(question.rpartition("\n")[2]) in self._equal:
            return "equal"
        one = Fingerprint.of(question)
        near = (self._prints[place] for place in self._index.alike(one))
        return "nearly equal" if any(_about_alike(one, other) for other in near) else None


def _about_alike(one: Fingerprint, other: Fingerprint) -> bool:
    if not one.about or not other.about:
        return True
    return len(one.about & other.about) / len(one.about | other.about) >= ABOUT


def _spread(files: Iterable[Path]) -> Iterator[Path]:
    for file in files:
        found = sorted([*file.glob("*.jsonl"), *file.glob("*.jsonl.gz")]) if file.is_dir() else [file]
        if not found:
            raise UseError(f"{file} has no files of JSON lines: --exclude takes files, or a folder of them")
        yield from found


def _questions(file: Path) -> list[str]:
    found = [asked for _, record in records(file) if record is not None and (asked := _asked(record))]
    if not found:
        raise UseError(f"{file} holds no questions: --exclude takes JSON lines with a question each")
    return found


def _asked(record: Mapping[str, Any]) -> str:
    if isinstance(record.get("trace"), dict):
        record = record["trace"]
    return next((str(record[name]) for name in _ASKS if record.get(name)), "")
