"""Makes a set of questions: draws, looks up, computes, derives again, and counts what falls out on the way."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from husky_kernel.agent.protocols import Tool
from husky_kernel.eval.generate.drawing import Draw, Drawer
from husky_kernel.eval.generate.entities import entities
from husky_kernel.eval.generate.execution import execute
from husky_kernel.eval.generate.facts import FactReader, Unanswerable
from husky_kernel.eval.generate.programs import program, rounded
from husky_kernel.eval.generate.recipes import Recipe
from husky_kernel.eval.generate.verification import derive
from husky_kernel.eval.generate.wording import Wording, word
from husky_kernel.eval.generate.writer import Writer

PATIENCE = 60
"""Draws in a row without a question after which a recipe is given up: it has no more to give."""


@dataclass(frozen=True, slots=True)
class Generated:
    """One question with everything that its answer rests on."""

    question: str
    answer: str
    draw: Draw
    code: str
    verified_by: str

    def to_json(self, index: int) -> dict[str, Any]:
        """The record, as ``husky eval run --set huskyqa`` reads it."""
        return {
            "index": index,
            "question": self.question,
            "answer": self.answer,
            "facts": [figure.to_json() for figure in self.draw.figures.values()],
            "code": self.code,
            "recipe": self.draw.recipe.name,
            "verified_by": self.verified_by,
        }


@dataclass
class Counts:
    """What was dropped and why, and what the model's help came to."""

    dropped: Counter[str] = field(default_factory=Counter)
    model: Counter[str] = field(default_factory=Counter)

    def lines(self) -> Iterator[str]:
        """The counts in words, one line each."""
        for title, counts in (("dropped", self.dropped), ("model", self.model)):
            if counts:
                yield f"{title}: " + ", ".join(f"{count} {what}" for what, count in counts.most_common())


class _Rejected(Exception):
    """A draw that makes no question; ``str`` is why, empty where that is nobody's concern."""


class Generator:
    """Makes questions from ``chosen`` recipes over what ``search`` finds; the same seed makes the same questions.

    Parameters
    ----------
    search
        The search tool that the questions are for.
    chosen
        The recipes to take turns.
    seed
        Decides every draw and every wording.
    writer
        A model that rewords the questions and checks answers by programs of its own; none if None.
    held_out
        Kinds of entities, such as river, that no question is about.
    only
        Kinds of entities of which each question is about one at least; empty for all.
    """

    def __init__(
        self,
        search: Tool,
        chosen: Sequence[Recipe],
        seed: int = 0,
        writer: Writer | None = None,
        held_out: Collection[str] = (),
        only: Collection[str] = (),
    ) -> None:
        self.counts = Counts()
        self._only = frozenset(only)
        self._chance = random.Random(seed)
        self._reader, self._writer = FactReader(search), writer
        self._drawer = Drawer([each for each in entities() if each.kind not in held_out], self._chance)
        self._recipes = list(chosen)
        self._seen: set[tuple[object, ...]] = set()

    def questions(self, n: int, tell: Callable[[str], object] = lambda line: None) -> Iterator[Generated]:
        """Up to ``n`` questions, fewer if the recipes have no more to give."""
        made, open_recipes = 0, list(self._recipes)
        while made < n and open_recipes:
            self._chance.shuffle(open_recipes)
            for recipe in tuple(open_recipes):
                found = self._question(recipe)
                if found is None:
                    open_recipes.remove(recipe)
                    continue
                made += 1
                tell(f"{made}/{n} {found.question}")
                yield found
                if made == n:
                    return

    def _question(self, recipe: Recipe) -> Generated | None:
        for _ in range(PATIENCE):
            try:
                return self._try(recipe)
            except Unanswerable as reason:
                self.counts.dropped[f"unanswerable ({reason})"] += 1
            except _Rejected as reason:
                if str(reason):
                    self.counts.dropped[str(reason)] += 1
        return None

    def _try(self, recipe: Recipe) -> Generated:
        drawn = self._drawer.draw(recipe)
        if drawn is None or (self._only and not self._only & {each.kind for each in drawn.entities.values()}):
            raise _Rejected
        draw = drawn.looked_up(self._reader)
        if not draw.makes_sense:
            raise _Rejected
        if draw.key in self._seen:
            raise _Rejected("duplicate")
        wording = word(draw, self._chance)
        code = program(draw)
        answer, how = self._answer(draw, code)
        self._seen.add(draw.key)
        self._drawer.used(draw)
        question, how = self._helped(wording, draw, answer, how)
        return Generated(question, answer, draw, code, how)

    def _answer(self, draw: Draw, code: str) -> tuple[str, str]:
        """What the program prints, if the equations say so too."""
        outcome = execute(code)
        if outcome.error is not None:
            raise _Rejected(f"program failed ({outcome.error})")
        value, how = derive(draw)
        expected = None if value is None else rounded(value, draw.recipe.round)
        if expected is None:
            raise _Rejected("unverified (no firm second answer)")
        if outcome.output != expected:
            raise _Rejected("unverified (the second derivation differs)")
        return outcome.output, how

    def _helped(self, wording: Wording, draw: Draw, answer: str, how: str) -> tuple[str, str]:
        """The question as the model words it, where that keeps its sense, and whether its own program agrees."""
        if self._writer is None:
            return wording.question, how
        other = self._writer.reworded(wording.question, self._chance.randrange(2**31))
        same = other == wording.question
        kept = not same and wording.kept_by(other)
        self.counts.model["not reworded" if same else "rewordings kept" if kept else "rewordings not kept"] += 1
        outcome = execute(self._writer.program(wording.question, draw))
        agrees = _number(outcome.output, draw.recipe.round) == answer
        self.counts.model["programs agree" if agrees else "programs differ or fail"] += 1
        by = f"; a program by {self._writer.name}" if agrees else ""
        return (other if kept else wording.question), how + by


def _number(output: str, rule: int | str) -> str | None:
    """The only number of a program's output, rounded as asked; None if it is something else."""
    try:
        return rounded(Fraction(output.strip().replace(",", "")), rule)
    except (ValueError, ZeroDivisionError):
        return output.strip() or None
