"""The program for a part begins with the value that the part before it came to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from husky_kernel.agent.answers.answer import Result
from husky_kernel.agent.effects import Effects
from husky_kernel.agent.types import Seconds, Step, Turn
from husky_kernel.context.going_on import SLOW, going_on

CATCHES = pd.DataFrame({"lake": ["Ina", "Ina", "Oro"], "kilos": [3, 4, 5]})
PER_LAKE = "catches.groupby('lake')['kilos'].sum()"


def step(program: str, value: Any, kind: Any = "table", **more: Any) -> Step:
    return Step(0, "code", "Do it.", call=program, result=Result(kind, "it", value), **more)


def lines(words: str, *steps: Step, made: tuple[str, ...] = (), **variables: Any) -> list[str]:
    turns = [Turn(str(number), done.call or "", "it") for number, done in enumerate(steps)]
    return going_on(words, turns, steps, {"catches": CATCHES, **variables}, made)


def test_an_expression_gets_a_name() -> None:
    value = eval(PER_LAKE, {"catches": CATCHES})
    assert lines("Sort it.", step(PER_LAKE, value)) == [
        f"Go on: result = {PER_LAKE}",
        "Holds: result is a Series of 'kilos' by 'lake'",
    ]


def test_a_name_that_the_program_gave_stays() -> None:
    program = "big = catches[catches['kilos'] > 3]"
    assert lines("Count them.", step(program, CATCHES)) == [f"Go on: {program}", "Holds: big has 'lake', 'kilos'"]


def test_a_name_that_is_only_shown_at_the_end_stays() -> None:
    program = "big = catches[catches['kilos'] > 3]\nbig"
    assert lines("Count them.", step(program, CATCHES))[0] == f"Go on: {program.splitlines()[0]}"


def test_a_variable_of_runs_may_be_made_anew() -> None:
    done = step("result = catches.head(2)\nresult", CATCHES, effects=Effects(changed=("result",)))
    assert lines("Count them.", done, result=7) == []
    assert lines("Count them.", done, result=7, made=("result",))[0] == "Go on: result = catches.head(2)"


def test_the_users_own_name_is_not_taken() -> None:
    done = step("catches.head(2)", CATCHES)
    assert lines("Sort it.", done, result=7)[0] == "Go on: result_2 = catches.head(2)"
    assert lines("Sort it.", done, result=7, made=("result",))[0] == "Go on: result = catches.head(2)"


def test_what_was_drawn_is_gone_on_from() -> None:
    first, drawn = step(PER_LAKE, CATCHES), step("plt.bar(x, y)", None, "figure")
    assert lines("Name the best.", first, drawn)[0] == f"Go on: result = {PER_LAKE}"


@pytest.mark.parametrize(
    "done",
    [
        step("catches['kilos'] *= 2", None, "changes"),
        step("catches.head()", CATCHES, effects=Effects(changed=("catches",))),
        step("catches.head()", CATCHES, seconds=Seconds(tool=SLOW + 1)),
        step("for lake in catches['lake']:\n    print(lake)", CATCHES),
        step("a, b = catches['lake'], 3", 3),
        step("catches['lake'] ==", CATCHES),
    ],
    ids=["change", "effect", "slow", "block", "two", "broken"],
)
def test_a_program_that_cannot_run_twice_or_has_no_one_value_is_left(done: Step) -> None:
    assert lines("Sort it.", done) == []


def test_a_part_that_names_a_table_begins_anew() -> None:
    done = step(PER_LAKE, CATCHES)
    assert lines("Show the first rows of catches.", done) == []
    assert lines("Divide it by the rows of catches.", done) != []
    assert lines("Show how much there was per lake.", done) != []


def test_a_value_of_another_program_is_not_taken() -> None:
    turns = (Turn("a", "other", "it"),)
    assert going_on("Sort it.", turns, [replace(step(PER_LAKE, CATCHES), call="this")], {}, ()) == []
