from __future__ import annotations

import pytest

from husky_kernel.agent.types import Task
from husky_kernel.modules.grounding import is_grounded

CONTEXT = "Variables:\ndf: DataFrame\n  'region' (str): 'North', 'South'; 'units' (int64): 1 … 9; 'rank' (int64)"


@pytest.mark.parametrize(
    ("step", "question", "grounded"),
    [
        ("Group by region, sum units, take the largest.", "Which region sold the most units?", True),
        ("Keep rows where units is 9 and rank is 3.", "How many regions have 9 units?", False),
        ("Keep rows where units is 7.", "How many regions have 9 units?", False),
        ("Select the rows where region is 'West'.", "How many units in the North?", False),
        ("Sum units where the region is North.", "How many units in the North region?", True),
        ("Group df by region, count units, take the highest.", "Which region has rank 3?", False),
        ("Select the region where rank is 3.", "Which region has rank 3?", True),
        ("Find the rank with the most units.", "Which rank has the most units in the North?", False),
        ("Compute the answer with one program.", "What is the sum of it?", True),
    ],
)
def test_a_step_that_makes_conditions_up_is_not_grounded(step: str, question: str, grounded: bool) -> None:
    assert is_grounded(step, Task(question, CONTEXT)) is grounded


def test_a_number_inside_another_is_not_that_number() -> None:
    assert not is_grounded("Keep rows where units is 3.", Task("How many regions have 13 units?", CONTEXT))
    assert is_grounded("Keep rows where units is above 2,774.", Task("Which regions have over 2,774 units?", CONTEXT))
