"""How the next tool is chosen: scored, never hoped for. Also the guard against steps that repeat themselves."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from husky_kernel.agent.grammar import FINISH
from husky_kernel.agent.types import Step

_ALIKE = 0.92
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Policy:
    """Corrections to a model's raw tool scores, in log-odds; measured for a profile, see its file.

    ``first`` applies while the history is empty, ``later`` once it is not, ``solved`` when the last step
    succeeded with an executed program, whose output is most often the answer already.
    """

    first: Mapping[str, float] = field(default_factory=dict)
    later: Mapping[str, float] = field(default_factory=dict)
    solved: Mapping[str, float] = field(default_factory=dict)

    def adjust(self, scores: Mapping[str, float], history: Sequence[Step]) -> dict[str, float]:
        """Corrected probabilities, best first. A run cannot finish before anything was done."""
        shifts = self.shifts(history)
        allowed = {name: p for name, p in scores.items() if history or name != FINISH}
        weights = {name: p * math.exp(shifts.get(name, 0.0)) for name, p in allowed.items()}
        total = sum(weights.values()) or 1.0
        ranked = sorted(weights.items(), key=lambda item: -item[1])
        return {name: weight / total for name, weight in ranked}

    def shifts(self, history: Sequence[Step]) -> Mapping[str, float]:
        """The log-odds that apply after ``history``."""
        if not history:
            return self.first
        last = history[-1]
        return self.solved if last.tool == "code" and last.status != "failed" else self.later


def is_repeat(tool: str, text: str, history: Sequence[Step]) -> bool:
    """Whether ``text`` asks for what a step of ``history`` has already done, word for word or nearly.

    Steps that differ in a number are different steps, however alike their words are.
    """
    return any(step.tool == tool and _alike(step.step, text) for step in history)


def _alike(one: str, other: str) -> bool:
    a, b = _normal(one), _normal(other)
    if a == b:
        return True
    if _NUMBER.findall(one) != _NUMBER.findall(other) or set(a.split()) ^ set(b.split()) - _SMALL:
        return False
    return SequenceMatcher(None, a, b).ratio() >= _ALIKE


_SMALL = {
    "the",
    "a",
    "an",
    "of",
    "to",
    "in",
    "find",
    "get",
    "compute",
    "calculate",
    "search",
    "for",
    "and",
    "is",
    "what",
}


def _normal(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def next_best(scores: Mapping[str, float], tried: Collection[str]) -> Iterator[str]:
    """Tools in order of score, leaving out those already tried; ``finish`` is always the last resort."""
    yield from (name for name in scores if name not in tried)
    if FINISH in tried or FINISH not in scores:
        yield FINISH
