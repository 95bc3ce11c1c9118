"""A model that is loaded before anybody asks reads what its prompts begin with, as long as nobody waits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from IPython.core.interactiveshell import InteractiveShell
from settling import PATIENCE, settled

from husky_kernel.agent.errors import EngineError
from husky_kernel.agent.protocols import Request
from husky_kernel.agent.stopping import stoppable
from husky_kernel.agent.types import Tokens
from husky_kernel.assembly import Agent, Report, load_agent
from husky_kernel.config import Settings
from husky_kernel.engines.scripted import ScriptedEngine
from husky_kernel.kernel.session import Session


class Reader(ScriptedEngine):
    """A scripted model that remembers what it was given to read, and may read when it may."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.read: list[Request] = []
        self.begun, self.may = threading.Event(), threading.Event()
        self.may.set()
        self.fault: Exception | None = None
        self.hangs = False

    def warm(self, request: Request) -> Tokens:
        self.read.append(request)
        self.begun.set()
        assert stoppable(self._wait) if self.hangs else self._wait()
        if self.fault:
            raise self.fault
        return Tokens(1)

    def _wait(self) -> bool:
        return self.may.wait(2 * PATIENCE)


@pytest.fixture
def reader(script: Callable, monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setenv("HUSKY_MODEL", name := script())
    return Reader(name.removeprefix("scripted:"))


@pytest.fixture
def session(shell: InteractiveShell, reader: Reader) -> Iterator[Session]:
    def load(name: str | None, settings: Settings, report: Report) -> Agent:
        return replace(load_agent(name, settings, report), roles={"action": reader})

    shell.user_ns["x"] = 21
    made = Session(shell, load)
    yield made
    reader.may.set()
    made.close()


def begun(session: Session, reader: Reader) -> None:
    """It is loaded, and held up in the first thing that it reads."""
    reader.may.clear()
    session.preload()
    assert reader.begun.wait(PATIENCE)


def test_it_reads_up_to_the_question(session: Session, reader: Reader) -> None:
    session.preload()
    settled(session)
    assert [request.role for request in reader.read] == ["action", "code", "math"]
    planner = reader.read[0]
    assert len(planner.messages) == planner.fixed + 1
    assert planner.messages[-1].content == "Question:"
    session.cell_blocking("", "Twice x?")
    assert session.trace is not None
    assert session.trace.answer == "43"


def test_a_run_does_not_wait_for_what_it_may_not_need(session: Session, reader: Reader) -> None:
    begun(session, reader)
    threading.Timer(0.3, reader.may.set).start()
    session.cell_blocking("", "Twice x?")
    settled(session)
    assert [request.role for request in reader.read if request.messages[-1].content == "Question:"] == ["action"]
    assert session.trace is not None
    assert session.trace.answer == "43"


def test_a_model_that_is_unloaded_meanwhile_reads_no_further(session: Session, reader: Reader) -> None:
    begun(session, reader)
    session.unload()
    reader.may.set()
    settled(session)
    assert len(reader.read) == 1
    assert session.agent is None


def test_unloading_ends_the_reading_of_a_model_that_hangs(session: Session, reader: Reader) -> None:
    reader.hangs = True
    begun(session, reader)
    session.unload()
    settled(session)
    assert not reader.may.is_set(), "it hangs still, and holds up nobody"
    assert session.agent is None


def test_a_model_that_cannot_read_is_loaded_all_the_same(session: Session, reader: Reader) -> None:
    reader.fault = EngineError("no memory")
    session.preload()
    settled(session)
    assert session.agent is not None
    session.cell_blocking("", "Twice x?")
    assert session.trace is not None
    assert session.trace.answer == "43"
