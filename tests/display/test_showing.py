"""The table that is shown as the answer is that of the step that answers."""

from __future__ import annotations

import pytest

from husky_kernel.agent.types import Step, Trace
from husky_kernel.display.showing import answer_output


def step(index: int) -> Step:
    data = {"text/html": f"<table>{index}</table>", "text/plain": str(index)}
    return Step(index, "code", "Add.", outputs=({"output_type": "execute_result", "data": data, "metadata": {}},))


@pytest.mark.parametrize(("finish", "shown"), [({"by": 0}, 0), ({"by": 1}, 1), ({}, 2), ({"by": 7}, 2)])
def test_it_is_of_the_step_that_answers_else_of_the_last(finish: dict[str, int], shown: int) -> None:
    trace = Trace(
        "How much?", "m", answer="1 row", answer_kind="table", steps=(step(0), step(1), step(2)), finish=finish
    )
    output = answer_output(trace)
    assert output is not None
    assert output["data"]["text/plain"] == str(shown)
