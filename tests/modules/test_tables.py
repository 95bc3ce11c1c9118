from __future__ import annotations

import ast

import pytest

from husky_kernel.agent.types import Step, Task
from husky_kernel.modules.coder import code_expert
from husky_kernel.modules.profile import load_profile
from husky_kernel.modules.tables import beside, table, with_table

LEAVES = "['Stem', 'Leaf ']\n['1', '0, 6']\n['2', '']\n['3', '4']\nHow many are above 30?"
BARS = "| city | people |\n|---|---|\n| Ulm | 126,000 |\n| Bonn | 330,500 |\nWhich is larger?"
STEP = Step(0, "code", "")


@pytest.mark.parametrize(
    ("question", "written"),
    [
        (LEAVES, "# Stem, Leaf\nrows = [(1, [0, 6]), (2, []), (3, [4])]"),
        (BARS, "# city, people\nrows = [('Ulm', 126000), ('Bonn', 330500)]"),
        ("['tea', '$4.50']\n['rye', '$3 per loaf']\nWhat is dearer?", "rows = [('tea', 4.5), ('rye', '$3 per loaf')]"),
        (
            "[\"men's vault\", \"12:25 P.M.\"]\n['rings', '-3']",
            "rows = [(\"men's vault\", '12:25 P.M.'), ('rings', -3)]",
        ),
        ("['x', 'y']\n['a', 'b']\nWhat is beside a?", "rows = [('x', 'y'), ('a', 'b')]"),
        ("['1', '2', '3']\n['4', '5']\n['6', '7', '8']", "rows = [(1, 2, 3), (6, 7, 8)]"),
        ("['only', 'one']\nWhat?", ""),
        ("What is [1, 2] + [3]?", ""),
        ("[not a list]\n[__import__('os')]\n['a' 'b'", ""),
        ("", ""),
    ],
)
def test_a_table_in_a_question_becomes_python(question: str, written: str) -> None:
    assert table(question) == written
    ast.parse(written)


def test_the_rest_of_the_question_stays() -> None:
    assert beside(LEAVES) == "How many are above 30?"
    assert beside("What is\n[a, b]\nhere?") == "What is\n[a, b]\nhere?"


def test_a_program_gets_the_table_it_uses() -> None:
    assert with_table("len(rows)", LEAVES) == f"{table(LEAVES)}\nlen(rows)"
    for own in ("rows = [1]\nlen(rows)", "3 + 4", "[rows for rows in range(3)]", "rows ="):
        assert with_table(own, LEAVES) == own
    assert with_table("len(rows)", "How many rows?") == "len(rows)"


def test_the_coder_is_offered_the_table_and_supplied_with_it() -> None:
    coder, task = code_expert(load_profile("qwen").prompts["code"]), Task(LEAVES)
    asked = coder.request(task, (), STEP).messages[-1].content
    assert asked == f"{table(LEAVES)}\nQuestion: How many are above 30?"
    assert coder.parse("```python\nlen(rows)\n```", task) == f"{table(LEAVES)}\nlen(rows)"


def test_variables_are_not_covered_by_the_table() -> None:
    coder = code_expert(load_profile("qwen").prompts["code"])
    task = Task(LEAVES, "Variables:\nrows: list, 3 items")
    assert coder.parse("len(rows)", task) == "len(rows)"


@pytest.mark.parametrize("at", range(8))
def test_every_worked_table_of_the_profile_runs(at: int) -> None:
    kinds = load_profile("qwen").prompts["code"].kinds
    (shown,) = (kind.prompt for kind in kinds if "{table}" in kind.prompt.ask)
    assert len(shown.examples) == 8
    example = shown.examples[at]
    exec(with_table(example.target.strip(), example.question), {})
