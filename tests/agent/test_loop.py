from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from pack import CODE, FINISH, QUESTION, FakeEngine, FakeExpert, FakeTool, good, make_team, solve

from husky_kernel.agent.answers.answer import Result
from husky_kernel.agent.answers.reading import ANOTHER_WAY, Reading
from husky_kernel.agent.decisions.opinions import Opinions
from husky_kernel.agent.decisions.policy import Policy
from husky_kernel.agent.drive import drive
from husky_kernel.agent.errors import EngineError
from husky_kernel.agent.events import Ended, Event, Progress, Started
from husky_kernel.agent.loop import MAX_FAILURES, Redo, run
from husky_kernel.agent.types import Action, Observation, Step, Task


def test_plans_acts_and_finishes() -> None:
    tool = good()
    engine = FakeEngine({0: CODE, 1: FINISH}, {("action", 0): "Add them.", ("code", 0): "1 + 2", ("action", 1): "3"})
    trace = solve(engine, tool)
    assert (trace.status, trace.answer, tool.calls) == ("finished", "3", ["1 + 2"])
    step = trace.steps[0]
    assert (step.tool, step.step, step.call, step.observation, step.output) == ("code", "Add them.", "1 + 2", "3", "3")
    assert step.tool_scores["code"] == pytest.approx(1.0)  # a run does not finish before it did anything
    assert step.tokens.prompt == 10 + 20 + 20
    assert step.tokens.generated == 6
    assert step.seconds.total > 0


def test_events_tell_each_phase_in_order_and_the_trace_last() -> None:
    team, heard = make_team(good()), list[Event]()
    engine = FakeEngine({0: CODE, 1: FINISH}, {("action", 0): "Add.", ("code", 0): "x", ("action", 1): "3"})
    trace = drive(run(QUESTION, team, 5), lambda role: engine, team.tools, heard.append)
    assert isinstance(heard[0], Started)
    assert heard[-1] == Ended(trace)
    phases = [event.phase for event in heard if isinstance(event, Progress) and event.step.index == 0]
    assert phases == ["planning", "planning", "writing", "running", "done"]


def test_the_model_writes_after_the_forced_tag() -> None:
    engine = FakeEngine({0: CODE, 1: FINISH}, {("action", 0): "Add.", ("code", 0): "x", ("action", 1): "3"})
    solve(engine, good())
    assert [request.prefill for request in engine.asked if request.role == "action"] == ["[code]", "[finish]"]


def test_at_the_limit_a_finish_is_forced_and_the_trace_says_so() -> None:
    texts = {("action", i): f"Step {'abc'[i]}" for i in range(3)} | {("code", i): "x" for i in range(3)}
    trace = solve(FakeEngine(dict.fromkeys(range(3), CODE), texts), good(), steps=2)
    assert (trace.status, len(trace.steps), trace.answer) == ("limit", 2, "Step c")
    assert trace.finish["forced"] is True


def test_an_answer_on_the_last_allowed_step_is_kept() -> None:
    engine = FakeEngine({0: CODE, 1: FINISH}, {("action", 0): "Add.", ("code", 0): "x", ("action", 1): "3"})
    trace = solve(engine, good(), steps=1)
    assert (trace.status, trace.answer) == ("finished", "3")


def test_a_repeated_step_is_not_run_again() -> None:
    texts = {("action", 0): "Find the area of Texas.", ("action", 1): "find the area of Texas", ("query", 0): "area"}
    tool = FakeTool("search", lambda call: Observation("268,596"))
    engine = FakeEngine({0: {"search": 1.0}, 1: {"search": 0.9, "finish": 0.1}}, texts)
    trace = solve(engine, tool)
    assert len(tool.calls) == 1
    assert len(trace.steps) == 1


@pytest.mark.parametrize("question", ["How large is x?", "How large are x and y? Plot them."])
def test_a_question_on_a_variable_needs_no_planner_where_its_program_says_it_all(question: str) -> None:
    asked: list[str | int] = []
    engine = FakeEngine({0: CODE, 1: FINISH}, {("action", 0): "Use x.", ("code", 0): "x"})
    score = engine.score
    engine.score = lambda request, choices: asked.append(request.step) or score(request, choices)  # type: ignore
    team = make_team(good(), policy=Policy(opening="code", plan={"code": "Use x."}, copies=9))
    trace = drive(run(Task(question, "Variables:\nx: int"), team, 5), lambda role: engine, team.tools)
    assert (trace.status, trace.answer, trace.steps[0].step) == ("finished", trace.steps[0].observation, "Use x.")
    assert [request.role for request in engine.asked] + asked == ["code"]


def test_a_run_about_data_whose_program_fails_for_good_makes_no_answer_up() -> None:
    def broken(call: str) -> Observation:
        return Observation("", ok=False, error="KeyError: 'y'")

    engine = FakeEngine({}, {("code", 0): "df['y']"})
    team = make_team(FakeTool("code", broken), policy=Policy(opening="code", plan={"code": "Use x."}))
    trace = drive(run(Task("How large is y?", "Variables:\nx: int"), team, 5), lambda role: engine, team.tools)
    assert (trace.status, trace.answer, trace.confidence) == ("failed", None, "none")
    assert trace.error is not None
    assert "KeyError: 'y'" in trace.error
    assert "give a hint" in trace.error


def test_the_answer_of_a_run_about_data_is_the_value_of_its_program() -> None:
    table = [["North", 3], ["South", 4]]
    came = Observation("North 3\nSouth 4", result=Result("table", "2 rows: units by region", table))
    engine = FakeEngine({}, {("code", 0): "t"})
    team = make_team(FakeTool("code", lambda call: came), policy=Policy(opening="code", plan={"code": "Use t."}))
    trace = drive(run(Task("Units per region?", "Variables:\nt"), team, 5), lambda role: engine, team.tools)
    assert trace.value is table
    assert (trace.answer, trace.answer_kind, trace.confidence) == ("2 rows: units by region", "table", "computed")
    assert "value" not in trace.to_json()


def test_where_the_data_lie_decides_the_tool_of_the_first_step() -> None:
    came = Observation("9", result=Result("number", "9", 9))
    engine = FakeEngine({}, {("sql", 0): "SELECT count(*) FROM t"})
    tools = FakeTool("code", lambda call: came), FakeTool("sql", lambda call: came)
    team = make_team(*tools, policy=Policy(opening="code", plan={"code": "Use t."}))
    trace = drive(run(Task("How many?", "Variables:\nt", tool="sql"), team, 5), lambda role: engine, team.tools)
    assert [(step.tool, step.step) for step in trace.steps] == [("sql", "Use t.")]
    assert (trace.answer, trace.value, trace.confidence) == ("9", 9, "computed")
    assert not tools[0].calls


def test_what_speaks_against_a_result_is_told_once_and_then_it_is_written_anew_and_stands() -> None:
    doubtful = Observation(
        "3", against=("per region: 4 regions, the answer has 3 rows",), result=Result("number", "3", 3)
    )
    engine = FakeEngine({}, {("code", 0): ["a", "b", "c"]})
    tool = FakeTool("code", lambda call: doubtful)
    team = make_team(tool, policy=Policy(opening="code", plan={"code": "Use t."}))
    trace = drive(run(Task("Units per region?", "Variables:\nt"), team, 5), lambda role: engine, team.tools)
    assert tool.calls == ["a", "b", "c"]
    first, told, anew = (request.messages for request in engine.asked)
    assert first == anew != told
    assert (trace.status, trace.confidence) == ("finished", "unsure")
    assert trace.notes == doubtful.against


def test_data_that_can_be_read_in_two_ways_are_no_reason_to_write_anew() -> None:
    doubt = f"{ANOTHER_WAY}: '1,234' was taken for thousands"
    engine = FakeEngine({}, {("code", 0): ["a", "b"]})
    tool = FakeTool("code", lambda call: Observation("3", against=(doubt,), result=Result("number", "3", 3)))
    team = make_team(tool, policy=Policy(opening="code", plan={"code": "Use t."}))
    trace = drive(run(Task("How many?", "Variables:\nt"), team, 5), lambda role: engine, team.tools)
    assert tool.calls == ["a"]
    assert (trace.confidence, trace.notes) == ("unsure", (doubt,))


@pytest.mark.parametrize(
    ("program", "notes"), [("t['fare'].sum()", ("money: column `fare`",)), ("len(t)", ())], ids=["used", "not used"]
)
def test_how_a_word_was_read_is_told_where_the_program_goes_by_it(program: str, notes: tuple[str, ...]) -> None:
    task = Task("How much money?", "Variables:\nt", readings=(Reading("fare", "money: column `fare`"),))
    engine = FakeEngine({}, {("code", 0): [program]})
    seen = Observation("3", result=Result("number", "3", 3))
    team = make_team(FakeTool("code", lambda call: seen), policy=Policy(opening="code", plan={"code": "Use t."}))
    trace = drive(run(task, team, 5), lambda role: engine, team.tools)
    assert (trace.answer, trace.notes) == ("3", notes)


def test_arithmetic_needs_no_planner_and_no_check() -> None:
    sums, kind = Opinions(plan={"code": "Compute it."}), re.compile(r"^[\d+ ]+$")
    again = Opinions(ask={"code": "Again."}, turns=["code"], plan={"code": "Compute."})
    policy = Policy(copies=9, opinions=again, openings=((kind, "code"),), checks=((kind, sums),))
    engine = FakeEngine({}, {("code", 0): "3 + 4"})
    team = make_team(good(), policy=policy)
    trace = drive(run(Task("3 + 4"), team, 5), lambda role: engine, team.tools)
    assert (trace.status, trace.answer) == ("finished", trace.steps[0].observation)
    assert [(step.tool, step.step) for step in trace.steps] == [("code", "Compute it.")]
    assert [request.role for request in engine.asked] == ["code"]


@pytest.mark.parametrize("known", [True, False])
def test_who_knows_how_a_question_is_solved_begins(known: bool) -> None:
    class Knowing(FakeExpert):
        def recalls(self, task: Task) -> bool:
            return known

    search = FakeTool("search", lambda call: Observation("nothing", ok=False, error="nothing"))
    team = make_team(search, good(), policy=Policy(copies=9))
    team = replace(team, experts={**team.experts, "code": Knowing("code")})
    texts = {
        ("action", 0): "Add.",
        ("query", 0): "1",
        ("action", 1): "Add.",
        ("code", 0): "1 + 2",
        ("code", 1): "1 + 2",
    }
    engine = FakeEngine({0: {"search": 0.9, "code": 0.1}, 1: CODE}, texts)
    trace = drive(run(QUESTION, team, 2), lambda role: engine, team.tools)
    assert [step.tool for step in trace.steps] == (["code"] if known else ["search", "code"])
    assert trace.answer == "3"


def test_an_answer_is_no_python_object() -> None:
    tool = FakeTool("code", lambda call: Observation("Fraction(5, 18)"))
    team = make_team(tool, policy=Policy(copies=20))
    engine = FakeEngine({0: CODE, 1: FINISH}, {("action", 0): "Divide.", ("code", 0): "Fraction(5, 18)"})
    trace = drive(run(Task("5 of 18?"), team, 5), lambda role: engine, team.tools)
    assert (trace.answer, trace.steps[0].observation) == ("5/18", "Fraction(5, 18)")


def test_a_failed_first_step_of_a_kind_goes_to_the_planner() -> None:
    sums, kind = Opinions(plan={"code": "Compute it."}), re.compile("3")
    tool = FakeTool("code", lambda call: Observation("", ok=False, error="SyntaxError"))
    engine = FakeEngine({1: {"finish": 1.0}}, {("code", 0): "3 +", ("action", 1): "7"})
    team = make_team(tool, policy=Policy(openings=((kind, "code"),), checks=((kind, sums),)))
    trace = drive(run(Task("3 + 4"), team, 3), lambda role: engine, team.tools)
    assert trace.steps[0].status == "failed"
    assert trace.answer == "7"


def test_the_word_of_a_failure_is_no_answer() -> None:
    tool = FakeTool("code", lambda call: Observation("", ok=False, error="NameError: x"))
    texts = {("action", 0): "Add.", ("code", 0): "x", ("action", 1): "This step has failed."}
    trace = solve(FakeEngine({0: CODE, 1: {"finish": 1.0}}, texts), tool)
    assert (trace.status, trace.answer, trace.error) == ("failed", None, "no answer was found")


@pytest.mark.parametrize("words", ["", "   \n"])
def test_a_model_that_writes_nothing_ends_the_run_without_running_anything(words: str) -> None:
    tool = good()
    trace = solve(FakeEngine({0: CODE}, {("action", 0): "Add.", ("code", 0): words}), tool, steps=3)
    assert tool.calls == []
    assert trace.steps[0].error == "the model wrote nothing"
    assert trace.answer is None
    assert trace.status in ("failed", "limit")


def test_nonsense_from_an_engine_that_cannot_score_comes_to_an_end() -> None:
    texts: dict[tuple[str, int], Any] = {("action", i): "blah blah" for i in range(9)}
    trace = solve(FakeEngine({}, texts), good(), steps=4)
    assert len(trace.steps) <= 4


def test_failures_in_a_row_end_the_run() -> None:
    tool = FakeTool("code", lambda call: Observation("", ok=False, error="no"))
    texts = {("action", i): f"Try {'abcdef'[i]}" for i in range(6)} | {("code", i): "x" for i in range(6)}
    trace = solve(FakeEngine(dict.fromkeys(range(6), CODE), texts), tool, steps=6)
    assert len(trace.steps) == MAX_FAILURES


def test_an_engine_that_cannot_score_is_read_by_its_tag() -> None:
    texts = {("action", 0): "[code] Add them.", ("code", 0): "x", ("action", 1): "[finish] 3"}
    trace = solve(FakeEngine({}, texts), good())
    assert trace.steps[0].tool == "code"
    assert trace.status == "finished"


def test_an_error_of_an_engine_ends_the_trace_as_failed_with_the_steps_kept() -> None:
    engine = FakeEngine(
        {0: CODE, 1: CODE}, {("action", 0): "Add.", ("code", 0): "x", ("action", 1): EngineError("out of memory")}
    )
    trace = solve(engine, good())
    assert (trace.status, trace.error, len(trace.steps)) == ("failed", "out of memory", 1)


def test_a_fault_of_a_tool_keeps_the_step_it_happened_in() -> None:
    def act(call: str) -> Observation:
        raise ZeroDivisionError("ours")

    trace = solve(FakeEngine({0: CODE}, {("action", 0): "Add.", ("code", 0): "1/0"}), FakeTool("code", act))
    assert (trace.status, trace.error) == ("failed", "ours")
    assert (trace.steps[0].status, trace.steps[0].call) == ("failed", "1/0")


def test_an_interrupt_ends_the_trace_as_stopped() -> None:
    def act(call: str) -> Observation:
        raise KeyboardInterrupt

    trace = solve(FakeEngine({0: CODE}, {("action", 0): "Add.", ("code", 0): "x"}), FakeTool("code", act))
    assert (trace.status, trace.steps[0].status) == ("stopped", "stopped")


def test_a_step_given_by_a_person_runs_as_given_and_is_marked() -> None:
    tool = good()
    past = [Step(0, "code", "Before.", call="a", output="1")]
    engine = FakeEngine({2: FINISH}, {("action", 2): "3"})
    trace = solve(engine, tool, past=past, redo=Redo(Action("code", "Mine."), "b + 1"))
    assert tool.calls == ["b + 1"]
    assert [step.step for step in trace.steps] == ["Before.", "Mine."]
    assert (trace.steps[1].author, trace.steps[1].status) == ("human", "edited")


def test_a_short_output_of_code_is_the_answer_where_the_profile_says_so() -> None:
    engine = FakeEngine({0: CODE, 1: FINISH}, {("action", 0): "Add.", ("code", 0): "x", ("action", 1): "birch"})
    assert solve(engine, good("birch 10"), policy=Policy(copies=20)).answer == "birch 10"
    assert solve(engine, good("birch 10"), policy=Policy(copies=3)).answer == "birch"
    assert solve(engine, good("a\nb"), policy=Policy(copies=20)).answer == "birch"


def test_a_rerun_keeps_the_traces_identity() -> None:
    engine = FakeEngine({0: CODE, 1: FINISH}, {("action", 0): "Add.", ("code", 0): "x", ("action", 1): "3"})
    first = solve(engine, good())
    again = solve(engine, good(), redo=Redo(Action("code", "Mine."), "y"), trace=first)
    assert (again.id, again.created) == (first.id, first.created)


def test_a_step_run_again_as_it_was_stays_the_models() -> None:
    tool = good()
    engine = FakeEngine({1: FINISH}, {("action", 1): "3"})
    trace = solve(engine, tool, redo=Redo(Action("code", "Add."), "1 + 2", edited=False))
    assert tool.calls == ["1 + 2"]
    assert (trace.steps[0].author, trace.steps[0].status) == ("model", "done")
