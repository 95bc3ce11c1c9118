from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pack import FakeTool

from husky_kernel.agent.drive import drive
from husky_kernel.agent.events import Act, Ended, Event, Progress
from husky_kernel.agent.protocols import Engine
from husky_kernel.agent.reruns.replay import LONGEST, Replay, differing
from husky_kernel.agent.types import Observation, Step, Trace

TRACE = Trace(
    "q",
    "gone",
    answer="43",
    steps=(
        Step(0, "search", "Find x.", call="x", observation="21", output="21"),
        Step(
            1, "code", "Double.", call="double", observation="42", output="It is 42.", author="human", status="edited"
        ),
        Step(2, "math", "Why?", output="Because."),
        Step(3, "code", "Loop.", call="while True: pass", status="stopped"),
        Step(
            4,
            "code",
            "Break.",
            call="break",
            observation="SyntaxError",
            status="failed",
            output="This step has failed.",
        ),
        Step(5, "code", "Add.", call="add", observation="43", output="43"),
    ),
)
SEEN = {"double": Observation("42"), "break": Observation("SyntaxError", ok=False), "add": Observation("43")}


def no_engine(role: str) -> Engine:
    raise AssertionError("a replay asks no model")


def replay(trace: Trace, **changed: Observation) -> tuple[Replay, Trace, FakeTool, list[Event]]:
    tool, heard = FakeTool("code", lambda call: (SEEN | changed)[call]), list[Event]()
    running = Replay(trace, {"code": tool})
    return running, drive(running.run(), no_engine, {"code": tool}, heard.append), tool, heard


def test_the_calls_that_stand_in_the_trace_run_in_order_and_the_rest_is_from_the_record() -> None:
    running, trace, tool, heard = replay(TRACE)
    assert tool.calls == ["double", "break", "add"]
    assert [event.index for event in heard if isinstance(event, Act)] == [1, 4, 5]
    assert (trace, running.difference, running.fault) == (TRACE, None, None)
    shown = [event.step.index for event in heard if isinstance(event, Progress) and event.phase == "done"]
    assert shown == [0, 1, 2, 3, 4, 5]
    assert heard[-1] == Ended(TRACE)


def test_the_first_difference_ends_it() -> None:
    running, trace, tool, _ = replay(TRACE, double=Observation("44\nand more"))
    assert tool.calls == ["double"]
    assert running.difference is not None
    assert str(running.difference).splitlines() == [
        "step 2 of 6 gives another output than was recorded: [code] Double.",
        "--- recorded",
        "+++ seen",
        "@@ -1 +1,2 @@",
        "-42",
        "+44",
        "+and more",
    ]
    assert (trace.status, trace.answer, trace.error) == ("failed", None, running.difference.headline)
    assert [step.observation for step in trace.steps] == ["21", "44\nand more"]


def test_a_failure_that_is_none_any_more_is_a_difference_and_the_other_way_round() -> None:
    running, _, _, _ = replay(TRACE, **{"break": Observation("SyntaxError")})
    assert running.difference is not None
    assert "-[failed]" in running.difference.diff
    running, _, _, _ = replay(TRACE, add=Observation("43", ok=False, error="x"))
    assert running.difference is not None
    assert "+[failed]" in running.difference.diff


def test_a_stop_ends_it_and_is_no_difference() -> None:
    def act(call: str) -> Observation:
        raise KeyboardInterrupt

    running = Replay(TRACE, tools := {"code": FakeTool("code", act)})
    trace = drive(running.run(), no_engine, tools)
    assert (trace.status, len(trace.steps), running.difference, running.fault) == ("stopped", 1, None, None)


def test_a_tool_that_is_gone_is_told() -> None:
    running = Replay(replace(TRACE, steps=(Step(0, "roll", "Roll.", call="2d6"),)), {})
    assert drive(running.run(), no_engine, {}).status == "failed"
    assert running.fault == "there is no tool 'roll' for step 1: register it first"


def html(words: str) -> dict[str, Any]:
    return {"output_type": "display_data", "data": {"text/html": words, "text/plain": "t"}, "metadata": {}}


def figure(kind: str, data: str) -> dict[str, Any]:
    return {"output_type": "display_data", "data": {kind: data, "text/plain": f"<Figure {data}>"}, "metadata": {}}


TABLE = "<style>#T_1 {}</style><table id='T_1'><tr><td>north</td><td>12</td></tr></table>"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("<obj at 0x7f0012ab>",), ("<obj at 0x7fffffff>",)),
        (("two\nlines \n",), ("two\nlines",)),
        (("A figure was drawn.", figure("image/png", "AAAA")), ("A figure was drawn.", figure("image/png", "BBBB"))),
        (("t", html(TABLE)), ("t", html(TABLE.replace("T_1", "T_2")))),
        (("t", html(TABLE)), ("t", html([TABLE[:40], TABLE[40:]]))),  # type: ignore[arg-type]
    ],
)
def test_what_is_not_compared(old: tuple[Any, ...], new: tuple[Any, ...]) -> None:
    step = Step(0, "code", "s", observation=old[0], outputs=old[1:])
    assert differing(step, Observation(new[0], outputs=new[1:]), 1) is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (("0xff",), ("0xfe",), "+0xfe"),
        (("3",), ("3.0",), "+3.0"),
        (("t", figure("image/png", "A")), ("t", figure("image/svg+xml", "A")), "+[image/svg+xml]"),
        (("t", figure("image/png", "A")), ("t",), "-[image/png]"),
        (("t", html(TABLE)), ("t", html(TABLE.replace("12", "13"))), "+13"),
    ],
)
def test_what_is_compared(old: tuple[Any, ...], new: tuple[Any, ...], told: str) -> None:
    step = Step(0, "code", "s", observation=old[0], outputs=old[1:])
    difference = differing(step, Observation(new[0], outputs=new[1:]), 1)
    assert difference is not None
    assert told in difference.diff


def test_a_long_difference_is_cut() -> None:
    step = Step(0, "code", "s", observation="\n".join(map(str, range(1000))))
    difference = differing(step, Observation("0"), 1)
    assert difference is not None
    assert len(difference.diff) == LONGEST + 1
    assert difference.diff[-1] == "… and 803 more lines"
