"""How the next tool is chosen: scored, never hoped for. Also the guard against steps that repeat themselves."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from husky_kernel.agent.decisions.lookup import Lookup
from husky_kernel.agent.decisions.opinions import Opinions, result
from husky_kernel.agent.grammar import FINISH, one_line, shortened, words
from husky_kernel.agent.types import Step, Task

SILENT = "The code ran"
"""How the observation of code without output begins."""

MOST = 1000
"""Characters of a printed answer that are told in one line."""

NOTHING = Task("")

DONE = ("done", "edited")
"""The status of a step that has acted, and well."""

_ALIKE = 0.9
_SMALL = frozenset({"a", "an", "and", "compute", "calculate", "find", "for", "get", "in", "is", "look"})
_SMALL |= {"of", "search", "the", "to", "up", "what"}


@dataclass(frozen=True, slots=True)
class Policy:
    """Corrections to a model's raw tool scores, in log-odds; measured for a profile, see its file.

    ``first`` applies while the history is empty, ``later`` once it is not, ``solved`` when the last step succeeded
    with an executed program, whose output is most often the answer already, or a reasoner came to an answer, ``found``
    when it was a search that did. ``variables`` is added where the question is about variables of the notebook, and
    else ``kinds`` where it is of a kind, known by a pattern. ``copies``: up to so many characters, a program's
    one-line output is taken over as the answer instead of being written once more by a model, which drops words and
    digits. ``opinions`` say how a question that needs nothing but itself is checked, ``checks`` how one of a kind is
    instead, and ``facts`` how one is after a search. ``plan`` is what the first step on variables says, by tool, where
    its expert is shown the question and no words: nobody needs to write it then. ``opening`` is the tool of that step
    where the model need not be asked for one; a question of one part then ends with a one-line result. ``openings`` are
    the tools of the first step on other questions, by kind: the first that fits counts, "" leaves it to the model.
    ``lookup`` is the first step without variables where a tool knows what is asked for. ``second`` are the words of a
    step that computes once more what a program about variables came to; "" where one is enough, as where no token of
    the first program is less likely than ``sure``.
    """

    first: Mapping[str, float] = field(default_factory=dict)
    later: Mapping[str, float] = field(default_factory=dict)
    solved: Mapping[str, float] = field(default_factory=dict)
    found: Mapping[str, float] = field(default_factory=dict)
    variables: Mapping[str, float] = field(default_factory=dict)
    kinds: tuple[tuple[re.Pattern[str], Mapping[str, float]], ...] = ()
    copies: int = 0
    opinions: Opinions = field(default_factory=Opinions)
    checks: tuple[tuple[re.Pattern[str], Opinions], ...] = ()
    facts: Opinions = field(default_factory=Opinions)
    plan: Mapping[str, str] = field(default_factory=dict)
    opening: str = ""
    openings: tuple[tuple[re.Pattern[str], str], ...] = ()
    lookup: Lookup = field(default_factory=Lookup)
    second: str = ""
    sure: float = 1.0

    def unchecked(self) -> Policy:
        """The same, but every question is solved once: nothing is asked for a second opinion."""
        checks = tuple((when, replace(checked, turns=())) for when, checked in self.checks)
        opinions, facts = replace(self.opinions, turns=()), replace(self.facts, turns=())
        return replace(self, opinions=opinions, checks=checks, facts=facts, second="")

    def decided(self, history: Sequence[Step], task: Task) -> str | None:
        """What comes next without a look at the model's scores, None where they decide."""
        if not history:
            return (self.opens(task) if self.is_data(task) else self._opening_of_kind(task)) or None
        settled = self.settles(history[-1], task)
        if settled or (self._has_computed(history) and self.answer(history, task)):
            return FINISH
        if self._is_solved(history, task):
            return FINISH
        return next(iter(self.facts.plan), None) if self.lookup.is_counted(history, task) else None

    def _has_computed(self, history: Sequence[Step]) -> bool:
        """Whether the last step is the program that follows a question that was looked up whole."""
        looked_up = len(history) == 2 and self.lookup.is_one(history[0])
        return looked_up and history[1].step in self.facts.plan.values()

    def _is_solved(self, history: Sequence[Step], task: Task) -> bool:
        """Whether the first step, planned to solve the question whole, came to a result: only a check can follow."""
        plan = self.opinions_on(task.question).plan
        if len(history) != 1 or task.context or plan.get(history[0].tool) != history[0].step:
            return False
        return result(history[0]) is not None and not history[0].observation.startswith(SILENT)

    def settles(self, step: Step, task: Task) -> bool:
        """Whether ``step`` ends the run: a program about the user's data that came to something."""
        opened = self.is_data(task) and step.tool == self.opens(task) and step.status in DONE
        return opened and bool(step.result or step.observation.strip())

    def opens(self, task: Task) -> str:
        """The tool of the first step on the user's data."""
        return task.tool or self.opening

    def is_data(self, task: Task) -> bool:
        """Whether a program about the user's data is written at once, and its value is the answer."""
        return bool(self.opening and task.context)

    def _opening_of_kind(self, task: Task) -> str:
        fitting = (tool for when, tool in self.openings if not task.context and when.search(task.question))
        return next(fitting, "")

    def opinions_on(self, question: str, history: Sequence[Step] = ()) -> Opinions:
        """How a question is checked: by the facts that were found, or as its kind is, the first that fits."""
        if any(step.tool in self.facts.sees and step.status in DONE for step in history):
            return self.facts
        return next((checked for when, checked in self.checks if when.search(question)), self.opinions)

    def words(self, tool: str, history: Sequence[Step], task: Task) -> str | None:
        """What the next step says if ``tool`` takes it, None where a model must write it."""
        if history:
            found = all(step.tool in self.facts.sees for step in history) and not task.context
            return self.facts.plan.get(tool) if found and history[-1].status in DONE else None
        if task.context:
            return self.plan.get(self.opening if tool == task.tool else tool)
        return self.opinions_on(task.question).plan.get(tool)

    def answer(self, history: Sequence[Step], task: Task = NOTHING) -> str | None:
        """The answer that stands in the outputs already, None where a model must write it."""
        if not task.context and (agreed := self.opinions_on(task.question, history).answer(history)):
            return agreed
        if not history or history[-1].tool not in ("code", task.tool) or history[-1].status not in DONE or task.words:
            return None
        if task.context and (came := history[-1].result):
            return came.said
        text = history[-1].observation.strip()
        if self.is_data(task):
            return shortened(one_line(text), MOST)
        plain = text and len(text) <= self.copies and "\n" not in text and not text.startswith(SILENT)
        return text if plain else None

    def adjust(self, scores: Mapping[str, float], history: Sequence[Step], task: Task = NOTHING) -> dict[str, float]:
        """Corrected probabilities, best first. A run cannot finish before anything was done, nor give up at one failure
        where any other tool has a chance.
        """
        shifts = [self.shifts(history), *([self.variables] if task.context else [])]
        if not task.context:
            shifts += [more for when, more in self.kinds if when.search(task.question)]
        early = len(history) < 2 and all(step.status == "failed" for step in history)
        others = {name: p for name, p in scores.items() if name != FINISH}
        allowed = others if early and (not history or any(others.values())) else scores
        weights = {name: p * math.exp(sum(one.get(name, 0.0) for one in shifts)) for name, p in allowed.items()}
        total = sum(weights.values()) or 1.0
        ranked = sorted(weights.items(), key=lambda item: -item[1])
        return {name: weight / total for name, weight in ranked}

    def shifts(self, history: Sequence[Step]) -> Mapping[str, float]:
        """The log-odds that apply after ``history``."""
        if not history:
            return self.first
        last = history[-1]
        if last.tool == "search" and last.status in DONE:
            return self.found
        answered = last.tool == "code" or (last.tool == "commonsense" and result(last) is not None)
        return self.solved if answered and last.status in DONE else self.later


def is_repeat(tool: str, text: str, history: Sequence[Step]) -> bool:
    """Whether ``text`` asks for what a step of ``history`` has already done, word for word or nearly.

    Steps that differ in a number are different steps, however alike their words are.
    """
    return any(step.tool == tool and _alike(step.step, text) for step in history)


def _alike(one: str, other: str) -> bool:
    """The same words that matter, in nearly the same order, and as often the same numbers."""
    a, b = _content(one), _content(other)
    numbers = [Counter(word for word in words if word[0].isdigit()) for words in (a, b)]
    return numbers[0] == numbers[1] and set(a) == set(b) and SequenceMatcher(None, a, b).ratio() >= _ALIKE


def _content(text: str) -> list[str]:
    every = words(text)
    return [word for word in every if word not in _SMALL] or every


def next_best(scores: Mapping[str, float], tried: Collection[str]) -> Iterator[str]:
    """Tools in order of score, leaving out those already tried; ``finish`` is always the last resort."""
    yield from (name for name in scores if name not in tried)
    if FINISH in tried or FINISH not in scores:
        yield FINISH
