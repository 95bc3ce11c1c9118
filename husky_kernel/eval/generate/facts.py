"""Figures as the search finds them: a plain query in, the one number that it leads to out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from husky_kernel.agent.protocols import Tool
from husky_kernel.eval.generate.data import load
from husky_kernel.eval.generate.entities import Entity

_NUMBER = r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)"


class Unanswerable(Exception):
    """The search does not give a figure that a person could rely on; ``str`` says in a few words why."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something to ask of an entity. ``units``: pattern and exact size of each, in terms of the first."""

    ask: str
    queries: tuple[str, str]
    units: Mapping[str, tuple[re.Pattern[str], Fraction]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that was found. ``literal`` is it without separators; ``again`` what a second query gave, by unit.

    ``sizes``: how large each unit is, in one unit of the quantity.
    """

    query: str
    text: str
    literal: str
    unit: str
    again: Mapping[str, Fraction] = field(hash=False)
    sizes: Mapping[str, Fraction] = field(hash=False)

    @property
    def value(self) -> Fraction:
        """The number, exactly as it was read."""
        return Fraction(self.literal)

    def second(self) -> tuple[Fraction, bool]:
        """The number in its unit by the second query; True if it was converted from the text's other unit."""
        for unit, value in self.again.items():
            if unit != self.unit:
                return value * self.sizes[unit] / self.sizes[self.unit], True
        return self.again[self.unit], False

    def to_json(self) -> dict[str, Any]:
        """The figure as it stands in a record."""
        value = float(self.value) if "." in self.literal else int(self.value)
        return {"query": self.query, "text": self.text, "value": value, "unit": self.unit}


def quantities() -> dict[str, Quantity]:
    """The quantities of the data file by name."""
    return {name: _quantity(table) for name, table in load("quantities").items()}


def _quantity(table: Mapping[str, Any]) -> Quantity:
    units = {
        name: (re.compile(unit["pattern"].replace("#", _NUMBER)), _size(unit["size"]))
        for name, unit in table["units"].items()
    }
    first, second = table["queries"]
    return Quantity(table["ask"], (first, second), units)


def _size(text: str) -> Fraction:
    above, _, below = text.partition("/")
    return Fraction(above) / Fraction(below or 1)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The first query with its text and literals by unit, and the second query's numbers by unit."""

    query: str
    text: str
    literals: Mapping[str, str]
    again: Mapping[str, Fraction]


class FactReader:
    """Asks the search tool, each thing once."""

    def __init__(self, search: Tool) -> None:
        self._search = search
        self._quantities = quantities()
        self._known: dict[tuple[str, str], _Reading | Unanswerable] = {}

    def figure(self, entity: Entity, name: str, unit: str = "") -> Figure:
        """The figure ``name`` of ``entity``, in ``unit`` or the quantity's first.

        Raises
        ------
        Unanswerable
            If the search finds nothing, several things or something else, or its text gives no single figure.
        """
        quantity = self._quantities[name]
        if (entity.key, name) not in self._known:
            self._known[entity.key, name] = self._try(entity, quantity)
        known = self._known[entity.key, name]
        if isinstance(known, Unanswerable):
            raise known
        unit = unit or next(iter(quantity.units))
        if unit not in known.literals:
            raise Unanswerable("the text has another unit")
        sizes = {unit: size for unit, (_, size) in quantity.units.items()}
        return Figure(known.query, known.text, known.literals[unit], unit, known.again, sizes)

    def _try(self, entity: Entity, quantity: Quantity) -> _Reading | Unanswerable:
        try:
            first, second = (query.format(name=entity.search) for query in quantity.queries)
            text, other = self._text(entity, first), self._text(entity, second)
            read = _read(text, quantity)
            again = {unit: Fraction(literal) for unit, literal in _read(other, quantity).items()}
            number = entity.numbers.get(quantity.ask)
            if number is not None and not any(float(Fraction(literal)) == number for literal in read.values()):
                raise Unanswerable("the figure is not the fact's")
        except Unanswerable as reason:
            return reason
        return _Reading(first, text, read, again)

    def _text(self, entity: Entity, query: str) -> str:
        seen = self._search.run(query)
        if not seen.ok:
            raise Unanswerable("the search finds nothing")
        if "\n" in seen.text:
            raise Unanswerable("the search finds several things")
        if not seen.text.startswith(f"{entity.title}: ") or entity.what not in seen.text:
            raise Unanswerable("the search finds something else")
        return seen.text


def _read(text: str, quantity: Quantity) -> dict[str, str]:
    """The number of each unit in ``text``; two numbers of one unit cannot be told apart."""
    found: dict[str, str] = {}
    for unit, (pattern, _) in quantity.units.items():
        numbers = pattern.findall(text)
        if len(numbers) > 1:
            raise Unanswerable("the text gives several figures")
        if numbers:
            found[unit] = numbers[0].replace(",", "")
    if not found:
        raise Unanswerable("the text gives no figure")
    return found
