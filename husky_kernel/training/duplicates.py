"""Questions that are alike: by the shingles of what they ask and of what they ask it about. Exact, not sampled.

The measure is the Jaccard index of word pairs. Of each question only its rarest pairs are looked up, as many as two
alike questions must share one of (prefix filtering, Bayardo et al. 2007, "Scaling up all pairs similarity search").
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|\w+|[-+*/=<>^%$]")

ALIKE = 0.85
"""Share of word pairs in common from which two questions are near-duplicates."""

Shingles = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A question as it is compared: the last line, which asks, and what stands before it or is told of variables."""

    asked: Shingles
    about: Shingles

    @classmethod
    def of(cls, question: str, context: str = "") -> Fingerprint:
        """The fingerprint of a question whose tables and passages stand in front, line by line."""
        *rest, asked = question.strip().split("\n")
        return cls(_shingles(asked), _shingles(" ".join([*rest, context])))

    def is_like(self, other: Fingerprint, share: float = ALIKE) -> bool:
        """Whether both parts are alike."""
        return _jaccard(self.asked, other.asked) >= share and _jaccard(self.about, other.about) >= share


def normal(question: str) -> str:
    """A question with nothing but its words and signs, in lower case."""
    return " ".join(_TOKEN.findall(question.casefold()))


class Index:
    """Questions to compare others with."""

    def __init__(self, fingerprints: Iterable[Fingerprint], share: float = ALIKE) -> None:
        self._share = share
        self._all = list(fingerprints)
        self._counts = Counter(pair for one in self._all for pair in one.asked)
        self._places: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, one in enumerate(self._all):
            for pair in self._rarest(one.asked):
                self._places[pair].append(place)

    def alike(self, one: Fingerprint) -> list[int]:
        """Which questions ask nearly the same as ``one``, whatever they are about; sorted."""
        near = {place for pair in self._rarest(one.asked) for place in self._places.get(pair, ())}
        return sorted(place for place in near if _jaccard(one.asked, self._all[place].asked) >= self._share)

    def _rarest(self, shingles: Shingles) -> list[tuple[str, ...]]:
        ranked = sorted(shingles, key=lambda pair: (self._counts[pair], pair))
        return ranked[: len(ranked) - math.ceil(self._share * len(ranked)) + 1]


def first_of_each(fingerprints: Sequence[Fingerprint]) -> list[bool]:
    """For each question, whether no earlier one that was kept is a near-duplicate of it."""
    index = Index(fingerprints)
    kept: list[bool] = []
    for number, one in enumerate(fingerprints):
        earlier = (place for place in index.alike(one) if place < number and kept[place])
        kept.append(not any(one.is_like(fingerprints[place]) for place in earlier))
    return kept


def _shingles(text: str) -> Shingles:
    tokens = _TOKEN.findall(text.casefold())
    return frozenset(pairwise(tokens)) if len(tokens) > 1 else frozenset((t,) for t in tokens)


def _jaccard(one: Shingles, other: Shingles) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0
