"""Every recipe of the cookbook is run on its tables, and what it comes to, changes, draws and saves is looked at."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from cooking import cook, plain, run_cell, same, unchanged
from figures import drawn, kind_of, numbers_of

from husky_kernel.cookbook import Recipe, load

BOOK = load()
FILE = re.compile(r"\w+\.(?:csv|xlsx|json|png)")
CELL = re.compile(r"cell: (?P<code>.+?) raised (?P<error>\w+): (?P<message>[^;]+)")


def _case(recipe: Recipe) -> Any:
    needs = "polars" if recipe.library == "polars" else "openpyxl" if ".xlsx" in recipe.program else "pandas"
    lacks = importlib.util.find_spec(needs) is None
    return pytest.param(recipe, id=recipe.ask, marks=pytest.mark.skipif(lacks, reason=f"{needs} is not installed"))


@pytest.mark.parametrize("recipe", [_case(recipe) for recipe in BOOK])
def test_a_recipe_does_what_its_question_asks(recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    plt.close("all")
    cooked = cook(recipe)
    assert same(plain(cooked.value), eval(recipe.answer)), plain(cooked.value)
    changed = {name for name in cooked.before if not unchanged(cooked.before[name], cooked.tables[name])}
    assert changed == set(recipe.changes)
    _assert_drawn(recipe, cooked.value)
    assert {file.name for file in tmp_path.iterdir()} == set(FILE.findall(recipe.ask))


def _assert_drawn(recipe: Recipe, value: Any) -> None:
    axes = drawn()
    if axes is None:
        assert not recipe.draws
        return
    assert kind_of(axes) == recipe.draws
    assert axes.get_title()
    if recipe.draws == "pie":
        value = value / value.sum()
    else:
        assert axes.get_xlabel()
        assert axes.get_ylabel()
    if recipe.draws != "box":
        shown = value["people"].to_list() if recipe.library == "polars" else pd.DataFrame(value).to_numpy().ravel()
        if recipe.draws == "bar":
            shown = [0 if number != number else number for number in shown]  # a bar without height
        assert numbers_of(axes) == pytest.approx(sorted(number for number in shown if number == number), rel=1e-5)


@pytest.mark.parametrize("recipe", [_case(recipe) for recipe in BOOK if "cell: " in recipe.note])
def test_a_cell_that_is_to_be_fixed_fails_as_the_note_says(recipe: Recipe) -> None:
    cell = CELL.search(recipe.note)
    assert cell
    texts = re.escape(cell["message"])  # pandas says it in other words where pyarrow is installed
    with pytest.raises(Exception, match=rf"{texts}|not supported for dtype 'str'") as caught:
        run_cell(cell["code"], recipe.library)
    assert type(caught.value).__name__ == cell["error"]


def test_a_note_marks_the_columns_that_the_program_reads_by_tidy() -> None:
    def readers(text: str) -> set[str]:
        return set(re.findall(r"tidy\.\w+", text))

    def differ(recipe: Recipe) -> set[str]:
        marked, used = readers(recipe.note), readers(recipe.program)
        before = readers(recipe.after.program) if recipe.after else set()
        return (marked - used) | (used - marked - before)

    assert [(recipe.ask, differ(recipe)) for recipe in BOOK if differ(recipe)] == []


def test_no_question_stands_twice() -> None:
    asked = [(recipe.ask, recipe.note, recipe.after) for recipe in BOOK]
    assert [one for one in asked if asked.count(one) > 1] == []


def test_programs_are_short_and_print_nothing() -> None:
    assert [recipe.ask for recipe in BOOK if recipe.program.count("\n") > 6 or "print(" in recipe.program] == []


def test_the_fixed_recipes_are_few_and_short() -> None:
    fixed = [recipe for recipe in BOOK if recipe.fixed]
    assert 12 <= len(fixed) <= 16
    assert sum(len(recipe.ask) + len(recipe.note) + len(recipe.program) for recipe in fixed) < 4500


def test_there_are_recipes_for_polars() -> None:
    assert sum(recipe.library == "polars" for recipe in BOOK) >= len(BOOK) / 25
