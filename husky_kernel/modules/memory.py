"""Solved questions that are shown to an expert who is asked a similar one: retrieved few-shot examples.

A small model follows a worked example closely, so what was solved once, or put right by a person, is solved the same
way in other numbers. Choosing examples by their likeness to the question is due to Liu et al. 2021 (arXiv 2101.06804).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from husky_kernel.agent.decisions.opinions import SAME
from husky_kernel.agent.protocols import Example
from husky_kernel.agent.types import Task
from husky_kernel.modules.likeness import Likeness
from husky_kernel.modules.masks import masked, names_in_context, names_in_program
from husky_kernel.modules.profile import Prompt

LEAST = 0.35
"""From this likeness on a solved question is shown: of 150 dev questions of mathqa_gain 84 have one among 2,068 of its
training questions; of 150 of gsm8k, strategyqa, math and tabmwp none has. Programs that are less alike
would only keep the model from thinking in comments."""

LEAST_OF_VARIABLES = 0.15
"""The same for questions on variables: how such questions are put and answered shows in others, too. Of 30 training
questions of WikiSQL one program is right on 21, and on 27 with examples of 5,016 others from 0.15 on."""

MOST = 4
"""So many are shown."""

ROOM = 4_000
"""Characters of all that are shown, about a thousand tokens."""

CANDIDATES = 40
"""So many of the nearest are looked at."""


@dataclass(frozen=True, slots=True)
class Solved:
    """A question and the program that answers it.

    ``context`` is what the models were told of variables; unless it may be ``told`` again, the example stands without.
    ``turns`` stand before a follow-up.
    """

    question: str
    program: str
    context: str = ""
    told: bool = True
    turns: tuple[tuple[str, str], ...] = ()

    def shown(self, context: str) -> Example:
        """As an example beside a question with ``context``: the same variables are not told twice."""
        told = self.context if self.told and self.context != context else ""
        return Example(self.question, self.program, context=told, turns=self.turns)


class Memory:
    """What was solved. ``solved`` gives it as it is now, the same object for as long as nothing is new.

    ``least``: from this likeness on a question about variables is shown. ``masks``: questions are compared without
    the words of their data.
    """

    def __init__(
        self, solved: Callable[[], Sequence[Solved]], least: float = LEAST_OF_VARIABLES, masks: bool = False
    ) -> None:
        self._solved = solved
        self._least = least
        self._masks = masks
        self._index: tuple[Sequence[Solved], Likeness] = ((), Likeness(()))

    def like(self, task: Task, prompt: Prompt) -> tuple[tuple[Example, float], ...]:
        """The examples that are like ``task``, and how like, from 0 to 1; the most alike last.

        ``prompt`` tells kinds of questions apart. Where the task has variables, so had what is shown.
        """
        known, likeness = self._fresh()
        least = self._least if task.context else LEAST
        found: list[tuple[Example, float]] = []
        room = ROOM
        for cosine, place in likeness.nearest(self._asked(task.question, names_in_context(task.context)))[:CANDIDATES]:
            if cosine < least or len(found) == MOST:
                break
            if not _fits(known[place], task, prompt):
                continue
            example = known[place].shown(task.context)
            room -= len(example.question) + len(example.context) + len(example.target)
            if room < 0:
                break
            found.append((example, cosine))
        return tuple(reversed(found))

    def knows(self, task: Task, prompt: Prompt) -> bool:
        """Whether ``task`` was solved before, in other numbers."""
        return any(likeness >= SAME for _, likeness in self.like(task, prompt))

    def _fresh(self) -> tuple[Sequence[Solved], Likeness]:
        """What is solved by now, and its index: one value, as several lanes may ask at once."""
        index, solved = self._index, self._solved()
        if solved is not index[0]:
            asked = [self._asked(one.question, names_in_program(one.program)) for one in solved]
            index = self._index = solved, Likeness(asked)
        return index

    def _asked(self, question: str, names: Iterable[str]) -> str:
        return masked(question, names) if self._masks else question


def _fits(solved: Solved, task: Task, prompt: Prompt) -> bool:
    """Whether both are asked in the same form: of variables or not, and of the same kind."""
    if bool(solved.context) != bool(task.context):
        return False
    return bool(task.context) or prompt.solving(solved.question) is prompt.solving(task.question)
