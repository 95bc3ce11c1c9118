"""Runs solvers over the questions of a benchmark and reports: share solved, seconds, tokens, causes of failure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import mean
from time import perf_counter
from typing import Any

from husky_kernel.eval.benchmarks import read_questions
from husky_kernel.eval.question import Question
from husky_kernel.eval.solvers import Attempt, Solver

__all__ = ["Report", "evaluate", "read_questions"]


@dataclass
class Report:
    """How one solver did on one set."""

    set: str
    agent: str
    model: str
    items: list[dict[str, Any]] = field(default_factory=list)

    def add(self, question: Question, attempt: Attempt, seconds: float) -> None:
        """Book one question."""
        self.items.append(
            {
                "index": question.index,
                "prediction": attempt.answer,
                "correct": attempt.solved,
                "cause": attempt.cause,
                "seconds": round(seconds, 3),
                "tokens": attempt.tokens.prompt - attempt.tokens.reused + attempt.tokens.generated,
                "trace": attempt.trace.to_json(),
            }
        )

    def to_json(self) -> dict[str, Any]:
        """The figures first, then every item with its trace."""
        n = len(self.items)
        accuracy = mean(item["correct"] for item in self.items) if n else 0.0
        return {
            "set": self.set,
            "agent": self.agent,
            "model": self.model,
            "n": n,
            "accuracy": round(accuracy, 4),
            "stderr": round(math.sqrt(accuracy * (1 - accuracy) / n), 4) if n else 0.0,
            "seconds_per_question": round(mean(item["seconds"] for item in self.items), 3) if n else 0.0,
            "tokens_per_question": round(mean(item["tokens"] for item in self.items), 1) if n else 0.0,
            "failures": dict(Counter(item["cause"] for item in self.items if item["cause"])),
            "items": self.items,
        }

    def line(self) -> str:
        """The figures in one line."""
        data = self.to_json()
        return (
            f"{data['set']} {data['agent']}: {data['accuracy']:.0%} ± {data['stderr']:.0%} of {data['n']}, "
            f"{data['seconds_per_question']:.1f} s and {data['tokens_per_question']:.0f} tokens a question, "
            f"failures {data['failures']}"
        )


def evaluate(
    name: str, model: str, questions: Iterable[Question], solvers: Sequence[Solver], tell: Callable[[str], object]
) -> list[Report]:
    """Every solver on every question, taking turns in who goes first; one failure costs that question only."""
    reports = [Report(name, solver.name, model) for solver in solvers]
    for turn, question in enumerate(questions):
        pairs = list(zip(solvers, reports, strict=True))
        for solver, report in pairs if turn % 2 == 0 else reversed(pairs):
            start = perf_counter()
            attempt = solver.solve(question)
            report.add(question, attempt, perf_counter() - start)
        tell(" | ".join(f"{report.agent} {_score(report)}" for report in reports))
    return reports


def _score(report: Report) -> str:
    last = report.items[-1]
    return f"{sum(item['correct'] for item in report.items)}/{len(report.items)} ({last['seconds']:.1f} s)"
