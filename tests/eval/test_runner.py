from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from benchmark_fakes import Listening, Riddle, agent, workplace

from husky_kernel.agent.errors import EngineError, Stopped, UseError
from husky_kernel.agent.protocols import Generation, OnText, Request
from husky_kernel.agent.types import Tokens, Trace
from husky_kernel.eval.agents import Solver, make_solvers
from husky_kernel.eval.journal import Identity, Journal
from husky_kernel.eval.lane import Lane, in_lane
from husky_kernel.eval.question import Attempt, Question
from husky_kernel.eval.runner import GIVE_UP, Batch
from husky_kernel.eval.sandbox import Sandbox

WAIT = 60.0
IDENTITY = Identity("riddles", "m", ("direct",), 4, "abc")


def riddles(n: int) -> list[Question]:
    return [Riddle(index, f"Riddle {index}?", ("1",)) for index in range(n)]


def quiet(line: str) -> None:
    return None


class Lanes:
    """Lanes of the direct agent on one engine."""

    def __init__(self, engine: Listening) -> None:
        self.engine = engine

    @contextmanager
    def __call__(self, number: int, stopping: Event) -> Iterator[Sequence[Solver]]:
        with Sandbox() as sandbox:  # which starts no process before it is filled
            place = workplace(self.engine, sandbox)
            lane = in_lane(agent(self.engine), number, stopping)
            yield make_solvers(["direct"], type(place)(lane, sandbox, place.budget, {}, 4))


class Solvers:
    """Lanes with solvers of a test's own."""

    def __init__(self, *solvers: Solver) -> None:
        self.solvers = solvers

    @contextmanager
    def __call__(self, number: int, stopping: Event) -> Iterator[Sequence[Solver]]:
        yield self.solvers


class Saying:
    """A solver that says the same to all, and fails on some."""

    def __init__(self, name: str = "direct", said: str = "1", fails: Sequence[int] = ()) -> None:
        self.name, self.said, self.fails = name, said, fails
        self.asked: list[int] = []

    def solve(self, question: Question) -> Attempt:
        self.asked.append(question.index)
        if question.index in self.fails:
            raise ZeroDivisionError("of our own")
        solved = question.solved(0, self.said)
        trace = Trace(question.question, "m", answer=self.said)
        return Attempt(self.said, solved, solved, None if solved else "wrong reasoning", Tokens(5, 2, 3), trace)


def test_lanes_ask_the_engine_at_the_same_time_each_under_its_number() -> None:
    meeting = threading.Barrier(3)

    class Meeting(Listening):
        def reply(self, request: Request) -> str:
            meeting.wait(WAIT)  # breaks unless three lanes are here together
            return "Answer: 1"

    engine, journal = Meeting(), Journal(None, IDENTITY)
    Batch(riddles(6), ["direct"], journal, quiet).run(Lanes(engine), 3)
    assert all(item.correct for item in journal.items("direct", range(6)))
    assert {request.lane for request in engine.requests} == {0, 1, 2}


def test_a_slow_question_holds_nobody_up() -> None:
    last_is_done = Event()

    class Slow(Listening):
        def reply(self, request: Request) -> str:
            if "Riddle 0?" in request.messages[-1].content:
                assert last_is_done.wait(WAIT)
            if "Riddle 5?" in request.messages[-1].content:
                last_is_done.set()
            return "Answer: 1"

    journal = Journal(None, IDENTITY)
    Batch(riddles(6), ["direct"], journal, quiet).run(Lanes(Slow()), 2)
    assert [item.cause for item in journal.items("direct", range(6))] == [None] * 6


def test_agents_take_turns_in_who_goes_first() -> None:
    order: list[tuple[str, int]] = []

    class Ordered(Saying):
        def solve(self, question: Question) -> Attempt:
            order.append((self.name, question.index))
            return super().solve(question)

    Batch(riddles(3), ["a", "b"], Journal(None, IDENTITY), quiet).run(Solvers(Ordered("a"), Ordered("b")), 1)
    assert order == [("a", 0), ("b", 0), ("b", 1), ("a", 1), ("a", 2), ("b", 2)]


def test_a_crash_costs_its_question_only_and_is_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "r.json.items.jsonl"
    journal = Journal(path, IDENTITY)
    Batch(riddles(4), ["direct"], journal, quiet).run(Solvers(Saying(fails=[1])), 1)
    items = journal.items("direct", range(4))
    assert [item.cause for item in items] == [None, "crash", None, None]
    assert str(items[1].trace["error"]).startswith("ZeroDivisionError: of our own (test_runner.py:")

    again = Saying()
    journal = Journal(path, IDENTITY)
    Batch(riddles(4), ["direct"], journal, quiet).run(Solvers(again), 1)
    assert again.asked == [1]
    assert [item.cause for item in journal.items("direct", range(4))] == [None] * 4


def test_nothing_but_crashes_ends_the_run() -> None:
    solver = Saying(fails=range(100))
    with pytest.raises(EngineError, match=f"{GIVE_UP} questions crashed one after the other, .*of our own"):
        Batch(riddles(100), ["direct"], Journal(None, IDENTITY), quiet).run(Solvers(solver), 1)
    assert len(solver.asked) == GIVE_UP


def test_a_lane_that_cannot_open_ends_the_run() -> None:
    @contextmanager
    def broken(number: int, stopping: Event) -> Iterator[Sequence[Solver]]:
        raise UseError("no sandbox here")
        yield []

    with pytest.raises(UseError, match="no sandbox here"):
        Batch(riddles(2), ["direct"], Journal(None, IDENTITY), quiet).run(broken, 2)


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "r.json.items.jsonl"
    first = Journal(path, IDENTITY)
    Batch(riddles(2), ["direct"], first, quiet).run(Solvers(Saying(said="2")), 1)
    with path.open("a") as file:
        file.write('{"agent": "direct", "clock": 3.0, "item": {"ind')  # killed in the middle of a line

    rest = Saying()
    second = Journal(path, IDENTITY)
    Batch(riddles(4), ["direct"], second, quiet).run(Solvers(rest), 1)
    assert rest.asked == [2, 3]
    third = Journal(path, IDENTITY)
    assert [item.correct for item in third.items("direct", range(4))] == [False, False, True, True]
    assert third.items("direct", range(4)) == second.items("direct", range(4))
    assert third.items("direct", [0])[0].tokens == 6
    assert third.seconds >= first.seconds


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (Identity("riddles", "other", ("direct",), 4, "abc"), "model 'm' instead of 'other'"),
        (Identity("puzzles", "m", ("direct",), 4, "abc"), "set 'riddles' instead of 'puzzles'"),
        (Identity("riddles", "m", ("pot",), 4, "abc"), "agents .'direct'. instead of .'pot'."),
        (Identity("riddles", "m", ("direct",), 4, "new"), "profile 'abc' instead of 'new'"),
    ],
)
def test_the_journal_of_another_run_is_refused(tmp_path: Path, changed: Identity, told: str) -> None:
    path = tmp_path / "r.json.items.jsonl"
    Journal(path, IDENTITY)
    with pytest.raises(UseError, match=f"{told}.*choose another --out"):
        Journal(path, changed)


@pytest.mark.parametrize("text", ["hello\n", json.dumps({"a": 1}) + "\n", "[]\n"])
def test_what_is_no_journal_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r.json.items.jsonl"
    path.write_text(text)
    with pytest.raises(UseError, match="not a journal"):
        Journal(path, IDENTITY)
    assert path.read_text() == text


def test_a_journal_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UseError, match="cannot write"):
        Journal(tmp_path / "none" / "r.items.jsonl", IDENTITY)


def test_a_lane_stops_in_the_middle_of_a_reply() -> None:
    stopping = Event()

    class Talking(Listening):
        def generate(self, request: Request, on_text: OnText | None = None) -> Generation:
            assert on_text is not None
            pieces = 0
            while not on_text("word "):
                pieces += 1
                stopping.set()
            return Generation("word " * pieces, reason="cancelled")

    lane = Lane(Talking(), 2, stopping)
    with pytest.raises(Stopped):
        lane.generate(Request("direct", ()))
    with pytest.raises(Stopped):
        lane.score(Request("direct", ()), ["a"])
