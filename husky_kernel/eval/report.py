"""How one agent did on one set: an item a question, and the figures over them."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from statistics import mean
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.eval.about import About
from husky_kernel.eval.question import Attempt, Question

NO_TOOLS = frozenset({"finish", "none", "direct", "cot"})
"""What stands in a step's place for a tool where none was used."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question and what became of it. ``seconds`` is its own wall time, whatever ran beside it."""

    index: int
    prediction: str | None
    correct: bool
    trace: Mapping[str, Any]
    cause: str | None = None
    correct_by_reference: bool = False
    seconds: float = 0.0
    prompt_tokens: int = 0
    reused_tokens: int = 0
    generated_tokens: int = 0
    question: str = ""
    answer: str = ""

    @classmethod
    def of(cls, question: Question, attempt: Attempt, seconds: float) -> Item:
        """Book an attempt."""
        tokens = attempt.tokens
        return cls(
            index=question.index,
            prediction=attempt.answer,
            correct=attempt.solved,
            trace=attempt.trace.to_json(),
            cause=attempt.cause,
            correct_by_reference=attempt.solved_as_reference,
            seconds=round(seconds, 3),
            prompt_tokens=tokens.prompt,
            reused_tokens=tokens.reused,
            generated_tokens=tokens.generated,
            question=question.question,
            answer=question.answer,
        )

    @property
    def tokens(self) -> int:
        """Tokens that were worked on: of the prompt without what a cache had, and generated."""
        return self.prompt_tokens - self.reused_tokens + self.generated_tokens

    @property
    def tools(self) -> set[str]:
        """The tools that its steps used."""
        return {str(step.get("tool")) for step in self.trace.get("steps", ())} - NO_TOOLS

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self) | {"tokens": self.tokens}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Item:
        """Inverse of :meth:`to_json`; keys this version does not know are ignored. Raises TypeError for a lack."""
        known = {part.name for part in fields(cls)}
        return cls(**{key: value for key, value in data.items() if key in known})


@dataclass(frozen=True, slots=True)
class Report:
    """The items of one agent with one model on one set, and how they were measured."""

    set: str
    agent: str
    model: str
    items: Sequence[Item]
    about: About = field(default_factory=About)

    @property
    def accuracy(self) -> float:
        """Share of questions that are right by the repaired metric, 0 where there are none."""
        return _share(item.correct for item in self.items)

    @property
    def stderr(self) -> float:
        """Standard error of the accuracy: sqrt(p (1 - p) / n)."""
        p, n = self.accuracy, len(self.items)
        return math.sqrt(p * (1 - p) / n) if n else 0.0

    @property
    def accuracy_reference_metric(self) -> float:
        """Share that the reference's own scoring calls right."""
        return _share(item.correct_by_reference for item in self.items)

    @property
    def failures(self) -> dict[str, int]:
        """Wrong answers by cause, the most frequent first."""
        return dict(Counter(item.cause for item in self.items if item.cause).most_common())

    @property
    def by_tool(self) -> dict[str, dict[str, float]]:
        """For each tool the questions that used it: how many, and the share that is right."""
        tools = sorted(set().union(*(item.tools for item in self.items)))
        groups = {tool: [item.correct for item in self.items if tool in item.tools] for tool in tools}
        return {tool: {"n": len(group), "accuracy": round(_share(group), 4)} for tool, group in groups.items()}

    def mean(self, of: Callable[[Item], float]) -> float:
        """A mean over the items, 0 where there are none."""
        return mean(map(of, self.items)) if self.items else 0.0

    def to_json(self) -> dict[str, Any]:
        """The figures first, then how they were measured, then every item with its trace."""
        return {
            "set": self.set,
            "agent": self.agent,
            "model": self.model,
            "n": len(self.items),
            "accuracy": round(self.accuracy, 4),
            "stderr": round(self.stderr, 4),
            "accuracy_reference_metric": round(self.accuracy_reference_metric, 4),
            "seconds_per_question": round(self.mean(lambda item: item.seconds), 3),
            "tokens_per_question": round(self.mean(lambda item: item.tokens), 1),
            "failures": self.failures,
            "by_tool": self.by_tool,
            "prompt_tokens": sum(item.prompt_tokens for item in self.items),
            "reused_tokens": sum(item.reused_tokens for item in self.items),
            "generated_tokens": sum(item.generated_tokens for item in self.items),
            **asdict(self.about),
            "items": [item.to_json() for item in self.items],
        }

    def line(self) -> str:
        """The figures in one line."""
        failures = ", ".join(f"{cause} {count}" for cause, count in self.failures.items()) or "none"
        return (
            f"{self.set} {self.agent}: {self.accuracy:.1%} ± {self.stderr:.1%} of {len(self.items)} "
            f"(reference metric {self.accuracy_reference_metric:.1%}), {self.mean(lambda item: item.seconds):.1f} s "
            f"and {self.mean(lambda item: item.tokens):.0f} tokens a question; failures: {failures}"
        )


def read_report(path: Path) -> Report:
    """The report in a file.

    Raises
    ------
    UseError
        If it cannot be read or is no report.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        items = [Item.from_json(item) for item in data["items"]]
        return Report(str(data["set"]), str(data["agent"]), str(data["model"]), items, About.from_json(data))
    except OSError as error:
        raise UseError(f"cannot read {path}: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UseError(f"{path} is not a report of `husky eval run`: {error}") from error


def write_report(report: Report, path: Path) -> None:
    """Write it in one go: a reader never sees half of it. Raises UseError if that cannot be done."""
    draft = path.with_name(f"{path.name}.part")
    try:
        draft.write_text(json.dumps(report.to_json(), indent=1, default=str), encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise UseError(f"cannot write {path}: {error.strerror or error}") from error


def _share(found: Any) -> float:
    values = list(found)
    return mean(values) if values else 0.0
