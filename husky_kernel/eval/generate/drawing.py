"""Draws the entities, the unit and the numbers of a question."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from husky_kernel.eval.generate.entities import Entity
from husky_kernel.eval.generate.facts import FactReader, Figure
from husky_kernel.eval.generate.recipes import Recipe


@dataclass(frozen=True, slots=True)
class Draw:
    """One choice for everything that a recipe leaves open; ``figures`` follow once they were looked up."""

    recipe: Recipe
    entities: Mapping[str, Entity] = field(hash=False)
    unit: str
    given: Mapping[str, int] = field(hash=False)
    words: Mapping[str, str] = field(hash=False)
    figures: Mapping[str, Figure] = field(default_factory=dict, hash=False)

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for questions that are the same but for their numbers and words."""
        return (self.recipe.name, *sorted(entity.key for entity in self.entities.values()), *self.words.values())

    @property
    def makes_sense(self) -> bool:
        """Whether the figures are such that the question is worth asking."""
        names: dict[str, object] = {name: float(figure.value) for name, figure in self.figures.items()}
        names |= {"min": min, "max": max, "sorted": sorted, **self.given}
        return bool(eval(self.recipe.when, {"__builtins__": {}}, names))

    def looked_up(self, reader: FactReader) -> Draw:
        """With the figures that the search gives. Raises Unanswerable if it does not give them all."""
        figures = {
            name: reader.figure(self.entities[fact.entity], fact.quantity, fact.unit.format(unit=self.unit))
            for name, fact in self.recipe.facts.items()
        }
        return replace(self, figures=figures)


class Drawer:
    """Draws from all entities, those that were drawn less often first of all."""

    def __init__(self, pool: Sequence[Entity], chance: random.Random) -> None:
        self._pool, self._chance = pool, chance
        self._uses: Counter[str] = Counter()

    def draw(self, recipe: Recipe) -> Draw | None:
        """A draw for ``recipe``; None where an entity leaves no choice for the next (a state without large cities)."""
        case = self._chance.choice(recipe.cases) if recipe.cases else {}
        wanted = recipe.entities or {name: f"={value}" for name, value in case.items() if name.isupper()}
        entities: dict[str, Entity] = {}
        for name, what in wanted.items():
            choices = self._choices(what, entities, [f for f in recipe.facts.values() if f.entity == name])
            if not choices:
                return None
            weights = [1 / (1 + self._uses[entity.key]) ** 2 for entity in choices]
            entities[name] = self._chance.choices(choices, weights)[0]
        given = {name: self._chance.choice(numbers) for name, numbers in recipe.given.items()}
        given |= {name: value for name, value in case.items() if isinstance(value, int)}
        words = {name: str(value) for name, value in case.items() if isinstance(value, str) and not name.isupper()}
        return Draw(recipe, entities, self._chance.choice(recipe.unit), given, words)

    def used(self, draw: Draw) -> None:
        """Make the entities of ``draw`` rarer from now on."""
        self._uses.update(entity.key for entity in draw.entities.values())

    def _choices(self, what: str, drawn: Mapping[str, Entity], facts: Sequence[object]) -> list[Entity]:
        """Entities that ``what`` allows and that were not drawn yet."""
        free = [entity for entity in self._pool if entity not in drawn.values()]
        if what.startswith("as "):
            return [entity for entity in free if entity.kind == drawn[what[3:]].kind]
        if what.startswith("in "):
            place = drawn[what[3:]].title
            return [entity for entity in free if entity.what.removesuffix(", United States").endswith(f" in {place}")]
        if what.startswith("="):
            keys = {key.removeprefix("=") for key in what.split("|")}
            return [entity for entity in free if entity.key in keys]
        kind = self._chance.choice(what.split("|"))
        return [entity for entity in free if entity.kind == kind]
