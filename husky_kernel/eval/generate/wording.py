"""Puts a draw into words, and says whether other words still ask the same."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass

from husky_kernel.eval.generate.data import load
from husky_kernel.eval.generate.drawing import Draw

_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Wording:
    """A question, with the names in order and the phrases (unit, rounding) that no rewording may lose."""

    question: str
    names: tuple[str, ...]
    phrases: tuple[str, ...]

    def kept_by(self, other: str) -> bool:
        """Whether ``other`` is one question with the same names in order, numbers, unit, rounding and comparison."""
        if not other.rstrip().endswith(("?", ".")) or "\n" in other or len(other) > 2 * len(self.question) + 40:
            return False
        text, own = other.casefold(), self.question.casefold()
        places = [text.find(name.casefold()) for name in self._by_place()]
        telling = [word for word in load("wording")["telling"] if word in own.split() or word in text.split()]
        return (
            -1 not in places
            and places == sorted(places)
            and Counter(_numbers(other)) == Counter(_numbers(self.question))
            and all(phrase.casefold() in text for phrase in self.phrases)
            and all(_count(word, text) == _count(word, own) for word in telling)
        )

    def _by_place(self) -> list[str]:
        return sorted(self.names, key=self.question.casefold().find)


def _numbers(text: str) -> list[str]:
    return [number.replace(",", "") for number in _NUMBER.findall(text)]


def _count(word: str, text: str) -> int:
    return len(re.findall(rf"\b{re.escape(word)}\b", text))


def word(draw: Draw, chance: random.Random) -> Wording:
    """One of the recipe's phrasings, filled."""
    phrase = _CHOICE.sub(lambda match: chance.choice(match[1].split("|")), chance.choice(draw.recipe.phrases))
    names = {name: _label(draw, name) for name in draw.entities}
    rounding = chance.choice(load("wording")["round"].get(str(draw.recipe.round), [""]))
    numbers = {name: f"{value:,}" if value >= 10_000 else str(value) for name, value in draw.given.items()}
    text = phrase.format(
        **names, **numbers, **draw.words, unit=draw.unit, per=draw.unit.removesuffix("s"), round=rounding
    )
    used = tuple(label for name, label in names.items() if f"{{{name}}}" in phrase)
    units = [value for mark, value in (("{unit}", draw.unit), ("{per}", draw.unit.removesuffix("s"))) if mark in phrase]
    kept = (*units, *([rounding] if "{round}" in phrase else []), *draw.words.values())
    return Wording(text[:1].upper() + text[1:], used, kept)


def _label(draw: Draw, name: str) -> str:
    """A city's state need not be said where the question is about that state."""
    entity = draw.entities[name]
    return entity.title if draw.recipe.entities.get(name, "").startswith("in ") else entity.label
