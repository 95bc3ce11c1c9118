"""What is read while a tool acts or a person looks, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Event as Flag
from typing import Any

from pack import FakeEngine, FakeTool, make_team

from husky_kernel.agent.ahead import CAP, Ahead, beginning, begins
from husky_kernel.agent.drive import drive
from husky_kernel.agent.errors import EngineError
from husky_kernel.agent.events import Act, Review
from husky_kernel.agent.loop import run
from husky_kernel.agent.protocols import Message, Request, Warms, warm
from husky_kernel.agent.stopping import stoppable
from husky_kernel.agent.types import Observation, Task, Tokens, Trace

CODE, FINISH = {"code": 0.7, "math": 0.2, "finish": 0.1}, {"finish": 0.9, "code": 0.1}
PATIENCE = 120.0


class Reading(FakeEngine):
    """A fake engine that reads ahead: each word it has not read for the role yet is a token."""

    def __init__(self, *args: Any, read: Callable[[Request], None] = lambda request: None) -> None:
        super().__init__(*args)
        self.warmed: list[Request] = []
        self._then = read

    def warm(self, request: Request) -> Tokens:
        self.warmed.append(request)
        self._then(request)
        words = sum(len(message.content.split()) for message in request.messages)
        return Tokens(words, 0, 0)


def asking(content: str, role: str = "action", *before: str) -> Request:
    turns = (*(Message("user", text) for text in before), Message("user", content))
    return Request(role, turns, prefill="[")


def test_what_two_prompts_have_in_common_ends_before_the_unknown() -> None:
    one, other = (
        asking("Step: a\nOutput: 0\nNext:", "action", "Hi"),
        asking("Step: a\nOutput: x\nNext:", "action", "Hi"),
    )
    assert [m.content for m in beginning(one, other).messages] == ["Hi", "Step: a\nOutput:"]
    assert beginning(one, other).prefill == ""
    assert beginning(one, one).messages == one.messages
    assert [m.content for m in beginning(asking("a", "action", "Hi"), asking("b", "action", "Hi")).messages] == ["Hi"]


def test_a_prompt_begins_with_what_was_read_or_not() -> None:
    start = asking("Step: a\nOutput:", "action", "Hi")
    assert begins(asking("Step: a\nOutput: 42", "action", "Hi"), start)
    assert begins(
        replace(asking("Step: a\nOutput:", "action", "Hi"), messages=(*start.messages, start.messages[0])), start
    )
    assert not begins(asking("Step: b\nOutput: 42", "action", "Hi"), start)
    assert not begins(asking("Step: a\nOutput: 42", "action", "Ho"), start)
    assert not begins(asking("Hi"), start)


def test_an_engine_that_cannot_reads_nothing() -> None:
    engine = FakeEngine({}, {})
    assert not isinstance(engine, Warms)
    assert warm(engine, asking("a")) == Tokens()
    ahead = Ahead(lambda role: engine)
    ahead.read(asking("a"))
    assert ahead.speculated == 0


def test_tokens_are_of_use_where_the_prompt_begins_like_that() -> None:
    engine = Reading({}, {})
    ahead = Ahead(lambda role: engine)
    ahead.read(asking("one two"))
    ahead.asked(asking("one two three"))
    ahead.read(asking("one two three"))
    ahead.asked(asking("four"))
    ahead.read(asking("five six", "code"))
    booked = ahead.booked(Trace("?", "m", finish={"forced": False})).finish
    assert booked == {"forced": False, "speculated": 2 + 3 + 2, "wasted": 3 + 2}
    assert ahead.booked(Trace("?", "m")).finish == {}, "a run without an end has none to tell of"


def test_what_was_read_is_replaced_by_something_else() -> None:
    engine = Reading({}, {})
    ahead = Ahead(lambda role: engine)
    ahead.read(asking("one two"))
    ahead.read(asking("one two three"))
    assert ahead.wasted == 0
    ahead.read(asking("four"))
    assert ahead.wasted == 5


def test_a_run_that_wastes_much_reads_ahead_no_more() -> None:
    engine = Reading({}, {})
    ahead = Ahead(lambda role: engine)
    ahead.read(asking("word " * (CAP + 1)))
    ahead.asked(asking("other"))
    ahead.read(asking("once more"))
    assert len(engine.warmed) == 1


def test_a_fault_costs_nothing_but_reading_ahead() -> None:
    def fail(request: Request) -> None:
        raise EngineError("broken")

    engine = Reading({}, {}, read=fail)
    ahead = Ahead(lambda role: engine)
    ahead.read(asking("a"))
    ahead.read(asking("b"))
    assert (len(engine.warmed), ahead.speculated) == (1, 0)


def test_a_role_that_is_new_is_read_piece_by_piece_and_left_when_it_is_over() -> None:
    over = Flag()
    engine = Reading({}, {}, read=lambda request: over.set() if len(request.messages) == 8 else None)
    ahead = Ahead(lambda role: engine, {"code"})
    ahead.read(asking("end", "math", *"abcdefghijkl"), over)
    assert [len(request.messages) for request in engine.warmed] == [4, 8]
    over.clear()
    ahead.read(asking("end", "code", *"abcdefghijkl"), over)
    assert len(engine.warmed[-1].messages) == 13, "a known role is read at once"


def test_a_short_wait_is_not_used() -> None:
    engine, over = Reading({}, {}), Flag()
    over.set()
    Ahead(lambda role: engine).meanwhile(lambda: asking("a"), over)
    assert engine.warmed == []


def solving(engine: FakeEngine, act: Callable[[str], Observation], **more: Any) -> Trace:
    team = make_team(FakeTool("code", act), FakeTool("math", act))
    return drive(run(Task("Why?"), team, 5), lambda role: engine, team.tools, **more)


def engine_of_one_step(**more: Any) -> Reading:
    texts = {("action", 0): "Add.", ("code", 0): "1 + 2", ("action", 1): "3"}
    return Reading({0: CODE, 1: FINISH}, texts, **more)


def test_while_a_tool_acts_the_next_choice_is_read_up_to_its_output() -> None:
    read = Flag()
    engine = engine_of_one_step(read=lambda request: read.set())

    def act(call: str) -> Observation:
        assert read.wait(PATIENCE), "it is read while the tool acts"
        return Observation("3")

    trace = solving(engine, act)
    [request] = engine.warmed
    assert request.role == "action"
    assert trace.finish["speculated"] > 0
    assert trace.finish["wasted"] == 0, "and the next choice began with it"


def test_a_tool_that_fails_ends_the_reading_too() -> None:
    engine = engine_of_one_step()

    def act(call: str) -> Observation:
        raise ZeroDivisionError

    assert solving(engine, act).status == "failed"


def test_reading_has_ended_when_a_tool_that_failed_is_told_of() -> None:
    begun, never, ended = Flag(), Flag(), []

    def read(request: Request) -> None:
        begun.set()
        try:
            stoppable(lambda: never.wait(PATIENCE))
        finally:
            ended.append(never.is_set())

    def act(call: str) -> Observation:
        assert begun.wait(PATIENCE)
        raise ZeroDivisionError

    assert solving(engine_of_one_step(read=read), act).status == "failed"
    assert ended == [False], "whoever asks next does not meet it on the same role"


def test_a_review_tells_of_the_accept_and_of_the_runner_up() -> None:
    seen: list[Request] = []

    def look(event: Review) -> None:
        assert event.ahead is not None
        seen.extend(event.ahead())

    solving(engine_of_one_step(), lambda call: Observation("3"), review=look)
    assert [request.role for request in seen] == ["action", "math"]


def test_acts_are_equal_whatever_follows_them() -> None:
    assert Act("code", "1", 0, lambda: asking("a")) == Act("code", "1", 0)
