"""Pairs parted into those to train on and those held out, question by question.

All pairs of a question are on the same side: a model that has seen how a question goes on would be measured on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from husky_kernel.agent.grammar import words
from husky_kernel.training.pairs.pairs import Pair


def hold_out(pairs: Sequence[Pair], share: float, seed: int = 0) -> tuple[list[Pair], list[Pair]]:
    """Pairs to train on, and about ``share`` of the questions: none if there are fewer than two, or the share is 0.

    The order of the pairs has no say in it, and more data hardly changes which questions are held out.
    """
    questions = {_key(pair, seed) for pair in pairs}
    count = max(1, round(share * len(questions))) if share > 0 and len(questions) > 1 else 0
    held = set(sorted(questions)[:count])
    kept = [pair for pair in pairs if _key(pair, seed) not in held]
    return kept, [pair for pair in pairs if _key(pair, seed) in held]


def without_copies(pairs: Iterable[Pair]) -> Iterable[Pair]:
    """Each prompt with its reply once, the one that weighs most, in order of first appearance."""
    found: dict[tuple[object, ...], Pair] = {}
    for pair in pairs:
        key = (pair.module, pair.messages, pair.prefill, pair.completion)
        if key not in found or pair.weight > found[key].weight:
            found[key] = pair
    return found.values()


def _key(pair: Pair, seed: int) -> str:
    """A number of the question that does not tell of its spaces, case and marks."""
    return hashlib.sha256(f"{seed} {' '.join(words(pair.question))}".encode()).hexdigest()
