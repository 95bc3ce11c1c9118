"""Questions are compared without the words of their data."""

from __future__ import annotations

from husky_kernel.agent.types import Task
from husky_kernel.modules.masks import masked, names_in_context, names_in_program
from husky_kernel.modules.memory import Memory, Solved
from husky_kernel.modules.profile import Prompt

CONTEXT = "Variables:\nkettles: DataFrame, 3 rows x 2 columns\n  'cook' (text): 'Ann Lee', 'Bo'; 'soupMade' (int64)"


def test_words_of_tables_columns_and_values_are_one_slot() -> None:
    names = list(names_in_context(CONTEXT))
    assert {"kettles", "cook", "Ann Lee", "soupMade"} <= {*names}
    assert masked("Which cooks made the most soup in kettles?", names) == "Which it the most it in it?"
    assert masked("How much did Ann Lee make?", names) == "How much did it make?"


def test_what_is_asked_stays_though_a_column_has_its_name() -> None:
    assert masked("What is the total per week?", ["total", "week", "per"]) == "What is the total it week?"


def test_a_programs_names_and_texts_are_its_data() -> None:
    program = "teas[teas['shop'] == 'North'].groupby(by='sort').kg.sum()"
    assert {"teas", "shop", "North", "sort"} <= {*names_in_program(program)}
    assert list(names_in_program("teas[")) == []


def test_the_same_question_about_other_tables_is_found() -> None:
    solved = (
        Solved("How many soups are hot?", "int((soups['state'] == 'hot').sum())", "x"),
        Solved("Which shop sold the most tea?", "teas.groupby('shop')['tea'].sum().idxmax()", "x"),
        Solved("List the shops.", "teas['shop'].unique().tolist()", "x"),
    )
    [*_, (best, likeness)] = Memory(lambda: solved, 0.1, masks=True).like(
        Task("Which cook made the most soup?", CONTEXT), Prompt("", "")
    )
    assert best.question == "Which shop sold the most tea?"
    assert likeness > 0.5
