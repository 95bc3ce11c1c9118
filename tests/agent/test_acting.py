"""One step carried out: written, doubted, mended, repaired, handed over, rewritten."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pack import CODE, FINISH, QUESTION, FakeEngine, FakeExpert, FakeTool, good, make_team, solve

from husky_kernel.agent.drive import drive
from husky_kernel.agent.loop import Redo, run
from husky_kernel.agent.protocols import Generation, Request
from husky_kernel.agent.types import Action, Observation, Tokens


def test_failing_code_is_repaired_with_its_error() -> None:
    def act(call: str) -> Observation:
        return Observation("3") if call == "right" else Observation("", ok=False, error="NameError: x")

    engine = FakeEngine(
        {0: CODE, 1: FINISH}, {("action", 0): "Add.", ("code", 0): ["wrong", "right"], ("action", 1): "3"}
    )
    trace = solve(engine, FakeTool("code", act))
    asks = [request.messages[0].content for request in engine.asked if request.role == "code"]
    assert asks == ["Add. / None", "Add. / NameError: x"]
    assert (trace.steps[0].status, trace.steps[0].call, trace.steps[0].error) == ("done", "right", None)


def test_a_call_that_can_be_put_right_without_the_model_is_and_costs_no_repair() -> None:
    def act(call: str) -> Observation:
        return Observation("3") if call == "right" else Observation("", ok=False, error="NameError: x")

    texts = {("action", 0): "Add.", ("code", 0): ["wrong", "still wrong", "nearly"], ("action", 1): "3"}
    engine = FakeEngine({0: CODE, 1: FINISH}, texts)
    tool = FakeTool("code", act)
    team = replace(make_team(tool), experts={"code": FakeExpert("code", cured=("nearly", "right"))})
    trace = drive(run(QUESTION, team, 5), lambda role: engine, team.tools)
    assert tool.calls == ["wrong", "still wrong", "nearly", "right"]
    assert len([request for request in engine.asked if request.role == "code"]) == 3
    assert (trace.steps[0].status, trace.steps[0].call, trace.steps[0].error) == ("done", "right", None)


@pytest.mark.parametrize(("written", "ran"), [(["made up", "2 + 2"], ["2 + 2"]), (["made up"], ["made up"])])
def test_a_doubted_call_is_written_anew_once_before_it_runs(written: list[str], ran: list[str]) -> None:
    tool = good()
    engine = FakeEngine({0: CODE, 1: FINISH}, {("action", 0): "Add.", ("code", 0): written, ("action", 1): "3"})
    team = replace(make_team(tool), experts={"code": FakeExpert("code", doubted="made up")})
    trace = drive(run(QUESTION, team, 5), lambda role: engine, team.tools)
    asks = [request for request in engine.asked if request.role == "code"]
    assert [request.messages[0].content for request in asks][:2] == ["Add. / None", "Add. / not made up"]
    # Written as it was, the call is sampled, and then it is taken.
    again = written == ran
    assert [request.temperature for request in asks] == [0.0, 0.0, *([0.7] if again else [])]
    assert (tool.calls, trace.steps[0].status) == (ran, "done")


def test_a_doubted_call_that_is_written_as_it_was_is_put_right_without_the_model_where_that_can_be() -> None:
    tool = good()
    engine = FakeEngine({0: CODE, 1: FINISH}, {("action", 0): "Add.", ("code", 0): "made up", ("action", 1): "3"})
    team = replace(make_team(tool), experts={"code": FakeExpert("code", doubted="made up", cured=("made up", "2 + 2"))})
    trace = drive(run(QUESTION, team, 5), lambda role: engine, team.tools)
    assert (tool.calls, trace.steps[0].status) == (["2 + 2"], "done")
    assert len([request for request in engine.asked if request.role == "code"]) == 2


def test_a_doubted_call_that_is_written_as_it_was_is_sampled_and_not_doubted_again() -> None:
    class Stubborn(FakeEngine):
        def generate(self, request: Request, on_text: Any = None) -> Generation:
            reply = super().generate(request, on_text)
            return replace(reply, text="2 + 2") if request.temperature else reply

    tool = good()
    engine = Stubborn({0: CODE, 1: FINISH}, {("action", 0): "Add.", ("code", 0): "made up", ("action", 1): "3"})
    team = replace(make_team(tool), experts={"code": FakeExpert("code", doubted="made up")})
    trace = drive(run(QUESTION, team, 5), lambda role: engine, team.tools)
    assert (tool.calls, trace.steps[0].call) == (["2 + 2"], "2 + 2")
    assert len([request for request in engine.asked if request.role == "code"]) == 3


@pytest.mark.parametrize(("instead", "acted"), [("search", ["[search]", "35,000"]), ("nobody", ["made up"])])
def test_a_call_may_be_handed_to_another_tool_before_it_runs(instead: str, acted: list[str]) -> None:
    calls: list[str] = []
    tools = [FakeTool(name, lambda call: calls.append(call) or Observation("35,000")) for name in ("code", "search")]
    texts = {("action", 0): "[search]", ("code", 0): "made up", ("query", 0): "[search]", ("action", 1): "35,000"}
    engine = FakeEngine({0: CODE, 1: FINISH}, texts)
    experts = {"code": FakeExpert("code", doubted="made up", instead=instead), "search": FakeExpert("query")}
    team = replace(make_team(*tools), experts=experts)
    trace = drive(run(QUESTION, team, 5), lambda role: engine, team.tools)
    assert calls == acted[:1]
    assert (len(trace.steps), trace.steps[0].tool) == (1, "search" if len(acted) > 1 else "code")


def test_code_that_stays_wrong_fails_after_two_repairs_and_the_loop_goes_on() -> None:
    tool = FakeTool("code", lambda call: Observation("", ok=False, error="NameError: x"))
    engine = FakeEngine(
        {0: CODE, 1: {"finish": 1.0}}, {("action", 0): "Add.", ("code", 0): "x", ("action", 1): "unknown"}
    )
    trace = solve(engine, tool)
    assert len(tool.calls) == 3
    step = trace.steps[0]
    assert (step.status, step.output, step.error) == ("failed", "This step has failed.", "NameError: x")
    assert [request.temperature for request in engine.asked if request.role == "code"] == [0.0, 0.0, 0.7, 0.7]
    assert (trace.status, trace.answer) == ("finished", "unknown")


def test_a_search_without_a_hit_is_rephrased_once() -> None:
    tool = FakeTool("search", lambda call: Observation("", ok=False, error="no result"))
    engine = FakeEngine(
        {0: {"search": 1.0}, 1: FINISH}, {("action", 0): "Find it.", ("query", 0): ["one", "two"], ("action", 1): "?"}
    )
    solve(engine, tool)
    assert tool.calls == ["one", "two"]


def test_a_long_output_is_rewritten_and_a_short_one_is_not() -> None:
    texts = {("action", 0): "Add.", ("code", 0): "x", ("rewrite", 0): "It is three.", ("action", 1): "3"}
    long = solve(FakeEngine({0: CODE, 1: FINISH}, texts), good("3 " * 50))
    assert (long.steps[0].output, long.steps[0].observation) == ("It is three.", "3 " * 50)
    assert solve(FakeEngine({0: CODE, 1: FINISH}, texts), good()).steps[0].output == "3"


def test_a_tool_that_only_checks_leaves_the_text_as_output_and_observes_on_its_own() -> None:
    tool = FakeTool("math", lambda call: Observation("sympy checked 1", checked="1 + 1 is 2, not 3"), executes=False)
    engine = FakeEngine(
        {0: {"math": 1.0}, 1: FINISH}, {("action", 0): "Derive.", ("math", 0): "1 + 1 = 3", ("action", 1): "3"}
    )
    step = solve(engine, tool).steps[0]
    assert (step.call, step.output, step.observation) == (None, "1 + 1 = 3", "sympy checked 1")
    assert step.error == "1 + 1 is 2, not 3"


def test_a_persons_own_code_is_not_rewritten_when_it_fails() -> None:
    tool = FakeTool("code", lambda call: Observation("", ok=False, error="NameError"))
    engine = FakeEngine({1: FINISH}, {("action", 1): "3"})
    trace = solve(engine, tool, redo=Redo(Action("code", "Mine."), "broken"))
    assert tool.calls == ["broken"]
    assert trace.steps[0].status == "failed"


def test_a_changed_step_text_gets_new_code() -> None:
    tool = good()
    engine = FakeEngine({1: FINISH}, {("code", 0): "new code", ("action", 1): "3"})
    solve(engine, tool, redo=Redo(Action("code", "Use the median.")))
    assert tool.calls == ["new code"]


def test_a_program_that_reached_the_limit_goes_on_where_it_was_cut() -> None:
    def write(begun: str) -> tuple[str, Tokens, str]:
        return ("+ 2", Tokens(), "stop") if begun.endswith("1 ") else ("1 ", Tokens(), "length")

    tool = good()
    trace = solve(
        FakeEngine({0: CODE, 1: FINISH}, {("code", 0): write, ("action", 0): "Add.", ("action", 1): "3"}), tool
    )
    assert tool.calls == ["1 + 2"]
    assert trace.status == "finished"


def test_a_program_without_an_end_is_never_run() -> None:
    tool = good()
    texts = {("code", 0): lambda begun: ("x = 1\n", Tokens(), "length"), ("action", 0): "Add.", ("action", 1): "3"}
    trace = solve(FakeEngine({0: CODE, 1: FINISH}, texts), tool)
    assert tool.calls == []
    assert trace.steps[0].status == "failed"
    assert "cut off" in (trace.steps[0].error or "")
