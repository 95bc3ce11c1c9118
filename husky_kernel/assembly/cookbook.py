"""The cookbook as the coder is shown it: fixed recipes in every prompt on data, and those like the question."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from husky_kernel.agent.protocols import Example
from husky_kernel.cookbook import Recipe, load, shelf
from husky_kernel.modules.memory import Memory, Solved
from husky_kernel.modules.profile import Prompt

LEAST = 0.2
"""From this likeness on a recipe is shown."""


def books() -> tuple[Memory, ...]:
    """The recipes that are not fixed, and those that people added: as they are asked, without the words of their data,
    and with them. One program after another for a question is shown what is like it in one way, and in the other, so
    that they differ.

    Raises
    ------
    UseError
        If a cookbook that somebody added is gone, or wrong by now.
    """
    return _books((*shelf.added(), *(recipe for recipe in load() if not recipe.fixed)))


@lru_cache(maxsize=1)
def _books(recipes: tuple[Recipe, ...]) -> tuple[Memory, ...]:
    solved = tuple(
        Solved(recipe.ask, recipe.program, _note(recipe), turns=_turns(recipe))
        for recipe in recipes
        if recipe.library == "pandas" and recipe.after is None
    )
    return tuple(Memory(lambda: solved, LEAST, masks=masks) for masks in (True, False))


def with_recipes(prompt: Prompt) -> Prompt:
    """``prompt`` whose part for data begins with the fixed recipes, unless it has examples of its own."""
    if prompt.data is None or prompt.data.examples:
        return prompt
    fixed = tuple(
        Example(recipe.ask, recipe.program, context=_note(recipe), turns=_turns(recipe))
        for recipe in load()
        if recipe.fixed
    )
    return replace(prompt, data=replace(prompt.data, examples=fixed))


def _note(recipe: Recipe) -> str:
    return f"({recipe.note})" if recipe.note else "(as usual)"


def _turns(recipe: Recipe) -> tuple[tuple[str, str], ...]:
    return ((recipe.after.ask, recipe.after.program),) if recipe.after else ()
