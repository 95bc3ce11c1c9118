from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from pack import FakeEngine, FakeTool, make_team

from husky_kernel.agent import acting, state
from husky_kernel.agent.cost import clock
from husky_kernel.agent.cost.clock import Clock
from husky_kernel.agent.cost.timeline import PARTS, Timeline, total
from husky_kernel.agent.drive import drive
from husky_kernel.agent.errors import Stopped
from husky_kernel.agent.events import Event, Progress, Review, Verdict
from husky_kernel.agent.loop import Redo, run
from husky_kernel.agent.protocols import Engine, Generation, OnText, Request, Scores, Work
from husky_kernel.agent.reruns.keeping import rerun_kept
from husky_kernel.agent.types import Action, Observation, Task, Trace
from husky_kernel.engines import scripted
from husky_kernel.engines.scripted import ScriptedEngine

SLEEP = 0.5
"""Seconds that a tool takes."""
QUESTION = Task("What is 1 + 2?")
LONG = "word " * 20
SCRIPT = {
    "delay": 0.04,
    "action": {"0": "[code] Add them.", "1": "[code] Now double it.", "2": "[finish] 6"},
    "code": {"0": "1 + 2", "1": "3 * 2"},
    "rewrite": {"0": "It is three.", "1": "It is six."},
}


class Stopwatch:
    """A time that only goes on while somebody sleeps: what is measured then does not hang on a busy machine."""

    def __init__(self) -> None:
        self.now = 0.0

    def perf_counter(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def stopwatch(monkeypatch: pytest.MonkeyPatch) -> Stopwatch:
    made = Stopwatch()
    for module in (clock, state, acting):
        monkeypatch.setattr(module, "perf_counter", made.perf_counter)
    monkeypatch.setattr(scripted, "time", made)
    monkeypatch.setitem(globals(), "time", made)
    return made


@pytest.fixture
def engine(tmp_path: Path, stopwatch: Stopwatch) -> ScriptedEngine:
    file = tmp_path / "script.json"
    file.write_text(json.dumps(SCRIPT), encoding="utf-8")
    return ScriptedEngine(file)


def sleepy(said: str = LONG) -> FakeTool:
    def act(call: str) -> Observation:
        time.sleep(SLEEP)
        return Observation(said)

    return FakeTool("code", act)


def listen(event: Event) -> None:
    if isinstance(event, Progress):
        time.sleep(0.01)


def review(event: Review) -> Verdict | None:
    time.sleep(0.05)
    return None


def solve(engine: Engine, tool: FakeTool) -> Trace:
    team = make_team(tool)
    return drive(run(QUESTION, team, 5), lambda role: engine, team.tools, listen, review)


def adds_up(timeline: Timeline) -> bool:
    return timeline.wall > 0 and timeline.total == pytest.approx(timeline.wall)


def test_the_parts_add_up_to_the_wall_time(engine: ScriptedEngine) -> None:
    trace = solve(engine, sleepy())
    assert trace.answer == "6"
    for step in trace.steps:
        assert adds_up(step.timeline)
    assert adds_up(trace.timeline)


def test_each_wait_is_booked_on_its_part(engine: ScriptedEngine) -> None:
    step = solve(engine, sleepy()).steps[0].timeline
    assert step.tool == pytest.approx(SLEEP)
    assert step.idle == pytest.approx(0.05)
    assert step.display == pytest.approx(5 * 0.01)  # twice planning, writing, running, rewriting
    assert step.rewrite == pytest.approx(3 * 0.04)  # a piece for each word
    assert step.decode == pytest.approx((2 + 3) * 0.04)
    assert (step.queue, step.prefill) == pytest.approx((0, 0))


@dataclass
class Brief:
    """A real engine that writes a few tokens only."""

    engine: Engine

    def score(self, request: Request, choices: Sequence[str]) -> Scores:
        return self.engine.score(request, choices)

    def generate(self, request: Request, on_text: OnText | None = None) -> Generation:
        return replace(self.engine.generate(replace(request, max_tokens=6), on_text), reason="stop")


@pytest.mark.model
def test_the_parts_fit_into_the_wall_time_with_a_real_model(smollm2_path: Path) -> None:
    from husky_kernel.engines.llamacpp.engine import LlamaCppEngine

    engine, team = LlamaCppEngine(smollm2_path, "smollm2-135m", context_length=512), make_team(sleepy())
    brief: Any = Brief(engine)
    trace = drive(run(QUESTION, team, 1, redo=Redo(Action("code", "Add them."))), lambda role: brief, team.tools)
    engine.close()
    step = trace.steps[0].timeline
    assert step.prefill > 0
    assert step.decode > 0
    assert step.rewrite > 0
    assert step.tool >= SLEEP
    assert 0 < step.total <= step.wall
    assert 0 < trace.timeline.total <= trace.timeline.wall
    assert trace.roles["code"].prefilled > 0


def test_a_step_without_a_rewriter_books_none(engine: ScriptedEngine) -> None:
    assert solve(engine, sleepy("3")).steps[0].timeline.rewrite == 0


def test_the_run_has_its_steps_and_the_planning_of_the_finish(engine: ScriptedEngine) -> None:
    trace = solve(engine, sleepy())
    outside = trace.timeline - total(step.timeline for step in trace.steps)
    assert outside.decode >= 0.04  # the word of the answer
    assert outside.display >= 2 * 0.01  # both steps told done
    assert all(getattr(outside, part) >= -1e-9 for part in (*PARTS, "wall"))


def test_a_kept_step_counts_as_it_took_then(engine: ScriptedEngine) -> None:
    first = solve(engine, sleepy())
    team = make_team(sleepy("7"))
    redo = Redo(Action("code", "Triple it."), "3 * 3")
    again = drive(run(QUESTION, team, 2, past=first.steps[:1], redo=redo, trace=first), lambda role: engine, team.tools)
    assert again.steps[0].timeline == first.steps[0].timeline
    assert again.timeline.tool == pytest.approx(sum(step.timeline.tool for step in again.steps))
    kept = drive(
        rerun_kept(QUESTION, team, first.steps[:1], redo, first.steps[1:], first), lambda role: engine, team.tools
    )
    assert len(kept.steps) == 3
    assert kept.timeline.tool == pytest.approx(sum(step.timeline.tool for step in kept.steps))


def test_a_step_that_was_stopped_keeps_its_time(stopwatch: Stopwatch) -> None:
    class Stopping(FakeEngine):
        def generate(self, request: Request, on_text: object = None) -> Generation:
            time.sleep(SLEEP)
            raise Stopped("stopped by the user")

    team = make_team(sleepy())
    loop = run(QUESTION, team, 5, redo=Redo(Action("code", "Add."), None))
    trace = drive(loop, lambda role: Stopping({}, {}), team.tools)
    assert trace.status == "stopped"
    assert trace.steps[0].timeline.decode == pytest.approx(SLEEP)
    assert adds_up(trace.steps[0].timeline)


def test_what_a_person_held_up_is_not_the_models_work() -> None:
    made = Clock()
    made.ask(5.0, Work(prefill=1.0, decode=3.5, idle=3.0))  # an engine that went on counting while it was held
    run = made.run
    assert (run.idle, run.prefill, run.decode, run.queue) == (3.0, 1.0, 1.0, 0.0)
    made.ask(2.0, Work(0.5, 1.0))
    assert made.run.queue == 0.5


def test_a_new_step_starts_at_nothing_and_the_run_goes_on() -> None:
    made = Clock()
    with made.time("tool"):
        pass
    made.open()
    assert made.step.tool == 0 < made.run.tool


def test_json_both_ways() -> None:
    timeline = Timeline(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 3.0)
    data = json.loads(json.dumps(timeline.to_json()))
    assert set(data) == {*PARTS, "wall"}
    assert Timeline.from_json(data | {"of_a_later_version": 1}) == timeline


def test_how_far_off_the_parts_are() -> None:
    assert Timeline(tool=0.9, wall=1.0).off == pytest.approx(-0.1)
    assert Timeline().off == 0
