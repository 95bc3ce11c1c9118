"""The kernel's driver reads ahead on the worker while a tool acts and while a person looks."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from husky_kernel.agent.loop import run
from husky_kernel.agent.protocols import Example, Generation, OnText, Request, Scores
from husky_kernel.agent.types import Observation, Task, Tokens, Trace
from husky_kernel.assembly import Agent, load_agent
from husky_kernel.config import Settings
from husky_kernel.display.command import Command
from husky_kernel.engines.scripted import ScriptedEngine
from husky_kernel.kernel.audience import Audience
from husky_kernel.kernel.driver import Driver
from husky_kernel.kernel.gate import Gate, Watchfulness

PATIENCE = 120.0
REPLIES = '{"action": {"0": "[code] Add.", "1": "[finish] 3"}, "code": {"0": "1 + 2"}, "math": {"0": "3"}}'


class Reading(ScriptedEngine):
    """A scripted model that reads ahead, and tells what it was asked, in which order and on which thread."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.log: list[str] = []
        self.threads: set[str] = set()
        self.read = threading.Event()

    def warm(self, request: Request) -> Tokens:
        self._note("read", request)
        self.read.set()
        return Tokens(100, 90)

    def generate(self, request: Request, on_text: OnText | None = None) -> Generation:
        self._note("write", request)
        return super().generate(request, on_text)

    def score(self, request: Request, choices: Sequence[str]) -> Scores:
        self._note("choose", request)
        return super().score(request, choices)

    def _note(self, what: str, request: Request) -> None:
        self.log.append(f"{what} {request.role}")
        self.threads.add(threading.current_thread().name.partition("_")[0])


class Acting:
    """A tool that acts until the engine has read ahead, if it is to."""

    executes, description, instructions = True, "", ""
    examples: Sequence[Example] = ()
    action_examples: Sequence[Example] = ()

    def __init__(self, name: str, until: threading.Event | None) -> None:
        self.name, self._until = name, until

    def run(self, call: str) -> Observation:
        if self._until is not None:
            assert self._until.wait(PATIENCE), "the worker reads while the tool acts"
        return Observation("3")


@pytest.fixture
def engine(tmp_path: Path) -> Reading:
    path = tmp_path / "model.json"
    path.write_text(REPLIES)
    return Reading(path)


def solve(engine: Reading, watch: Watchfulness, waits: bool, **more: Any) -> Trace:
    """One run under the kernel's driver; a person approves what waits as soon as two prompts were read."""
    made = load_agent(engine.name, Settings(), lambda text, fraction: None)
    agent: Agent = replace(made, roles={"action": engine})
    tools = {name: Acting(name, engine.read if waits else None) for name in ("code", "math")}

    async def go() -> Trace:
        gate = Gate(watch, Audience([]), asyncio.get_running_loop())
        with ThreadPoolExecutor(1, "worker") as worker:
            driver = Driver(worker, Audience([]), gate, **more)
            approving = asyncio.ensure_future(_approve(engine, gate)) if watch.approve != "none" else None
            trace = await driver.drive(run(Task("What is 1 + 2?"), agent.team(tools), 4), agent.engine, tools)
            if approving is not None:
                await approving
        return trace

    return asyncio.run(go())


async def _approve(engine: Reading, gate: Gate) -> None:
    while sum(entry.startswith("read") for entry in engine.log) < 2:
        await asyncio.sleep(0.01)
    gate.press(Command("approve", 0, "Add.", "1 + 2"))


def test_while_a_tool_acts_the_worker_reads_what_is_asked_next(engine: Reading) -> None:
    trace = solve(engine, Watchfulness(), waits=True)
    assert engine.log[:5] == ["choose action", "write action", "write code", "read action", "choose action"]
    assert engine.threads == {"worker"}
    assert (trace.answer, trace.finish["speculated"], trace.finish["wasted"]) == ("3", 10, 0)


def test_while_a_person_looks_the_accept_and_the_runner_up_are_read(engine: Reading) -> None:
    trace = solve(engine, Watchfulness("all"), waits=False, roles={"action", "code", "math"})
    assert engine.log[3:5] == ["read action", "read math"]
    assert trace.finish["speculated"] >= 20
    assert trace.finish["wasted"] == 10, "nobody chose the runner-up"


def test_a_tool_that_is_quick_leaves_nothing_to_read(engine: Reading) -> None:
    trace = solve(engine, Watchfulness(), waits=False)
    assert "speculated" not in trace.finish or trace.finish["wasted"] == 0
    assert trace.answer == "3"
