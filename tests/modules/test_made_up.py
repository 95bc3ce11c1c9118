"""Tables that a program writes down in place of the user's are doubted, and never run."""

from __future__ import annotations

import ast

import pytest

from husky_kernel.agent.types import Task
from husky_kernel.modules.doubts import unfounded
from husky_kernel.modules.made_up import made_up

CONTEXT = "crates: DataFrame, 4 rows x 2 columns\n  'farm' (text): 'A', 'B'; 'weight' (int64): 3, 4"


@pytest.mark.parametrize(
    "program",
    [
        "crates = pd.DataFrame({'farm': ['A'], 'weight': [3]})\ncrates.weight.sum()",
        "prices = pd.DataFrame({'farm': ['A', 'B', 'C'], 'price': [1.5, 2.5, 3.5]})\nprices",
        "prices = pandas.DataFrame([['A', 1.5], ['B', 2.5], ['C', -3.5]], columns=['farm', 'price'])\nprices",
    ],
)
def test_made_up_tables_never_run(program: str) -> None:
    doubt = unfounded(program, Task("What do the crates of each farm cost?", CONTEXT))
    assert doubt is not None
    assert doubt.never


@pytest.mark.parametrize(
    "program",
    [
        "pd.DataFrame({'what': ['mean', 'most'], 'kg': [crates.weight.mean(), crates.weight.max()]})",
        "rates = pd.DataFrame({'farm': ['Hill', 'Dale'], 'rate': [1.5, 2.5]})\nrates",
        "crates = pd.DataFrame(crates.groupby('farm').weight.sum())",
        "x = pd.DataFrame({'a': range(3)})",
    ],
)
def test_tables_that_are_computed_or_told_are_no_inventions(program: str) -> None:
    assert not list(made_up(ast.parse(program), ["crates"], "Hill pays 1.5 a crate, Dale 2.5. What do they pay?"))
