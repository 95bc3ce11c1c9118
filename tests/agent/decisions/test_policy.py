from __future__ import annotations

import re
from dataclasses import replace

import pytest

from husky_kernel.agent.answers.answer import Result
from husky_kernel.agent.decisions.opinions import Opinions
from husky_kernel.agent.decisions.policy import Policy, is_repeat, next_best
from husky_kernel.agent.types import Step, Task

DONE = Step(0, "code", "Add them.", output="3", observation="3")


def test_nothing_is_finished_before_it_began() -> None:
    assert "finish" not in Policy().adjust({"finish": 0.9, "code": 0.1}, [])


def test_one_failure_is_not_the_end_where_there_is_another_way() -> None:
    failed = Step(0, "code", "x", status="failed")
    scores = {"finish": 0.9, "code": 0.1}
    assert list(Policy().adjust(scores, [failed])) == ["code"]
    assert next(iter(Policy().adjust(scores, [failed, failed]))) == "finish"
    assert next(iter(Policy().adjust(scores, [Step(0, "code", "x", status="stopped")]))) == "finish"
    assert next(iter(Policy().adjust({"finish": 1.0, "code": 0.0}, [failed]))) == "finish"


OPENED = Policy(opening="code", copies=20)
ON_X = Task("How large is x?", "Variables:\nx: int")


def test_a_question_on_variables_opens_and_ends_without_the_models_scores() -> None:
    assert OPENED.decided([], ON_X) == "code"
    assert OPENED.decided([DONE], ON_X) == "finish"
    assert OPENED.decided([], Task("How large is x?")) is None
    assert Policy().decided([], ON_X) is None


def test_a_question_of_a_kind_opens_with_its_tool_unless_it_is_about_variables() -> None:
    policy = replace(OPENED, openings=((re.compile("root"), "math"),))
    assert policy.decided([], Task("The root of 16?")) == "math"
    assert policy.decided([], Task("The square of 16?")) is None
    assert policy.decided([], Task("The root of x?", ON_X.context)) == "code"


@pytest.mark.parametrize(
    "step",
    [
        Step(0, "code", "x", observation="1\n2"),
        Step(0, "code", "x", observation="3" * 30),
        Step(0, "code", "x", result=Result("table", "4 rows: x by y", [1, 2, 3, 4])),
    ],
)
@pytest.mark.parametrize("question", ["How large is x and what is its root?", "Plot x.", "Take x. Double it."])
def test_a_program_on_variables_that_came_to_something_ends_the_run(step: Step, question: str) -> None:
    asked = Task(question, ON_X.context)
    assert OPENED.decided([], asked) == "code"
    assert OPENED.decided([step], asked) == "finish"
    assert OPENED.answer([step], asked) == (step.result.said if step.result else " ".join(step.observation.split()))


def test_the_answer_in_words_is_left_to_a_model_where_words_are_asked_for() -> None:
    asked = replace(ON_X, words=True)
    assert OPENED.decided([DONE], asked) == "finish"
    assert OPENED.answer([DONE], asked) is None


def test_probabilities_are_corrected_by_the_state_of_the_run() -> None:
    policy = Policy(first={"code": 2.0}, later={"search": 2.0}, solved={"finish": 2.0})
    even = {"code": 1 / 3, "search": 1 / 3, "finish": 1 / 3}
    assert next(iter(policy.adjust(even, []))) == "code"
    assert next(iter(policy.adjust(even, [DONE]))) == "finish"
    assert next(iter(policy.adjust(even, [Step(0, "code", "x", status="failed")]))) == "search"
    assert sum(policy.adjust(even, [DONE]).values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("one", "other", "repeat"),
    [
        ("Find the area of Texas.", "find the area of texas", True),
        ("Find the area of Texas.", "Search for the area of Texas", True),
        ("Find the area of Texas.", "Find the area of Washington.", False),
        ("Add 3 and 4.", "Add 3 and 5.", False),
        ("Group by region.", "Plot the regions.", False),
    ],
)
def test_repeats(one: str, other: str, repeat: bool) -> None:
    assert is_repeat("search", other, [Step(0, "search", one)]) is repeat


def test_the_same_words_for_another_tool_are_no_repeat() -> None:
    assert not is_repeat("code", "Find it.", [Step(0, "search", "Find it.")])


def test_finish_is_the_last_resort() -> None:
    scores = {"code": 0.6, "search": 0.3, "finish": 0.1}
    assert next(next_best(scores, {"code"})) == "search"
    assert next(next_best(scores, {"code", "search"})) == "finish"
    assert next(next_best({"code": 1.0}, {"code"})) == "finish"


def test_questions_of_a_kind_are_scored_by_its_rules_too() -> None:
    policy = Policy(first={"search": 1.0}, kinds=((re.compile(r"\bsolve\b", re.IGNORECASE), {"search": -9.0}),))
    even = {"search": 0.5, "code": 0.5}
    assert next(iter(policy.adjust(even, [], Task("Solve 2*x = 3 for x.")))) == "code"
    assert next(iter(policy.adjust(even, [], Task("Who solved it?")))) == "search"
    assert next(iter(policy.adjust(even, [], Task("Solve it.", "Variables:\nx: int")))) == "search"


def test_a_question_that_was_solved_whole_is_only_checked_after_that() -> None:
    policy = Policy(opinions=Opinions(plan={"code": "Compute it."}))
    solved = Step(0, "code", "Compute it.", call="1 + 2", observation="3", output="3")
    task = Task("What is 1 + 2?")
    assert policy.decided([solved], task) == "finish"
    others = (
        replace(solved, observation="", output=""),
        replace(solved, status="failed"),
        replace(solved, step="Add."),
    )
    others += (replace(solved, observation="The code ran and printed nothing."),)
    for other in others:
        assert policy.decided([other], task) is None
    assert policy.decided([solved, solved], task) is None
    assert policy.decided([solved], replace(task, context="Variables:\nx: int")) is None
