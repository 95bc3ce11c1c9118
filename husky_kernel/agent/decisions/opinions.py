"""A second opinion: what a program computed is computed once more, and worked out on paper where the two differ.

Solutions that agree are far more often right than one alone (self-consistency, Wang et al. 2022, arXiv 2203.11171,
over programs and derivations, and no more of them than it takes).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from husky_kernel.agent.grammar import plain_fractions, words
from husky_kernel.agent.types import Step

_BOXED = re.compile(r"\\boxed\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_CONCLUDED = re.compile(r"\bAnswer: *(.+?)\.?$", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")

SAME = 0.999
"""From this likeness on a question that was solved before is the same one in other numbers: its program is taken over,
and a second opinion would take it over as well. One word less makes another question: "profit" and "loss"."""


@dataclass(frozen=True, slots=True)
class Opinions:
    """How a question that needs nothing but itself is solved again before a run ends.

    ``ask`` gives the tools that can solve such a question whole, and the words of a step that has them do it again;
    ``turns`` are the tools that do so one after the other until two solutions agree. After the last one the heaviest
    result wins, the first one among equals; ``weights`` say what a tool's result counts (1 where it is not named).
    ``plan`` is what the first step says, by tool, where its expert is shown the question alone: nobody needs to write
    it then. ``sees`` are the tools whose steps are facts: they may stand before, and second opinions are shown them.
    """

    ask: Mapping[str, str] = field(default_factory=dict)
    turns: Sequence[str] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    plan: Mapping[str, str] = field(default_factory=dict)
    sees: Sequence[str] = ()

    def is_one(self, step: Step) -> bool:
        """Whether ``step`` solves the question again, on its own and without a look at what was done before."""
        return step.tool in self.ask and step.step == self.ask[step.tool]

    def seen_by(self, step: Step, history: Sequence[Step]) -> tuple[Step, Sequence[Step]]:
        """The step and the history as the expert is shown them: a second opinion sees the question, and the facts."""
        if not self.is_one(step):
            return step, history
        return replace(step, step=""), tuple(done for done in history if done.tool in self.sees)

    def next(self, history: Sequence[Step]) -> str | None:
        """The tool that should solve the question again; None where two solutions agree, or there are enough."""
        given = self._solutions(history)
        results = [found for found in map(result, given) if found is not None]
        first = given[0] if given else None  # a chart, say, is nothing to compare; a derivation that was cut off is
        nothing_to_compare = first and first.tool == "code" and first.status != "failed" and result(first) is None
        if (
            not given
            or nothing_to_compare
            or _taken_over(given[0])
            or len(given) > len(self.turns)
            or _any_agree(results)
        ):
            return None
        turn = self.turns[len(given) - 1]
        if given[-1].status == "failed" and turn == given[-1].tool:  # rather another way, if there is one
            return next((tool for tool in self.ask if tool != turn), turn)
        return turn

    def answer(self, history: Sequence[Step]) -> str | None:
        """The result that most solutions come to, by weight; None before it was solved twice, or without a result."""
        solutions = self._solutions(history)
        found = [(result(step), self.weights.get(step.tool, 1.0)) for step in solutions]
        votes = [(text, weight) for text, weight in found if text is not None]
        if len(solutions) < 2 or not votes:
            return None
        return max(votes, key=lambda vote: sum(weight for text, weight in votes if agree(text, vote[0])))[0]

    def agreed(self, history: Sequence[Step]) -> bool:
        """Whether two solutions came to the same."""
        found = [came for step in self._solutions(history) if (came := result(step)) is not None]
        return _any_agree(found)

    def _solutions(self, history: Sequence[Step]) -> Sequence[Step]:
        """The last step of the plan and all second opinions on it; none where anything else had a part in it."""
        history = [step for step in history if step.tool not in self.sees]
        if any(step.tool not in self.ask for step in history):
            return ()
        planned = [place for place, step in enumerate(history) if not self.is_one(step)]
        return history[planned[-1] :] if planned else ()


def _taken_over(step: Step) -> bool:
    """Whether it came to something by the program of a question that differs in numbers only."""
    remembered = (source.get("likeness", 0) for source in step.sources if source.get("source") == "memory")
    return result(step) is not None and max(remembered, default=0) >= SAME


def result(step: Step) -> str | None:
    """What a step came to: the boxed result of a derivation, what a reasoner says after "Answer:", the last line a
    program showed; None for a failure.
    """
    if step.status not in ("done", "edited"):
        return None
    if step.call:
        text = (step.observation.strip().splitlines() or [""])[-1]
    else:
        said = _BOXED.findall(step.output) or _CONCLUDED.findall(step.output)
        text = said[-1] if said else ""
    return text.strip().strip("\"'$ ") or None


def agree(one: str, other: str) -> bool:
    """The same number where each has one, up to how far the shorter one is rounded; else the same words and signs.

    Whole numbers must be equal. "0.33" agrees with 1/3, but 1/273 not with 1/364.
    """
    a, b = _number(one), _number(other)
    if a is not None and b is not None:
        return a == b or (not (a.is_integer() and b.is_integer()) and abs(a - b) <= max(_half(one), _half(other)))
    return _plain(one) == _plain(other)


def _any_agree(results: Sequence[str]) -> bool:
    return any(agree(text, other) for place, text in enumerate(results) for other in results[:place])


def _number(text: str) -> float | None:
    text = plain_fractions(text)
    fraction = re.fullmatch(r"(-?)\\?d?t?(?:frac)?\{?\(?(-?\d+)\)?\}?[/{]+(\d+)\}?", text.replace(" ", "").strip("$"))
    if fraction and int(fraction[3]):
        return (-1 if fraction[1] else 1) * int(fraction[2]) / int(fraction[3])
    found = _NUMBER.findall(text)
    return float(found[0].replace(",", "")) if len(found) == 1 else None


def _half(text: str) -> float:
    """Half of the last place that ``text`` writes, if it has two digits that count; else next to nothing."""
    found = _NUMBER.findall(text)
    digits = found[0].replace(",", "") if len(found) == 1 and "/" not in text else ""
    places = len(digits.partition(".")[2])
    counting = digits.lstrip("-0.").replace(".", "")
    return 0.5000001 * 10.0**-places if places and len(counting) >= 2 else 1e-9 * abs(_number(text) or 0.0)


def _plain(text: str) -> str:
    """Letters, digits and signs that carry meaning; blanks, brackets and LaTeX's own words fall away."""
    bare = re.sub(r"\\(?:text|left|right|mathrm)\b|[\s${}*\\]", "", text.casefold())
    return bare if any(mark in bare for mark in "+-/^=(") else "".join(words(bare))
