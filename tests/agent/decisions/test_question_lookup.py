"""A question whose facts a tool holds is looked up whole, before a model is asked for anything."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import pytest
from pack import FINISH, FakeEngine, FakeTool, make_team

from husky_kernel.agent.decisions.lookup import Lookup
from husky_kernel.agent.decisions.opinions import Opinions
from husky_kernel.agent.decisions.policy import Policy
from husky_kernel.agent.drive import drive
from husky_kernel.agent.loop import run
from husky_kernel.agent.types import Observation, Step, Task, Trace

COUNTS, NEVER = re.compile("how many", re.IGNORECASE), re.compile("^Is ")
LOOKUP = Lookup("Find the facts.", (NEVER,), (COUNTS,))
POLICY = Policy(lookup=LOOKUP, facts=Opinions(plan={"code": "Compute it."}, sees=["search"]), copies=100)
MANY = Task("How many people live in Fiji and in Tonga?")
FOUND = Step(0, "search", "Find the facts.", call=MANY.question, observation="Fiji: 9", output="Fiji: 9")


@dataclass
class KnowingTool(FakeTool):
    held: str = "Fiji"

    def knows(self, question: str) -> bool:
        return self.held in question


def solve(task: Task, found: Observation, scores: Any = None) -> tuple[Trace, FakeEngine, KnowingTool]:
    search = KnowingTool("search", lambda call: found)
    tools = (FakeTool("code", lambda call: Observation("10")), search)
    texts = {("code", at): "9 + 1" for at in range(4)} | {("action", at): "written" for at in range(4)}
    engine = FakeEngine(scores or {}, texts | {("query", at): "a query" for at in range(4)})
    team = make_team(*tools, policy=POLICY)
    return drive(run(task, team, 4), lambda role: engine, team.tools), engine, search


def test_all_facts_are_found_by_the_question_and_computed_with_no_planner() -> None:
    trace, engine, search = solve(MANY, Observation("Fiji: 9. Tonga: 1."))
    assert (trace.status, trace.answer) == ("finished", "10")
    assert [(step.tool, step.step) for step in trace.steps] == [("search", "Find the facts."), ("code", "Compute it.")]
    assert search.calls == [MANY.question]
    assert [request.role for request in engine.asked] == ["code"]
    assert {step.author for step in trace.steps} == {"model"}


def test_where_nothing_is_counted_the_planner_goes_on() -> None:
    trace, engine, search = solve(Task("Who lives in Fiji?"), Observation("Fiji: people."), {1: FINISH})
    assert (trace.status, trace.answer) == ("finished", "written")
    assert search.calls == ["Who lives in Fiji?"]
    assert [request.role for request in engine.asked] == ["action"]


def test_a_look_up_that_fails_is_the_planners_to_mend() -> None:
    lost = Observation("", ok=False, error="no result")
    trace, _, search = solve(MANY, lost, {1: {"search": 1.0}, 2: {"code": 1.0}, 3: FINISH})
    assert trace.steps[0].status == "failed"
    assert search.calls[0] == MANY.question
    assert len(trace.steps) > 1


@pytest.mark.parametrize(
    "task", [Task("Is Fiji large?"), Task("How many people live in Fiji?", "Variables:\nx: int"), Task("How many?")]
)
def test_other_questions_are_not_looked_up_whole(task: Task) -> None:
    tools = {
        "search": KnowingTool("search", lambda call: Observation("")),
        "code": FakeTool("code", lambda call: FOUND),
    }  # type: ignore[arg-type,return-value]
    assert LOOKUP.tool(task, tools) is None
    assert LOOKUP.tool(MANY, tools) == "search"
    assert LOOKUP.tool(MANY, {"code": tools["code"]}) is None
    assert Lookup().tool(MANY, tools) is None


def test_only_its_own_step_is_one() -> None:
    assert LOOKUP.is_one(FOUND)
    assert not Lookup().is_one(replace(FOUND, step=""))
    for other in (replace(FOUND, index=1), replace(FOUND, author="human"), replace(FOUND, step="Find more.")):
        assert not LOOKUP.is_one(other)
        assert POLICY.decided([other], MANY) is None
    assert POLICY.decided([FOUND], MANY) == "code"
    assert POLICY.decided([FOUND, FOUND], MANY) is None
    assert POLICY.decided([replace(FOUND, status="failed")], MANY) is None
