"""Probability of each of a few words as the next text, from a model's distribution of the next token."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

Tops = Sequence[tuple[str, float]]
"""Likeliest next tokens: text and natural-log probability."""

WORTH = 0.01
"""Share of the mass that a token shared by two choices must have before the model is asked again about it."""

BELOW = 0.1
"""How likely an unlisted choice is taken to be, next to the least likely token listed."""


def score_first_tokens(
    tops: Tops, choices: Sequence[str], deeper: Callable[[str], Tops] = lambda text: ()
) -> dict[str, float]:
    """Share of each choice, summing to 1; empty where no listed token begins any choice.

    A token counts for a choice that starts with its text, if no other choice does. A token that two choices start
    with (``co`` for *code* and *commonsense*) is followed further: its mass is divided by the distribution after it,
    equally where that is not known. A choice that no token leads to is less likely than the least likely token
    listed: it gets :data:`BELOW` of that.

    Parameters
    ----------
    tops
        The likeliest tokens right after the prompt.
    choices
        Distinct words.
    deeper
        Gives the likeliest tokens after the prompt and a text that choices begin with; none where that is not known.
    """
    mass = _masses("", tops, choices, deeper)
    if not any(mass.values()):
        return {}
    floor = BELOW * math.exp(min(logprob for _, logprob in tops))
    weights = {choice: mass[choice] or floor for choice in choices}
    total = math.fsum(weights.values())
    return {choice: weight / total for choice, weight in weights.items()}


def _masses(start: str, tops: Tops, choices: Sequence[str], deeper: Callable[[str], Tops]) -> Mapping[str, float]:
    """Probability that the text after ``start``, with which all ``choices`` begin, goes on to each of them."""
    mass = dict.fromkeys(choices, 0.0)
    shared: dict[str, float] = {}
    for text, logprob in tops:
        matches = _begun_by(start + text, choices) if text else []
        if len(matches) == 1:
            mass[matches[0]] += math.exp(logprob)
        elif matches:
            shared[text] = shared.get(text, 0.0) + math.exp(logprob)
    found = math.fsum(mass.values()) + math.fsum(shared.values())
    for text, amount in shared.items():
        begun = start + text
        rivals = _begun_by(begun, choices)
        further = _masses(begun, deeper(begun), rivals, deeper) if amount >= WORTH * found else {}
        total = math.fsum(further.values())
        for choice in rivals:
            mass[choice] += amount * (further[choice] / total if total else 1 / len(rivals))
    return mass


def _begun_by(text: str, choices: Iterable[str]) -> list[str]:
    """The choices ``text`` may be on its way to, else the longest it has passed (``code]`` has passed ``code``)."""
    ahead = [choice for choice in choices if choice.startswith(text)]
    passed = [choice for choice in choices if text.startswith(choice) and not text[len(choice) :][:1].isalnum()]
    return ahead or sorted(passed, key=len)[-1:]
