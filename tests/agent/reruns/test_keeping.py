"""A changed step with what follows kept; among these the two faults known from forks of other systems."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pack import FakeEngine, FakeTool, make_team

from husky_kernel.agent.decisions.policy import Policy
from husky_kernel.agent.drive import drive
from husky_kernel.agent.errors import EngineError
from husky_kernel.agent.events import Act, Choose, Ended, Event, Progress, Started, Think
from husky_kernel.agent.loop import Redo
from husky_kernel.agent.reruns.branches import grow, line, record
from husky_kernel.agent.reruns.keeping import rerun_kept
from husky_kernel.agent.types import Action, Observation, Step, Task, Trace

TASK = Task("Twice x, plus one?")
OLD = Trace(
    "Twice x, plus one?",
    "fake",
    answer="43",
    steps=(
        Step(0, "code", "Set x.", call="x = 21", observation="21", output="21"),
        Step(1, "code", "Double it.", call="y = 2 * x", observation="42", output="42", tool_scores={"code": 0.9}),
        Step(2, "math", "Why?", output="Because.", observation="sympy checked 1"),
        Step(3, "code", "Add one.", call="y + 1", observation="43", output="43", author="human", status="edited"),
    ),
)


class World:
    """What the calls of OLD do."""

    def __init__(self, x: int = 21) -> None:
        self.names: dict[str, Any] = {"x": x}

    def act(self, call: str) -> Observation:
        name, _, value = call.rpartition("= ")
        try:
            result = eval(value, dict(self.names))
        except Exception as error:
            return Observation("", ok=False, error=type(error).__name__)
        self.names[name.strip() or "_"] = result
        return Observation(str(result))


def keep(
    redo: Redo | None, at: int, engine: FakeEngine | None = None, skip: int = 1, policy: Policy | None = None
) -> tuple[Trace, FakeTool, list[Event]]:
    tool, heard = FakeTool("code", World().act), list[Event]()
    team = make_team(tool, FakeTool("math", lambda call: Observation(""), executes=False), policy=policy)
    engine = engine or FakeEngine({}, {("action", step): "new answer" for step in range(5)})
    trace = grow(OLD, at, "edit")
    loop = rerun_kept(TASK, team, trace.steps, redo, OLD.steps[at + skip :], trace)
    return record(drive(loop, lambda role: engine, team.tools, heard.append)), tool, heard


def test_what_follows_runs_again_unchanged_and_nothing_before_does() -> None:
    trace, tool, heard = keep(Redo(Action("code", "Triple it."), "y = 3 * x"), at=1)
    assert tool.calls == ["y = 3 * x", "y + 1"]
    assert trace.steps[0] is OLD.steps[0]
    assert [step.step for step in trace.steps] == ["Set x.", "Triple it.", "Why?", "Add one."]
    assert [step.output for step in trace.steps] == ["21", "63", "Because.", "64"]
    assert [step.index for step in trace.steps] == [0, 1, 2, 3]
    assert [step.status for step in trace.steps] == ["done", "edited", "done", "edited"]
    assert (trace.status, trace.answer) == ("finished", "new answer")
    assert trace.finish["kept"] == 2
    assert isinstance(heard[0], Started)
    assert heard[0].trace.steps == OLD.steps[:1]
    assert isinstance(heard[-1], Ended)
    assert not any(isinstance(event, Choose) for event in heard)
    assert [event.field for event in heard if isinstance(event, Think)] == ["answer"]
    assert line(trace, "b1").steps == OLD.steps


def test_each_call_is_asked_for_once_in_order() -> None:
    """The first fault: an interrupt that is resumed acts twice."""
    _, tool, heard = keep(Redo(Action("code", "Set x."), "x = 5"), at=0)
    acts = [(event.index, event.call) for event in heard if isinstance(event, Act)]
    assert acts == [(0, "x = 5"), (1, "y = 2 * x"), (3, "y + 1")]
    assert tool.calls == [call for _, call in acts]


@pytest.mark.parametrize("at", range(4))
def test_a_fork_runs_nothing_of_what_was_before_it(at: int) -> None:
    """The second fault: a fork that runs everything from the start."""
    trace, _, heard = keep(Redo(Action("code", "Now this."), "x = 1"), at)
    touched = {event.index for event in heard if isinstance(event, Act)}
    touched |= {event.step.index for event in heard if isinstance(event, Progress)}
    assert min(touched) == at
    assert all(new is old for new, old in zip(trace.steps[:at], OLD.steps[:at], strict=True))


def test_a_step_left_out() -> None:
    trace, tool, _ = keep(None, at=1)
    assert tool.calls == ["y + 1"]
    assert [(step.index, step.step) for step in trace.steps] == [(0, "Set x."), (1, "Why?"), (2, "Add one.")]
    assert (trace.steps[2].status, trace.steps[2].error) == ("failed", "NameError")


def test_a_long_output_is_put_in_words_again_only_where_it_changed() -> None:
    words = {("rewrite", 1): "All sevens.", ("action", 2): "done"}
    first = Step(0, "code", "Which?", call="n = '3'", observation="3", output="3")
    long = Step(1, "code", "Repeat.", call="t = n * 60", observation="3" * 60, output="All threes.")
    old = replace(OLD, steps=(first, long))
    for call, said in (("n = '3'", "All threes."), ("n = '7'", "All sevens.")):
        tool, engine = FakeTool("code", World().act), FakeEngine({}, words)
        team = make_team(tool)
        redo = Redo(Action("code", "Which?"), call)
        trace = drive(rerun_kept(TASK, team, (), redo, old.steps[1:], old), lambda role, e=engine: e, team.tools)
        assert trace.steps[1].output == said
        assert [request.role for request in engine.asked] == (["action"] if "3" in call else ["rewrite", "action"])


def test_the_answer_is_copied_where_the_profile_says_so() -> None:
    trace, _, heard = keep(Redo(Action("code", "Triple."), "y = 3 * x"), at=1, policy=Policy(copies=20))
    assert trace.answer == "64"
    assert not any(isinstance(event, Think) for event in heard)


def test_a_stop_and_a_fault_keep_what_was_done() -> None:
    def stopped(call: str) -> Observation:
        if call == "y + 1":
            raise KeyboardInterrupt
        return Observation("1")

    team = make_team(FakeTool("code", stopped))
    loop = rerun_kept(TASK, team, OLD.steps[:1], Redo(Action("code", "Now."), "x"), OLD.steps[2:], OLD)
    trace = drive(loop, lambda role: FakeEngine({}, {}), team.tools)
    assert (trace.status, [step.status for step in trace.steps]) == ("stopped", ["done", "edited", "done", "stopped"])
    broken = FakeEngine({}, {("action", 4): EngineError("out of memory")})
    trace, _, _ = keep(Redo(Action("code", "Triple."), "y = 3 * x"), at=1, engine=broken)
    assert (trace.status, trace.error, len(trace.steps), trace.answer) == ("failed", "out of memory", 4, None)


def test_a_tool_that_is_gone_is_named() -> None:
    team = make_team(FakeTool("code", lambda call: Observation("1")))
    gone = Step(1, "roll", "Roll it.", call="2d6", output="7")
    trace = drive(rerun_kept(TASK, team, (), None, (gone,), OLD), lambda role: FakeEngine({}, {}), team.tools)
    assert (trace.status, trace.error) == (
        "failed",
        "there is no tool 'roll' for step 1: register it, or skip the step",
    )


def test_no_answer_is_a_failure() -> None:
    trace, _, _ = keep(Redo(Action("code", "Triple."), "y = 3 * x"), at=1, engine=FakeEngine({}, {}))
    assert (trace.status, trace.answer, trace.error) == ("failed", None, "no answer was found")
