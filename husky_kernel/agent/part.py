"""A task that names several things to do, one after the other: each is solved as a question that goes on from those
before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from husky_kernel.agent.answers.answer import AnswerKind, Confidence
from husky_kernel.agent.grammar import one_line, shortened
from husky_kernel.agent.types import Step, Task, Turn

PROGRAM, SAID = 800, 200
"""Characters of an earlier program and of its answer."""

MOST = 8
"""Parts of a question; more are told as one task."""

TURNS = 2
"""So many earlier questions stand before one that goes on from them."""

_CONFIDENCES: tuple[Confidence, ...] = ("none", "unsure", "recalled", "computed", "checked")


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is over. ``turn`` is None where a person skipped it; ``by``: the step that answered."""

    turn: Turn | None
    said: str = ""
    kind: AnswerKind = "text"
    confidence: Confidence = "checked"
    notes: tuple[str, ...] = ()
    by: int | None = None


@dataclass
class Plan:
    """The parts of a task, and the place of that in hand. What comes after it may be changed while the run goes on."""

    parts: list[str]
    at: int = 0

    def change(self, parts: Sequence[str]) -> bool:
        """Take over what ``parts`` say of those to come: other words, another order, fewer or more of them.

        False where they are not about this plan: one of them has begun meanwhile.
        """
        begun = self.at + 1
        if not self.parts or [*parts[:begun]] != self.parts[:begun] or len(parts) > MOST:
            return False
        self.parts[begun:] = [text for part in parts[begun:] if (text := one_line(part))]
        return True


Prepare = Callable[[Task, str, tuple[Turn, ...], Sequence[Step]], Task]
"""The task for a part: of the whole task, the words of the part, what was asked before it, and the steps until then."""


def as_told(task: Task, words: str, turns: tuple[Turn, ...], steps: Sequence[Step]) -> Task:
    """The part with what was told of the variables when the run began."""
    return replace(task, question=words, turns=turns, follows=bool(turns), parts=())


def turn(question: str, program: str, said: str, sure: bool) -> Turn:
    """What was asked and answered, as long as it may stand before what is asked next."""
    return Turn(question, shortened(program, PROGRAM), shortened(one_line(said), SAID), sure)


def lowest(confidences: Sequence[Confidence]) -> Confidence:
    """That of the weakest part: an answer is no surer than what it is made from."""
    return min(confidences, key=_CONFIDENCES.index)
