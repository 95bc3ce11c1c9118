from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from pack import FakeEngine, FakeTool, make_team

from husky_kernel.agent.decisions.opinions import Opinions, agree, result
from husky_kernel.agent.decisions.policy import Policy
from husky_kernel.agent.drive import drive
from husky_kernel.agent.loop import run
from husky_kernel.agent.types import Observation, Step, Task, Trace

ASK = {"code": "Program it again.", "math": "Work it out on paper."}
CHECKED = Opinions(ASK, ["math", "code"], {"math": 2.0})


def code(text: str, words: str = "Add them.") -> Step:
    return Step(0, "code", words, call="x", observation=text, output=text)


def paper(text: str) -> Step:
    return Step(1, "math", ASK["math"], output=f"So it is \\boxed{{{text}}}.")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("1,200", "$1200.00", True),
        ("29.999999999999996", "30", True),
        ("30 minutes", "30", True),
        ("\\frac{1}{2}", "0.5", True),
        ("-\\frac{3}{4}", "-3/4", True),
        ("-3/4", "3/4", False),
        ("Fraction(5, 18)", "5/18", True),
        ("Fraction(-5, 18)", "5/18", False),
        ("-12", "12", False),
        ("3 or 4", "3", False),
        ("Friday", "'friday'", True),
        ("2 - b", "2-b", True),
        ("x+1", "x-1", False),
        ("", "0", False),
        ("1/0", "1", False),
    ],
)
def test_agree(one: str, other: str, alike: bool) -> None:
    assert agree(one, other) is alike


def test_the_result_of_a_step_is_its_box_or_its_last_line_and_a_failure_has_none() -> None:
    assert result(paper("\\frac{1}{2}")) == "\\frac{1}{2}"
    assert result(code("first\n'42'\n")) == "42"
    assert result(replace(code("42"), status="failed")) is None
    assert result(Step(0, "math", "Derive.", output="no box, so nothing to compare: 5")) is None
    assert result(code("")) is None
    assert result(Step(0, "commonsense", "Think.", output="Gelatin is made from bones. Answer: no.")) == "no"
    assert result(Step(0, "commonsense", "Think.", output="Gelatin is made from bones.")) is None


def test_another_way_is_asked_for_until_two_agree_or_there_are_enough() -> None:
    assert CHECKED.next([]) is None
    assert CHECKED.next([code("5")]) == "math"
    assert CHECKED.next([code("5"), paper("5")]) is None
    assert CHECKED.next([code("5"), paper("6")]) == "code"
    assert CHECKED.next([code("5"), paper("6"), code("7", ASK["code"])]) is None
    assert Opinions().next([code("5")]) is None
    assert CHECKED.next([code("")]) is None  # a chart, say
    assert CHECKED.next([replace(code(""), status="failed")]) == "math"
    assert CHECKED.next([Step(0, "math", "Derive it.", output="First, we")]) == "math"  # cut off before its result


@pytest.mark.parametrize(("likeness", "asked"), [(0.9999, None), (0.95, "math")])
def test_what_was_solved_before_in_other_numbers_needs_no_second_opinion(likeness: float, asked: str | None) -> None:
    memory = {"source": "memory", "title": "solved before: 3 + 4?", "likeness": likeness}
    assert CHECKED.next([replace(code("4"), sources=({"title": "a fact"}, memory))]) == asked
    failed = replace(code("4"), sources=(memory,), status="failed")
    assert CHECKED.next([failed]) == "math"


def test_the_paper_wins_unless_the_programs_agree() -> None:
    assert CHECKED.answer([code("5")]) is None
    assert CHECKED.answer([code("5"), paper("6"), code("7", ASK["code"])]) == "6"
    assert CHECKED.answer([code("5"), paper("6"), code("5.0", ASK["code"])]) == "5"
    assert CHECKED.answer([code("5"), paper("6"), code("6", ASK["code"])]) == "6"


def test_a_run_with_facts_from_a_search_is_left_alone_and_only_the_last_planned_step_is_compared() -> None:
    search = Step(0, "search", "Find it.", call="it", observation="7", output="7")
    assert CHECKED.next([search, code("5")]) is None
    assert CHECKED.answer([search, code("5")]) is None
    assert CHECKED.answer([code("1"), code("5"), paper("6")]) == "6"


def test_unchecked_a_question_is_solved_once() -> None:
    search = Step(0, "search", "Find it.", call="it", observation="7", output="7")
    planned = replace(CHECKED, plan={"code": "Add them."})
    seeing = Opinions({"code": ASK["code"]}, ["code"], plan={"code": "Compute it."}, sees=["search"])
    policy = Policy(opinions=planned, checks=((re.compile("prime"), planned),), facts=seeing)
    for question, history in (
        ("How many?", [code("5")]),
        ("Is it prime?", [code("5")]),
        ("Both?", [search, code("5")]),
    ):
        assert policy.opinions_on(question, history).next(history) is not None
        once = policy.unchecked().opinions_on(question, history)
        assert once.next(history) is None
        assert once.plan == policy.opinions_on(question, history).plan


def test_facts_may_stand_before_where_they_are_shown_to_second_opinions() -> None:
    search = Step(0, "search", "Find it.", call="it", observation="7", output="7")
    seeing = Opinions({"code": ASK["code"]}, ["code", "code"], sees=["search"])
    assert seeing.next([search, code("5")]) == "code"
    assert seeing.next([search, code("5"), code("5.0", ASK["code"])]) is None
    assert seeing.answer([search, code("5"), code("6", ASK["code"]), code("6", ASK["code"])]) == "6"
    assert seeing.seen_by(code("", ASK["code"]), [search, code("5")]) == (code("", ""), (search,))
    assert seeing.seen_by(code("5"), [search]) == (code("5"), [search])
    assert seeing.next([search, paper("5")]) is None
    policy = Policy(opinions=CHECKED, facts=seeing)
    assert policy.opinions_on("How many?") == CHECKED
    assert policy.opinions_on("How many?", [search]) == seeing
    assert policy.opinions_on("How many?", [replace(search, status="failed")]) == CHECKED


def test_a_program_on_facts_is_told_nothing_that_could_leave_a_condition_out() -> None:
    search = Step(0, "search", "Find it.", call="it", observation="7", output="7")
    policy = Policy(facts=Opinions({"code": ASK["code"]}, ["code"], plan={"code": "Compute it."}, sees=["search"]))
    task = Task("How many, if each counts twice?")
    assert policy.words("code", [search, search], task) == "Compute it."
    assert policy.words("search", [search], task) is None
    assert policy.words("code", [search, code("5")], task) is None
    assert policy.words("code", [replace(search, status="failed")], task) is None
    assert policy.words("code", [search], replace(task, context="Variables:\nx: int")) is None


def solve(outputs: list[str], boxed: str, context: str = "", later: Any = None) -> tuple[Trace, FakeEngine]:
    left = list(outputs)
    tools = (
        FakeTool("code", lambda call: Observation(left.pop(0))),
        FakeTool("math", lambda call: Observation("", True), False),
    )
    scores: dict[int, Any] = {0: {"code": 0.9, "finish": 0.1}} | {1: {"finish": 0.9, "code": 0.1}}
    scores |= dict.fromkeys(range(2, 6), later or scores[1])
    texts = {("action", 0): "Add them."} | {("code", i): "1 + 2" for i in range(6)}
    engine = FakeEngine(
        scores, texts | {("math", 1): f"\\boxed{{{boxed}}}"} | {("action", i): "written" for i in range(1, 6)}
    )
    team = make_team(*tools, policy=Policy(opinions=CHECKED))
    return drive(run(Task("What is 1 + 2?", context), team, 5), lambda role: engine, team.tools), engine


def test_a_run_is_checked_before_it_finishes() -> None:
    trace, engine = solve(["3"], "3")
    assert (trace.status, trace.answer) == ("finished", "3")
    assert [(step.tool, step.step) for step in trace.steps] == [("code", "Add them."), ("math", ASK["math"])]
    assert [request.temperature for request in engine.asked] == [0.0] * 3


def test_where_the_two_differ_the_same_way_is_tried_with_another_turn() -> None:
    trace, engine = solve(["3", "4"], "4")
    assert [step.tool for step in trace.steps] == ["code", "math", "code"]
    assert (trace.status, trace.answer) == ("finished", "4")
    assert [(request.temperature, request.seed) for request in engine.asked if request.role == "code"] == [
        (0.0, 0),
        (0.7, 1),
    ]


def test_the_results_end_the_checking_even_where_the_model_would_go_on() -> None:
    trace, engine = solve(["3", "4"], "4", later={"code": 0.9, "finish": 0.1})
    assert [request.role for request in engine.asked] == ["action", "code", "math", "code"]
    assert trace.answer == "4"


def test_where_a_program_fails_the_other_way_is_taken_without_asking_the_planner() -> None:
    def broken(call: str) -> Observation:
        return Observation("", ok=False, error="SyntaxError")

    tools = (FakeTool("code", broken), FakeTool("math", lambda call: Observation(""), False))
    texts = {("action", 0): "Add them."} | {("code", i): "1 +" for i in range(9)} | {("math", 1): "\\boxed{3}"}
    engine = FakeEngine({0: {"code": 0.9, "finish": 0.1}}, texts | {("math", 3): "\\boxed{3}"})
    team = make_team(*tools, policy=Policy(opinions=CHECKED))
    trace = drive(run(Task("What is 1 + 2?"), team, 5), lambda role: engine, team.tools)
    assert [(step.tool, step.status) for step in trace.steps][:2] == [("code", "failed"), ("math", "done")]
    assert trace.answer == "3"
    assert [request.role for request in engine.asked].count("action") == 1


def thought(*outputs: str) -> tuple[Trace, FakeEngine]:
    asked = Opinions({"commonsense": "Think again."}, ["commonsense", "commonsense"])
    team = make_team(
        FakeTool("commonsense", lambda call: Observation(""), False),
        policy=Policy(opinions=CHECKED, checks=((re.compile("^can "), asked),)),
    )
    texts = {("action", 0): "Say what it is made of."} | {
        ("commonsense", place): text for place, text in enumerate(outputs)
    }
    engine = FakeEngine({key: {"finish": 0.9, "commonsense": 0.1} for key in range(5)}, texts)
    return drive(run(Task("can a vegetarian eat gelatin?"), team, 5), lambda role: engine, team.tools), engine


def test_a_question_of_a_kind_is_checked_in_the_way_of_its_kind() -> None:
    trace, engine = thought("It is. Answer: yes", "It is not. Answer: no", "It is not. Answer: no")
    assert (trace.status, trace.answer) == ("finished", "no")
    assert [step.step for step in trace.steps] == ["Say what it is made of.", "Think again.", "Think again."]
    assert [(one.temperature, one.seed) for one in engine.asked if one.role == "commonsense"] == [
        (0.0, 0),
        (0.7, 1),
        (0.7, 2),
    ]


def test_the_planner_does_not_write_what_no_expert_reads() -> None:
    tools = (FakeTool("code", lambda call: Observation("3")), FakeTool("math", lambda call: Observation(""), False))
    engine = FakeEngine(
        {0: {"code": 0.9, "finish": 0.1}, 1: {"finish": 1.0}}, {("code", 0): "1 + 2", ("action", 0): "Add."}
    )
    alone = Policy(opinions=Opinions(plan={"code": "Compute it."}), copies=9)
    with_x, both = "Variables:\nx: int", replace(alone, plan={"code": "Use x."})
    for policy, context, step, asked in (
        (alone, "", "Compute it.", ["code"]),
        (alone, with_x, "Add.", ["action", "code"]),
        (both, with_x, "Use x.", ["code"]),
    ):
        engine.asked.clear()
        team = make_team(*tools, policy=policy)
        trace = drive(run(Task("What is 1 + 2?", context), team, 5), lambda role: engine, team.tools)
        assert (trace.answer, trace.steps[0].step) == ("3", step)
        assert [request.role for request in engine.asked] == asked


def test_a_failed_program_is_followed_by_another_way() -> None:
    programs = Opinions(ASK, ["code", "math"])
    assert programs.next([code("5")]) == "code"
    assert programs.next([replace(code(""), status="failed")]) == "math"
    assert Opinions({"code": ASK["code"]}, ["code"]).next([replace(code(""), status="failed")]) == "code"


def test_two_that_agree_are_enough() -> None:
    trace, _ = thought("It is. Answer: yes", "Sure. Answer: yes")
    assert (trace.answer, len(trace.steps)) == ("yes", 2)


def test_questions_about_variables_are_not_checked_this_way() -> None:
    trace, _ = solve(["3"], "4", context="Variables:\nx: int")
    assert [step.tool for step in trace.steps] == ["code"]
