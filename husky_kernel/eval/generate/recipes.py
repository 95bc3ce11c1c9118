"""What a question is made of, read from ``recipes.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.eval.generate.data import load

EVERYTHING = "mixed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A fact that a recipe needs: of which entity, which quantity, in which unit; ``{unit}`` is the drawn one."""

    entity: str
    quantity: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One sort of question; the fields are those of the data file."""

    name: str
    topics: tuple[str, ...]
    entities: Mapping[str, str] = field(hash=False)
    facts: Mapping[str, Wanted] = field(hash=False)
    code: str
    check: tuple[str, ...]
    round: int | str
    phrases: tuple[str, ...]
    when: str = "True"
    unit: tuple[str, ...] = ("",)
    given: Mapping[str, tuple[int, ...]] = field(default_factory=dict, hash=False)
    cases: tuple[Mapping[str, str | int], ...] = ()

    @classmethod
    def from_toml(cls, table: Mapping[str, Any]) -> Recipe:
        """Freeze one table of the file."""
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
        }
        values["facts"] = {name: _wanted(text) for name, text in table["facts"].items()}
        values["given"] = {name: tuple(numbers) for name, numbers in table.get("given", {}).items()}
        values.setdefault("entities", {})
        return cls(**values)


def _wanted(text: str) -> Wanted:
    what, _, unit = text.partition(" ")
    entity, _, quantity = what.partition(".")
    return Wanted(entity, quantity, unit)


def recipes(topic: str = EVERYTHING) -> tuple[Recipe, ...]:
    """The recipes of a topic. Raises UseError for an unknown one."""
    every = tuple(Recipe.from_toml(table) for table in load("recipes")["recipe"])
    known = (*dict.fromkeys(topic for recipe in every for topic in recipe.topics), EVERYTHING)
    if topic not in known:
        raise UseError(f"there is no topic {topic!r}: choose from {', '.join(known)}")
    return every if topic == EVERYTHING else tuple(recipe for recipe in every if topic in recipe.topics)
