"""Runs that tests of training cut pairs from: done for real, by a script, through the loop."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from husky_kernel.agent.decisions.policy import Policy
from husky_kernel.agent.drive import drive
from husky_kernel.agent.loop import run
from husky_kernel.agent.protocols import Generation, OnText, Request, Scores, Tool
from husky_kernel.agent.types import Hint, Task, Trace
from husky_kernel.assembly import Agent
from husky_kernel.engines.scripted import ScriptedEngine
from husky_kernel.modules.profile import Profile

SALES = Task(
    "How much is the mean of units above 2, and is it an odd number?",
    "Variables:\ndf: DataFrame, 3 rows x 1 column\n  'units' (int64): 1 … 6",
)
SCRIPT = {
    "action": {
        "0": "[code] Take the mean of units where units is above 2.",
        "1": "[search] Find what an odd number is.",
        "2": "[math] Divide the mean by 2.",
        "3": "[commonsense] Say whether it is odd.",
        "4": "[finish] 5.0, and it is odd",
    },
    "code": {"0": "rows = df[df['units'] > 2]\nrows['units'].mean()"},
    "query": {"1": "odd number"},
    "math": {"2": "5 / 2 = 2.5, which is not whole.\n\n\\boxed{2.5}"},
    "commonsense": {"1": "An odd number is not divisible by 2.", "3": "5 is odd."},
}
"""Every module writes something; the rewriter makes a sentence of what the search finds."""


@dataclass
class Library:
    """A search that finds one long text, whatever is asked."""

    name: str = "search"
    description: str = "Look up a fact."
    executes: bool = True
    instructions: str = ""
    examples: Sequence[Any] = ()
    action_examples: Sequence[Any] = ()

    def run(self, call: str) -> Any:
        from husky_kernel.agent.types import Observation

        return Observation("Odd numbers are whole numbers that 2 does not divide.\n" * 8)


@dataclass
class Spy:
    """An engine that remembers what it was asked, and lets another answer."""

    answers: ScriptedEngine
    name: str = "spy"
    context_length: int = 8192
    asked: list[Request] = field(default_factory=list)

    def generate(self, request: Request, on_text: OnText | None = None) -> Generation:
        self.asked.append(request)
        return self.answers.generate(request, on_text)

    def score(self, request: Request, choices: Sequence[str]) -> Scores:
        self.asked.append(request)
        return self.answers.score(request, choices)

    def count_tokens(self, text: str) -> int:
        return self.answers.count_tokens(text)

    def close(self) -> None:
        self.answers.close()


def solve(
    folder: Path, profile: Profile, tools: Mapping[str, Tool], hints: Sequence[Hint] = (), task: Task = SALES
) -> tuple[Trace, list[Request]]:
    """The trace of a run of :data:`SCRIPT`, and all that its engine was asked."""
    path = folder / "script.json"
    path.write_text(json.dumps(SCRIPT), encoding="utf-8")
    spy = Spy(ScriptedEngine(path))
    script_decides = replace(profile, policy=Policy())  # not the profile's rules, so that every module writes something
    agent = Agent("spy", {"action": spy}, {"action": script_decides})
    loop = run(task, agent.team(tools), 8, hints=hints)
    trace = drive(loop, agent.engine, tools)
    return (trace if not hints else Trace.from_json({**trace.to_json(), "hints": [vars_of(hint) for hint in hints]})), (
        spy.asked
    )


def vars_of(hint: Hint) -> dict[str, Any]:
    return {"text": hint.text, "at": hint.at}
