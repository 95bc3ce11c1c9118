from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from benchmark_fakes import Listening, Riddle, scripted, workplace

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.protocols import Request
from husky_kernel.agent.types import Observation, Step, Trace
from husky_kernel.eval.agents import AGENTS, Solver, make_solvers, named
from husky_kernel.eval.causes import cause_of, contains
from husky_kernel.eval.sandbox import Sandbox
from husky_kernel.modules.memory import Memory, Solved
from husky_kernel.tools.commonsense import CommonsenseTool

Script = Callable[[Mapping[str, Any]], str]
THREE = Riddle(7, "1 + 2?", ("3",))
TABLES = ({"df": pd.DataFrame({"n": [1, 2]})}, {"df": pd.DataFrame({"n": [5, 5]})})
TOTAL = Riddle(8, "What is the total of n?", ("3", "10"), TABLES)


class NoFacts:
    """A search tool that knows nothing."""

    name, description, executes = "search", "look up", True
    instructions, examples, action_examples = "", (), ()

    def run(self, call: str) -> Observation:
        return Observation(f"No result for {call!r}.", ok=False, error="no result")


def solver(name: str, model: str, sandbox: Sandbox, **options: Any) -> Solver:
    return make_solvers([name], workplace(scripted(model), sandbox, **options))[0]


@pytest.mark.parametrize(
    ("agent", "replies"),
    [
        ("husky", {"action": {"0": "[code] Add.", "1": "[finish] 3"}, "code": {"0": "1 + 2"}}),
        ("pot", {"pot": {"0": "```python\n1 + 2\n```"}}),
        ("direct", {"direct": {"0": "Answer: 3"}}),
        ("cot", {"cot": {"0": "1 + 2 is 3.\nAnswer: 3"}}),
        ("react", {"react": {"0": "Thought: add\nAction: code\n1 + 2", "1": "Thought: done\nAction: finish\n3"}}),
    ],
)
def test_each_agent_answers(agent: str, replies: Mapping[str, Any], sandbox: Sandbox, script: Script) -> None:
    attempt = solver(agent, script(replies), sandbox).solve(THREE)
    assert (attempt.answer, attempt.solved, attempt.solved_as_reference, attempt.cause) == ("3", True, True, None)
    assert attempt.trace.question == "1 + 2?"
    assert attempt.trace.steps
    assert attempt.tokens.prompt > 0
    data = attempt.trace.to_json()
    assert Trace.from_json(data).to_json() == data


PROGRAMS = {
    "husky": lambda code: {"action": {"0": "[code] Sum.", "1": "[finish] 3"}, "code": {"0": code}},
    "pot": lambda code: {"pot": {"0": code}},
    "react": lambda code: {"react": {"0": f"Thought: x\nAction: code\n{code}", "1": "Thought: y\nAction: finish\n3"}},
}


@pytest.mark.parametrize("agent", PROGRAMS)
@pytest.mark.parametrize(("code", "right"), [("df['n'].sum()", True), ("len(df) + 1", False)], ids=["sum", "luck"])
def test_programs_must_be_right_on_every_fill(
    agent: str, code: str, right: bool, sandbox: Sandbox, script: Script
) -> None:
    attempt = solver(agent, script(PROGRAMS[agent](code)), sandbox).solve(TOTAL)
    assert (attempt.answer, attempt.solved) == ("3", right)


@pytest.mark.parametrize("agent", ["husky", "pot"])
def test_who_writes_programs_is_shown_solved_questions(agent: str, sandbox: Sandbox) -> None:
    engine, solved = Listening(), Solved("3 + 4?", "3 + 4 == 7")
    place = replace(workplace(engine, sandbox), memory=Memory(lambda: (solved,)))
    make_solvers([agent], place)[0].solve(THREE)
    asked = [request for request in engine.requests if request.role in ("code", "pot")]
    assert [question for request in asked for question, _ in request.remembered] == ["3 + 4?"] * len(asked)
    assert asked
    assert "3 + 4 == 7" in asked[0].messages[-2].content


@pytest.mark.parametrize("agent", ["direct", "cot"])
def test_agents_without_tools_get_the_table_as_text(agent: str, sandbox: Sandbox) -> None:
    engine = Listening()
    make_solvers([agent], workplace(engine, sandbox))[0].solve(TOTAL)
    assert "n\n1\n2\n" in engine.requests[0].messages[-1].content


@pytest.mark.parametrize("agent", AGENTS)
def test_every_agent_is_told_the_form_of_the_answer(agent: str, sandbox: Sandbox) -> None:
    class Silent(Listening):
        def reply(self, request: Request) -> str:
            return "finish"

    engine = Silent()
    make_solvers([agent], workplace(engine, sandbox, max_steps=1, hint="Answer with a whole number."))[0].solve(THREE)
    assert any("1 + 2? Answer with a whole number." in m.content for m in engine.requests[0].messages)


def test_react_is_told_what_it_saw_and_has_to_finish(sandbox: Sandbox, script: Script) -> None:
    replies = ["no action here", "Thought: a\nAction: search\nTexas", "Thought: b\nAction: code\n1 / 0", "3"]
    model = script({"react": {str(step): text for step, text in enumerate(replies)}})
    tools = {"search": NoFacts(), "commonsense": CommonsenseTool()}
    attempt = solver("react", model, sandbox, tools=tools, max_steps=3).solve(THREE)
    steps = attempt.trace.steps
    assert [step.tool for step in steps] == ["none", "search", "code", "finish"]
    assert [step.status for step in steps] == ["failed", "failed", "failed", "done"]
    assert "code, search, finish" in steps[0].output
    assert "No result for 'Texas'" in steps[1].observation
    assert "ZeroDivisionError" in steps[2].observation
    assert (attempt.trace.status, attempt.answer, attempt.solved) == ("limit", "3", True)


@pytest.mark.parametrize(
    ("agent", "replies", "cause"),
    [
        ("pot", {"pot": {"0": "1 / 0"}}, "code failed"),
        ("pot", {"pot": {"0": "1 + 3"}}, "wrong code"),
        ("pot", {"pot": {"0": "'it is 3'"}}, "format"),
        ("cot", {"cot": {"0": "Answer: 4"}}, "wrong reasoning"),
        ("cot", {"cot": {"0": ""}}, "format"),
        ("direct", {"direct": {"0": "Answer: 3 apples"}}, "format"),
        ("react", {"react": {"0": "Thought: x\nAction: finish\n4"}}, "wrong tool"),
        ("react", {"react": {str(n): "hm" for n in range(5)}}, "no finish"),
        (
            "react",
            {"react": {"0": "Thought: x\nAction: search\nq", "1": "Thought: x\nAction: finish\n4"}},
            "search empty",
        ),
        (
            "husky",
            {"action": {"0": "[code] Add.", "1": "[finish] 4"}, "code": {"0": "2 + 2", "1": "3 + 1"}},
            "wrong code",
        ),
        (
            "husky",
            {"action": {str(n): f"[code] Add {n}." for n in range(6)}, "code": {"0": "pass", "1": "pass"}},
            "no finish",
        ),
    ],
)
def test_what_went_wrong_is_named(
    agent: str, replies: Mapping[str, Any], cause: str, sandbox: Sandbox, script: Script
) -> None:
    attempt = solver(agent, script(replies), sandbox, tools={"search": NoFacts()}, max_steps=2).solve(THREE)
    assert (attempt.solved, attempt.cause) == (False, cause)


def test_an_engine_that_fails_in_the_loop_is_a_crash(sandbox: Sandbox) -> None:
    class Broken(Listening):
        def reply(self, request: Request) -> str:
            raise RuntimeError("no memory")

    attempt = make_solvers(["husky"], workplace(Broken(), sandbox))[0].solve(THREE)
    assert (attempt.cause, attempt.trace.error) == ("crash", "no memory")


def test_a_question_without_numbers_and_variables_needs_no_program() -> None:
    said = Step(0, "commonsense", "Think.", output="They do.")
    trace = Trace("Do they?", "m", answer="yes", steps=(said,))
    assert cause_of(Riddle(0, "Do they?", ("no",)), trace, computes=True) == "wrong reasoning"
    assert cause_of(Riddle(0, "How many?", ("12",)), trace, computes=True) == "wrong tool"


@pytest.mark.parametrize(
    ("text", "answer", "inside"),
    [
        ("3 boys and 18", "18", True),
        ("1,200 dollars", "1200", True),
        ("118", "18", False),
        ("It is New York.", "new york", True),
        ("Yorkshire", "york", False),
        (None, "3", False),
        ("3", "", False),
    ],
)
def test_a_value_is_found_in_a_text(text: str | None, answer: str, inside: bool) -> None:
    assert contains(text, answer) is inside


def test_unknown_agents_are_told() -> None:
    assert named(["pot", "husky", "pot"]) == ("pot", "husky")
    with pytest.raises(UseError, match="no agent 'cat': choose from husky, pot, direct, cot, react"):
        named(["cat"])
