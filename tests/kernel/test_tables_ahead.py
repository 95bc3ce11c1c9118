"""The user's tables are read while nobody waits: some time after a cell, and no longer than until the next one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import pandas as pd
import psutil
import pytest
from IPython.core.interactiveshell import InteractiveShell
from settling import settled

from husky_kernel.agent.protocols import Message, Request
from husky_kernel.agent.types import Tokens
from husky_kernel.assembly import Agent, Report, load_agent
from husky_kernel.config import Settings
from husky_kernel.engines.scripted import ScriptedEngine
from husky_kernel.kernel import tables_ahead
from husky_kernel.kernel.session import Session
from husky_kernel.kernel.tables_ahead import TablesAhead, allowed, pieces

QUIET = 0.02


class Reader(ScriptedEngine):
    """A scripted model that remembers what it was given to read; what is ``meanwhile`` happens beside it."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.read: list[Request] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def warm(self, request: Request) -> Tokens:
        self.read.append(request)
        self.meanwhile()
        return Tokens(1)


@pytest.fixture
def reader(script: Callable, monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setenv("HUSKY_MODEL", name := script())
    monkeypatch.setenv("HUSKY_READ_AHEAD", "always")
    monkeypatch.setattr(tables_ahead, "DELAY", QUIET)
    monkeypatch.setattr(tables_ahead, "PATIENCE", 60.0)
    return Reader(name.removeprefix("scripted:"))


@pytest.fixture
def session(shell: InteractiveShell, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    def load(name: str | None, settings: Settings, report: Report) -> Agent:
        return replace(load_agent(name, settings, report), roles={"action": reader})

    shell.user_ns["parcels"] = pd.DataFrame({"weight": ["1.2 kg", "0.4 kg"], "town": ["Ulm", "Gera"]})
    monkeypatch.setattr(type(shell), "kernel", None, raising=False)
    made = Session(shell, load)
    made.preload()
    settled(made)
    reader.read.clear()
    yield made
    made.close()


def after(session: Session, *cells: str) -> None:
    """The cells run one after the other, then the kernel is idle for a while."""

    shell = session.shell

    async def notebook() -> None:
        for cell in cells:
            whole = shell.transform_cell(cell)
            result = await shell.run_cell_async(cell, store_history=True, transformed_cell=whole)
            shell.events.trigger("post_run_cell", result)  # as ipykernel does
        await asyncio.sleep(10 * QUIET)

    asyncio.run(notebook())
    settled(session)


def told(request: Request) -> str:
    return "\n".join(message.content for message in request.messages[request.fixed :])


def test_the_tables_are_read_after_a_cell(session: Session, reader: Reader) -> None:
    after(session, "stamps = 3")
    assert {request.role for request in reader.read} == {"code"}
    assert "parcels: DataFrame, 2 rows x 2 columns" in told(reader.read[-1])
    session.shell.user_ns["ledger"] = session.shell.user_ns.pop("parcels")
    after(session, "del stamps")
    assert "ledger: DataFrame" in told(reader.read[-1])
    assert "parcels" not in told(reader.read[-1])


def test_tables_of_cells_before_the_model_was_there_are_read_then(
    session: Session, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def notebook() -> None:
        loop = asyncio.get_running_loop()
        kernel = SimpleNamespace(io_loop=SimpleNamespace(add_callback=loop.call_soon_threadsafe))
        monkeypatch.setattr(type(session.shell), "kernel", kernel, raising=False)
        session.preload()
        await asyncio.to_thread(settled, session)
        await asyncio.sleep(10 * QUIET)

    asyncio.run(notebook())
    settled(session)
    assert "parcels: DataFrame" in told(reader.read[-1])


def test_what_was_asked_and_answered_is_read_too(session: Session, reader: Reader) -> None:
    session.shell.user_ns["x"] = 21
    session.cell_blocking("", "Twice x in parcels?")
    after(session, "1")
    assert "Twice x in parcels?" in told(reader.read[-1])


def test_cells_that_follow_each_other_are_not_slowed(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []
    look = session.conversation.ahead
    monkeypatch.setattr(session.conversation, "ahead", lambda budget: looks.append(budget) or look(budget))
    monkeypatch.setattr(tables_ahead, "DELAY", 8 * QUIET)
    after(session, "a = 1", "b = 2", "c = 3")
    assert len(looks) == 1


def test_a_cell_ends_the_reading(session: Session, reader: Reader) -> None:
    session.shell.user_ns["wide"] = pd.DataFrame({f"measure_of_the_{i}": [1.5, 2.5] for i in range(12)})
    reader.meanwhile = session._ahead.cease
    after(session, "1")
    assert len(reader.read) == 1


def test_a_step_of_a_run_is_no_cell(session: Session, reader: Reader) -> None:
    async def notebook() -> None:
        session._ahead.begin(session.shell.run_cell("1", store_history=False))
        await asyncio.sleep(10 * QUIET)

    asyncio.run(notebook())
    settled(session)
    assert not reader.read


def test_nothing_is_read_where_a_run_goes_on_or_there_is_nothing_to_tell(session: Session, reader: Reader) -> None:
    async def busy() -> None:
        async with session.turn:
            session._ahead.begin()
            await asyncio.sleep(10 * QUIET)

    asyncio.run(busy())
    settled(session)
    session.shell.user_ns.pop("parcels")
    after(session, "pass")
    assert not reader.read


def test_tables_that_take_long_to_look_at_are_left_to_the_questions(
    session: Session, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables_ahead, "PATIENCE", 0.0)
    after(session, "1")
    count = len(reader.read)
    after(session, "2")
    assert count == len(reader.read) > 0


def test_a_fault_is_left_to_the_question(session: Session, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> object:
        raise RuntimeError("no such luck")

    reader.meanwhile = fails
    after(session, "1")
    monkeypatch.setattr(session.conversation, "ahead", fails)
    after(session, "2")
    assert len(reader.read) == 1


def test_without_a_kernel_nothing_is_followed(shell: InteractiveShell) -> None:
    before = list(shell.events.callbacks["post_run_cell"])
    TablesAhead(SimpleNamespace(shell=shell)).listen()  # type: ignore[arg-type]
    assert shell.events.callbacks["post_run_cell"] == before


@pytest.mark.parametrize(
    ("when", "plugged", "may"),
    [("never", True, False), ("always", False, True), ("plugged", False, False), ("plugged", True, True)],
)
def test_on_battery_it_reads_only_where_it_is_told_to(
    when: str, plugged: bool, may: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    battery = SimpleNamespace(power_plugged=plugged)
    monkeypatch.setattr(psutil, "sensors_battery", lambda: battery, raising=False)
    assert allowed(when) is may


def test_a_machine_without_a_battery_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "sensors_battery", lambda: None, raising=False)
    assert allowed("plugged")


def test_each_piece_goes_on_from_the_one_before() -> None:
    messages = (Message("system", "s"), Message("user", "word " * 100), Message("assistant", "Ready."))
    read = list(pieces(Request("code", messages, fixed=1)))
    texts = ["|".join(message.content for message in one.messages) for one in read]
    assert all(after.startswith(before) for before, after in pairwise(texts))
    assert len(read) > 2
    assert read[-1].messages == messages
