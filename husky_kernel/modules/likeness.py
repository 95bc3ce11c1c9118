"""Which of many texts are like another one: by the words and word pairs that they share, rare ones counting more.

The measure is the cosine of the two sets, weighted by inverse document frequency (Spärck Jones 1972). Numbers count as
one and the same word: questions that differ in nothing else are the same question in other numbers.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[%$€£]")


class Likeness:
    """Texts that others are compared with."""

    def __init__(self, texts: Sequence[str]) -> None:
        terms = [_terms(text) for text in texts]
        counts = Counter(term for one in terms for term in one)
        self._weights = {term: _weight(len(texts), count) for term, count in counts.items()}
        self._unknown = _weight(len(texts), 1)
        self._lengths = [self._length(one) for one in terms]
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(terms):
            for term in one:
                self._places[term].append(place)

    def nearest(self, text: str) -> list[tuple[float, int]]:
        """How like ``text`` the texts are, from 0 to 1, with their places; those that share anything, best first."""
        terms = _terms(text)
        shared: dict[int, float] = defaultdict(float)
        for term in terms:
            for place in self._places.get(term, ()):
                shared[place] += self._weights[term]
        length = self._length(terms)
        cosines = ((found / (length * self._lengths[place]), place) for place, found in shared.items())
        return sorted(cosines, key=lambda one: (-one[0], one[1]))

    def _length(self, terms: frozenset[str]) -> float:
        return math.sqrt(sum(self._weights.get(term, self._unknown) for term in terms))


def _weight(texts: int, holding: int) -> float:
    return math.log(1 + texts / holding) ** 2


def _terms(text: str) -> frozenset[str]:
    tokens = ["0" if token[0].isdigit() else token for token in _TOKEN.findall(text.casefold())]
    return frozenset([*tokens, *map(" ".join, pairwise(tokens))])
