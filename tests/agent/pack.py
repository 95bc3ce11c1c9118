"""A team of fakes: modules that lay out one line, a scripted model, tools that do what the test says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from husky_kernel.agent.decisions.policy import Policy
from husky_kernel.agent.drive import drive
from husky_kernel.agent.loop import run
from husky_kernel.agent.protocols import Doubt, Example, Generation, Message, Repair, Request, Scores
from husky_kernel.agent.team import Team
from husky_kernel.agent.types import Observation, Step, Task, Tokens, Trace


@dataclass
class FakeTool:
    name: str
    act: Callable[[str], Observation]
    executes: bool = True
    description: str = ""
    instructions: str = ""
    examples: Sequence[Example] = ()
    action_examples: Sequence[Example] = ()
    calls: list[str] = field(default_factory=list)

    def run(self, call: str) -> Observation:
        self.calls.append(call)
        return self.act(call)


class FakeAction:
    def choose(self, task: Task, history: Sequence[Step]) -> Request:
        return Request("action", (Message("user", task.question),), step=len(history))

    def write(self, task: Task, history: Sequence[Step], tool: str, attempt: int = 0) -> Request:
        return Request("action", (Message("user", task.question),), f"[{tool}]", step=len(history), attempt=attempt)

    def parse(self, text: str) -> str:
        return text.strip()


@dataclass
class FakeExpert:
    name: str
    doubted: str = ""
    instead: str | None = None
    cured: tuple[str, str] = ("", "")

    def mend(self, call: str, failure: str, done: Collection[str] = (), never: Collection[str] = ()) -> Repair | None:
        usable = call == self.cured[0] and "spelling" not in done
        return Repair("spelling", self.cured[1], "the spelling") if usable else None

    def doubt(self, call: str, task: Task, history: Sequence[Step]) -> Doubt | None:
        return Doubt(task, f"not {call}", self.instead) if call == self.doubted else None

    def request(self, task: Task, history: Sequence[Step], step: Step, failure: str | None = None) -> Request:
        return Request(self.name, (Message("user", f"{step.step} / {failure}"),), step=step.index)

    def parse(self, text: str, task: Task, history: Sequence[Step] = ()) -> str:
        return text


class FakeRewriter:
    def plain(self, observation: Observation) -> str | None:
        return observation.text if len(observation.text) < 40 else None

    def request(self, task: Task, step: Step) -> Request:
        return Request("rewrite", (Message("user", step.observation),), step=step.index)

    def parse(self, text: str, observation: Observation) -> str:
        return text or observation.text[:40]


@dataclass
class FakeEngine:
    """``scores`` by step, and by role and step what is written; of a list, one after another.

    A function of what the reply begins with gives the text, its tokens and why it ended.
    """

    scores: Mapping[int, Mapping[str, float]]
    texts: Mapping[tuple[str, int], Any]
    name: str = "fake"
    context_length: int = 1000
    asked: list[Request] = field(default_factory=list)

    def score(self, request: Request, choices: Sequence[str]) -> Scores:
        wanted = self.scores.get(request.step, {})
        return Scores(
            {f"[{name}]": value for name, value in wanted.items() if f"[{name}]" in choices}, Tokens(10, 5, 0)
        )

    def generate(self, request: Request, on_text: Any = None) -> Generation:
        self.asked.append(request)
        found = self.texts.get((request.role, request.step), "")
        if isinstance(found, Exception):
            raise found
        if callable(found):
            return Generation(*found(request.prefill))
        if isinstance(found, list):
            found = found[min(request.attempt, len(found) - 1)]
        return Generation(found, Tokens(20, 10, 3))

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def close(self) -> None:
        pass


def make_team(*tools: FakeTool, policy: Policy | None = None) -> Team:
    known = {tool.name: tool for tool in tools}
    experts = {name: FakeExpert({"search": "query"}.get(name, name)) for name in known}
    return Team("fake", FakeAction(), experts, FakeRewriter(), known, policy or Policy())


CODE, FINISH = {"code": 0.9, "finish": 0.1}, {"finish": 0.9, "code": 0.1}
QUESTION = Task("What is 1 + 2?")


def good(text: str = "3") -> FakeTool:
    return FakeTool("code", lambda call: Observation(text))


def solve(engine: FakeEngine, *tools: FakeTool, steps: int = 5, policy: Policy | None = None, **more: Any) -> Trace:
    team = make_team(*tools, policy=policy)
    return drive(run(QUESTION, team, steps, **more), lambda role: engine, team.tools)
