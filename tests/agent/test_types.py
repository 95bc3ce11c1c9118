from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace

import pytest

from husky_kernel.agent.cost.timeline import Timeline
from husky_kernel.agent.cost.usage import Usage
from husky_kernel.agent.types import SCHEMA, Seconds, Step, Tokens, Trace

STEP = Step(
    0,
    "code",
    "Add.",
    call="1 + 2",
    observation="3",
    output="3",
    seconds=Seconds(1, 2, 3, 4),
    tokens=Tokens(10, 5, 3),
    tool_scores={"code": 0.75, "finish": 0.25},
    outputs=({"output_type": "stream", "name": "stdout", "text": "3"},),
    sources=({"title": "t"},),
)


def test_json_round_trip() -> None:
    trace = Trace("1 + 2?", "fake", answer="3", steps=(STEP,), finish={"forced": False})
    data = json.loads(json.dumps(trace.to_json()))
    assert Trace.from_json(data) == trace


def test_the_contract_of_the_trace() -> None:
    data = Trace("q", "m", steps=(STEP,)).to_json()
    assert data["schema"] == SCHEMA == "husky.trace/1"
    assert set(data) >= {"id", "question", "status", "answer", "model", "created", "steps"}
    step = data["steps"][0]
    assert set(step) >= {"index", "tool", "step", "call", "observation", "output", "status", "author", "error"}
    assert set(step["seconds"]) == {"action", "expert", "tool", "rewrite"}
    assert set(step["tokens"]) == {"prompt", "reused", "generated"}


def test_the_time_and_the_tokens_of_a_run_are_in_its_json() -> None:
    step = replace(STEP, timeline=Timeline(tool=1.0, wall=1.5))
    trace = Trace("q", "m", steps=(step,), timeline=Timeline(tool=1.0, wall=2.0), load=3.0, roles={"code": Usage(4, 3)})
    data = json.loads(json.dumps(trace.to_json()))
    assert data["steps"][0]["timeline"]["wall"] == 1.5
    assert (data["timeline"]["wall"], data["load"], data["roles"]["code"]["prefilled"]) == (2.0, 3.0, 4)
    assert Trace.from_json(data) == trace


def test_a_trace_of_an_older_version_has_no_times() -> None:
    data = Trace("q", "m", steps=(STEP,)).to_json()
    for key in ("timeline", "load", "roles"):
        del data[key]
    del data["steps"][0]["timeline"]
    old = Trace.from_json(data)
    assert (old.timeline, old.steps[0].timeline, old.load, old.roles) == (Timeline(), Timeline(), 0.0, {})


def test_another_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="not a husky"):
        Trace.from_json({"schema": "husky.trace/9", "question": "q", "model": "m"})


def test_keys_of_a_later_version_are_passed_over() -> None:
    data = Trace("q", "m", steps=(STEP,)).to_json()
    data["moods"], data["steps"][0]["mood"] = [], {}
    assert Trace.from_json(data).steps == (STEP,)


def test_values_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        STEP.output = "4"  # type: ignore[misc]


def test_seconds_add_up() -> None:
    assert Seconds(1, 2, 3, 4).add("tool", 1.5).total == 11.5


def test_keys_of_a_later_version_are_passed_over_in_the_parts_of_a_step_too() -> None:
    data = STEP.to_json()
    later = data | {"seconds": data["seconds"] | {"waiting": 1.0}, "tokens": data["tokens"] | {"cached": 3}}
    assert Step.from_json(later | {"mood": "good"}) == STEP
    assert Step.from_json(data | {"seconds": None, "tokens": None}).tokens == Tokens()
