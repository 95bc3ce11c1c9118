"""``husky bench loop``: the same questions, model file and llama.cpp; our loop, and others beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from husky_kernel.agent.errors import HuskyError
from husky_kernel.agent.grammar import one_line
from husky_kernel.bench.meter import Meter

OURS = "husky"

UNCHECKED = "unchecked"
"""Our loop where it solves each question once."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as every side is asked it. ``solved`` says whether an answer is right."""

    index: int
    text: str
    solved: Callable[[str | None], bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a side came to; ``calls`` of the model, or steps, as the side counts them."""

    text: str | None
    steps: int = 0
    error: str | None = None


class Side(Protocol):
    """Answers one question after the other."""

    name: str

    def answer(self, question: str, meter: Meter) -> Answer:
        """Answer it within the time of ``meter``, which gets what it cost."""

    def close(self) -> None:
        """Free what it holds."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question on one side.

    ``first_token`` in seconds from the question on, None where none came; ``prefilled`` and ``generated`` are tokens;
    ``over``: the time was up, and the question counts with it and as unsolved.
    """

    side: str
    question: int
    seconds: float
    first_token: float | None
    prefilled: int
    generated: int
    steps: int
    solved: bool
    over: bool
    answer: str | None
    error: str | None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        rounded = {name: round(value, 4) for name, value in asdict(self).items() if isinstance(value, float)}
        return asdict(self) | rounded


class Race:
    """All sides on all questions, taking turns in who goes first; every question has ``limit`` seconds a side."""

    def __init__(self, questions: Sequence[Asked], sides: Sequence[Side], limit: float) -> None:
        self._questions, self._sides, self._limit = questions, sides, limit
        self._meter: Meter | None = None
        self._stopped = False

    def rows(self) -> Iterator[Row]:
        """A row as soon as it is measured; ends early after :meth:`stop`."""
        for turn, question in enumerate(self._questions):
            for side in self._sides if turn % 2 == 0 else reversed(self._sides):
                row = self._row(side, question)
                if self._stopped:
                    return
                yield row

    def stop(self) -> None:
        """End soon. Callable on any thread; the question at work is not counted."""
        self._stopped = True
        if self._meter is not None:
            self._meter.limit = 0.0

    def _row(self, side: Side, question: Asked) -> Row:
        meter = self._meter = Meter(0.0 if self._stopped else self._limit)
        try:
            answer = side.answer(question.text, meter)
        except HuskyError as error:  # of this question alone
            answer = Answer(None, error=one_line(str(error)))
        over = meter.over
        seconds = self._limit if over else meter.seconds
        solved = not over and question.solved(answer.text)
        return Row(
            side.name,
            question.index,
            seconds,
            meter.first,
            meter.prefilled,
            meter.generated,
            answer.steps,
            solved,
            over,
            answer.text,
            answer.error,
        )
