"""Several programs for one question about the user's data: whether another one is written, and which of them stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import eq

from husky_kernel.agent.decisions.policy import DONE, Policy
from husky_kernel.agent.team import Alike
from husky_kernel.agent.types import Step, Task

MOST = 3
"""Programs for one question, the first among them: two that agree are enough."""

COMPARABLE = ("number", "text", "table")
"""Kinds of values that two programs can come to alike."""


@dataclass(slots=True)
class Votes:
    """Counts what programs of one run came to. ``alike``: whether two values say the same; it may take long, so that
    what was counted last is remembered.
    """

    policy: Policy
    alike: Alike = eq
    _counted: tuple[Sequence[Step], list[list[Step]]] = field(default=((), []), init=False)

    def is_one(self, step: Step) -> bool:
        """Whether ``step`` only computes once more what was asked for already."""
        return bool(self.policy.second) and step.step == self.policy.second

    def first(self, history: Sequence[Step]) -> Sequence[Step]:
        """The steps without those that only compute the last one of them once more."""
        count = len(history)
        while count > 1 and self.is_one(history[count - 1]):
            count -= 1
        return history[:count]

    def cast(self, history: Sequence[Step]) -> Sequence[Step]:
        """The program that was asked for, and those that compute it once more."""
        return history[max(len(self.first(history)) - 1, 0) :]

    def may(self, task: Task) -> bool:
        """Whether ``task`` is one that several programs may be written for: they change nothing, and give a value."""
        return bool(self.policy.second and self.policy.is_data(task) and not (task.changes or task.words))

    def wants(self, history: Sequence[Step], task: Task) -> bool:
        """Whether one more program should come to what was asked for. Not where a person wrote the one that stands."""
        cast = self.cast(history)
        programs = cast and cast[0].tool == self.policy.opens(task) and all(step.author == "model" for step in cast)
        if not (self.may(task) and programs) or len(cast) >= MOST:
            return False
        groups = self._groups(cast)
        if not groups:
            return True
        if len(cast) == 1 and self._is_sure(cast[0]):
            return False
        compares = all(step.result and step.result.kind in COMPARABLE for group in groups for step in group)
        return compares and not task.unanswered and len(groups[0]) < 2

    def lost(self, history: Sequence[Step]) -> int:
        """How many programs came to nothing that may stand: the next one is written in another way."""
        return sum(not _is_good(step) for step in self.cast(history))

    def _is_sure(self, step: Step) -> bool:
        """Whether the program of ``step`` was written without a doubt: nearly all that were are right."""
        return step.least is not None and step.least > self.policy.sure

    def standing(self, history: Sequence[Step]) -> Step | None:
        """The step whose value is the answer: that of most programs against which nothing speaks, else the first. What
        a person wrote goes before all others.
        """
        cast = self.cast(history)
        theirs = [step for step in cast if step.author == "human" and step.status in DONE]
        if theirs:
            return theirs[-1]
        groups = self._groups(cast)
        if groups:
            return self._clearest(groups[0])
        return next((step for step in cast if step.status in DONE), None)

    def _clearest(self, group: Sequence[Step]) -> Step:
        """Of steps that came to the same the first; where that gives values without names, one that names them."""
        named = (step for step in group if step.result and step.result.kind == "table" and not self._is_bare(step))
        return next(named, group[0]) if self._is_bare(group[0]) else group[0]

    def _is_bare(self, step: Step) -> bool:
        return isinstance(self._value(step), tuple | list)

    def agree(self, history: Sequence[Step]) -> bool:
        """Whether two programs came to the answer, and none to another one."""
        groups = self._groups(self.cast(history))
        return len(groups) == 1 and len(groups[0]) > 1

    def repeats(self, history: Sequence[Step]) -> bool:
        """Whether those that came to the answer are one program, which was written several times."""
        groups = self._groups(self.cast(history))
        return bool(groups) and len({"".join((step.call or "").split()) for step in groups[0]}) == 1

    def others(self, history: Sequence[Step]) -> list[Step]:
        """One step for each value that is not the answer."""
        standing, groups = self.standing(history), self._groups(self.cast(history))
        return [group[0] for group in groups if all(step is not standing for step in group)]

    def counts(self, history: Sequence[Step], task: Task) -> bool:
        """Whether programs about the user's data were tried, so that only one more of them, or the end, can follow."""
        further = len(self.first(history)) < len(history)
        return further or bool(history and self.policy.second and self.failed(history, task))

    def failed(self, history: Sequence[Step], task: Task) -> bool:
        """Whether no program about the user's data came to anything."""
        return bool(history) and self.policy.is_data(task) and self.standing(history) is None

    def answer(self, history: Sequence[Step], task: Task) -> str | None:
        """The answer that stands in the outputs already, None where a model must write it."""
        standing = self.standing(history)
        further = len(self.first(history)) < len(history)
        return self.policy.answer([standing] if further and standing else history, task)

    def _groups(self, cast: Sequence[Step]) -> list[list[Step]]:
        """The steps against which nothing speaks, by what they came to; the largest group first."""
        before, groups = self._counted
        if list(map(id, before)) != list(map(id, cast)):
            groups = self._count(cast)
            self._counted = cast, groups
        return groups

    def _count(self, cast: Sequence[Step]) -> list[list[Step]]:
        groups: list[list[Step]] = []
        good = [step for step in cast if _is_good(step)]
        comparable = [step for step in good if step.result and step.result.kind in COMPARABLE]
        for step in comparable or good:
            same = (group for group in groups if self._agree(group[0], step))
            group = next(same, None)
            if group is None:
                groups.append([step])
            else:
                group.append(step)
        return sorted(groups, key=len, reverse=True)

    def _agree(self, one: Step, other: Step) -> bool:
        """Whether two programs came to the same; by their lines where a value is not there, as in a saved run."""
        value, another = self._value(one), self._value(other)
        if value is None or another is None:
            return one.result == other.result
        return self.alike(value, another)

    @staticmethod
    def _value(step: Step) -> object:
        return step.result.value if step.result else None


def _is_good(step: Step) -> bool:
    """Whether it came to a value against which nothing speaks."""
    return bool(step.result and step.status in DONE and not step.against)
