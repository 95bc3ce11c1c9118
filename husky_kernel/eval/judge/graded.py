"""The report that is judged, and what comes of it."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.eval.judge.agreement import Agreement
from husky_kernel.eval.judge.verdict import Judged, Verdict

SCHEMA = "husky.judged/1"


@dataclass(frozen=True, slots=True)
class Item:
    """One answered question of a report. ``correct`` is the exact metric's word, None where there is none."""

    index: int
    question: str
    reference: str
    prediction: str
    correct: bool | None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Item:
        """Read an item of ``husky eval run``. Raises KeyError, TypeError or ValueError for anything else."""
        question = data.get("question") or data["trace"]["question"]
        prediction = "" if data.get("prediction") is None else str(data["prediction"])
        correct = data.get("correct")
        if not isinstance(correct, bool | None):
            raise TypeError(f"correct must be true, false or null, not {correct!r}")
        return cls(int(data["index"]), str(question), str(data["answer"]), prediction, correct)


@dataclass(frozen=True, slots=True)
class Report:
    """A report's head and its items."""

    head: Mapping[str, Any]
    items: tuple[Item, ...]


def read_report(path: Path) -> Report:
    """Read a report of ``husky eval run``.

    Raises
    ------
    UseError
        If it cannot be read, is no such report, holds no item, or has items without question or reference answer.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        found = list(data["items"])
    except OSError as error:
        raise UseError(f"cannot read {path}: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UseError(f"{path} is not a report of `husky eval run`: it has no items") from error
    if not found:
        raise UseError(f"{path} holds no item to judge")
    items = []
    for number, item in enumerate(found, start=1):
        try:
            items.append(Item.from_json(item))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise UseError(f"{path}, item {number}: needs index, question, answer and prediction ({error})") from error
    return Report({key: value for key, value in data.items() if key != "items"}, tuple(items))


@dataclass(frozen=True, slots=True)
class Grade:
    """An item with both verdicts; none where there was no answer to judge."""

    item: Item
    judged: Judged
    verdicts: tuple[Verdict, ...]

    @property
    def decided(self) -> bool | None:
        """Right or wrong in the judge's eyes; None where it did not decide."""
        return {"right": True, "wrong": False}.get(self.judged)

    def to_json(self) -> dict[str, Any]:
        """The item with what the judge made of it."""
        return {
            "index": self.item.index,
            "question": self.item.question,
            "answer": self.item.reference,
            "prediction": self.item.prediction,
            "correct": self.item.correct,
            "judged": self.judged,
            "verdicts": [verdict.to_json() for verdict in self.verdicts],
        }


@dataclass(frozen=True, slots=True)
class Graded:
    """All grades of a report. All that is not right counts against the answers, whatever the reason."""

    report: Report
    judge: str
    checksum: str
    grades: Sequence[Grade]

    @property
    def agreement(self) -> Agreement:
        """With the exact metric, on what has both; unanswered items are left out, nobody had to judge them."""
        asked = [grade for grade in self.grades if grade.judged != "unanswered"]
        return Agreement.of((grade.item.correct, grade.decided) for grade in asked if grade.item.correct is not None)

    @property
    def counts(self) -> Counter[str]:
        """Items by outcome."""
        return Counter(grade.judged for grade in self.grades)

    @property
    def accuracy(self) -> float:
        """Share of all items that was judged right twice."""
        return self.counts["right"] / len(self.grades)

    @property
    def stderr(self) -> float:
        """Standard error of the share."""
        return math.sqrt(self.accuracy * (1 - self.accuracy) / len(self.grades))

    def lines(self) -> tuple[str, str]:
        """The judge's worth first, then what it says."""
        others = ", ".join(f"{self.counts[name]} {name}" for name in ("wrong", "undecided", "unreadable", "unanswered"))
        return (
            self.agreement.line(),
            f"judged by {self.judge}: {self.accuracy:.1%} ± {self.stderr:.1%} right of {len(self.grades)} ({others})",
        )

    def to_json(self) -> dict[str, Any]:
        """The whole as it is written to disk; the judge's worth stands before its figures."""
        head = {key: self.report.head.get(key) for key in ("set", "agent", "model")}
        return {
            "schema": SCHEMA,
            **head,
            "judge": self.judge,
            "rubric": self.checksum,
            "agreement": self.agreement.to_json(),
            "n": len(self.grades),
            "judged_accuracy": round(self.accuracy, 4),
            "stderr": round(self.stderr, 4),
            "counts": dict(self.counts),
            "items": [grade.to_json() for grade in self.grades],
        }
