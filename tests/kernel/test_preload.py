"""The model is loaded before anybody asks, and a card is shown before the model is loaded."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from live_kernel import HUSKY, PLAIN, LiveKernel, live_kernel
from settling import PATIENCE, settled

from husky_kernel.agent.errors import EngineError, UseError
from husky_kernel.assembly import Agent, Report, load_agent
from husky_kernel.config import Settings
from husky_kernel.kernel.magics import magic
from husky_kernel.kernel.session import Session


class Loader:
    """Loads scripted models when it may, and remembers which."""

    def __init__(self) -> None:
        self.loaded: list[str | None] = []
        self.begun, self.may = threading.Event(), threading.Event()
        self.may.set()
        self.faults: list[Exception] = []

    def __call__(self, name: str | None, settings: Settings, report: Report) -> Agent:
        self.loaded.append(name)
        self.begun.set()
        assert self.may.wait(PATIENCE)
        if self.faults:
            raise self.faults.pop()
        return load_agent(name, settings, report)


@pytest.fixture
def loader() -> Loader:
    return Loader()


@pytest.fixture
def session(shell: InteractiveShell, loader: Loader) -> Iterator[Session]:
    shell.user_ns["x"] = 21
    made = Session(shell, loader)
    yield made
    loader.may.set()
    made.close()


@pytest.fixture
def model(script: Callable, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("HUSKY_MODEL", name := script())
    return str(name)


def test_the_first_cell_finds_the_model_loaded(session: Session, loader: Loader, model: str) -> None:
    session.preload()
    settled(session)
    agent = session.agent
    assert agent is not None
    session.cell_blocking("", "Twice?")
    assert (session.agent, loader.loaded) == (agent, [model])
    assert session.trace is not None
    assert session.trace.answer == "43"


def test_the_first_cell_waits_for_the_rest(session: Session, loader: Loader, model: str) -> None:
    loader.may.clear()
    session.preload()
    assert loader.begun.wait(PATIENCE)
    assert session.resident.known(None) == model
    threading.Timer(0.1, loader.may.set).start()
    session.cell_blocking("", "Twice?")
    assert loader.loaded == [model]


def test_a_model_that_is_not_here_is_not_fetched(session: Session, loader: Loader, empty_cache: None) -> None:
    session.preload()
    settled(session)
    assert (session.agent, loader.loaded) == (None, [])


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSKY_CACHE_DIR", str(tmp_path))
    monkeypatch.setenv("HUSKY_MODELS_PATH", "")
    monkeypatch.setenv("HUSKY_MODEL", "smollm2-135m")


@pytest.mark.parametrize("name", ["openai:model@http://127.0.0.1:9/v1", "nonsense"])
def test_what_has_no_file_is_left_to_the_cell(
    session: Session, loader: Loader, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUSKY_MODEL", name)
    session.preload()
    settled(session)
    assert (session.agent, loader.loaded) == (None, [])


def test_a_replay_needs_no_model(session: Session, loader: Loader, model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSKY_REPLAY", "1")
    session.preload()
    settled(session)
    assert loader.loaded == []


def test_another_model_chosen_meanwhile_wins(session: Session, loader: Loader, model: str, script: Callable) -> None:
    loader.may.clear()
    session.preload()
    assert loader.begun.wait(PATIENCE)
    other = script()
    session.use(other)
    loader.may.set()
    settled(session)
    assert session.agent is None, "nobody wants the first one any more"
    session.cell_blocking("", "Twice?")
    assert loader.loaded == [model, other]


def test_a_model_chosen_before_it_began_is_left_to_the_cell(
    session: Session, loader: Loader, model: str, script: Callable
) -> None:
    session.use(other := script())
    session.preload()
    settled(session)
    assert (session.agent, loader.loaded) == (None, [])
    session.cell_blocking("", "Twice?")
    assert loader.loaded == [other]


def test_a_setting_that_comes_later_wins_over_a_model_nobody_asked_for(
    session: Session, loader: Loader, model: str, script: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.preload()
    settled(session)
    monkeypatch.setenv("HUSKY_MODEL", other := script())
    session.cell_blocking("", "Twice?")
    assert loader.loaded == [model, other]


def test_unloading_meanwhile(session: Session, loader: Loader, model: str) -> None:
    loader.may.clear()
    session.preload()
    assert loader.begun.wait(PATIENCE)
    assert session.unload() is True
    loader.may.set()
    settled(session)
    assert session.agent is None


async def test_a_model_that_a_run_uses_is_not_taken_away(
    session: Session, loader: Loader, model: str, script: Callable
) -> None:
    session.cell_blocking("", "Twice?")
    agent, other = session.agent, script()
    async with session.turn:  # a rerun, whose cell has ended
        with pytest.raises(UseError, match="a run is using the model: stop it first"):
            session.unload()
        session.use(other)
        assert session.agent is agent
    session.cell_blocking("", "Twice?")
    assert loader.loaded == [model, other]
    assert session.unload() is True


def test_a_fault_is_told_by_the_first_cell(session: Session, loader: Loader, model: str) -> None:
    loader.faults = [EngineError("of the cell"), EngineError("of nobody")]
    session.preload()
    settled(session)
    with pytest.raises(EngineError, match="of the cell"):
        session.cell_blocking("", "Twice?")


def test_the_card_is_shown_before_the_model_is_loaded_and_variables_are_looked_at(
    session: Session, loader: Loader, model: str, capsys: pytest.CaptureFixture
) -> None:
    class Looked:
        def __repr__(self) -> str:
            print("looked at x")
            return "21"

        def __rmul__(self, other: int) -> int:
            return other * 21

    session.shell.user_ns["x"] = Looked()
    session.cell_blocking("", "Twice x?")
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [f"Twice x?  [{model}]", f"Loading {model} …", "looked at x"]


def test_in_a_kernel_the_card_comes_first(kernel: LiveKernel, script: Callable) -> None:
    kernel.run("class Looked:\n    def __repr__(self):\n        print('looked', flush=True)\n        return 'it'")
    kernel.run("x, one = 21, Looked()")
    cell = kernel.run(f"%%husky --model {script()}\nTwice one?")
    told = list(dict.fromkeys(map(what, cell.messages)))
    assert [kind for kind in told if kind] == ["card", "loading", "looked"]


def what(message: Any) -> str:
    """What one message of a kernel is about, as far as this file asks."""
    kind, content = message["header"]["msg_type"], message["content"]
    if kind == "comm_msg" and str(content["data"].get("content", {}).get("run", {}).get("note")).startswith("Loading"):
        return "loading"
    return {"display_data": "card", "stream": "looked"}.get(kind, "")


def test_a_kernel_loads_when_it_starts(tmp_path: Path, model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSKY_PRELOAD", "1")
    with live_kernel(HUSKY, tmp_path) as started:
        loaded = "get_ipython().husky.session.agent"
        wait = f"import time\nwhile {loaded} is None: time.sleep(0.05)\nname = {loaded}.name"
        assert started.run(wait).status == "ok"
        assert started.value("name") == model


def test_it_can_be_switched_off_and_loads_nothing_heavy_meanwhile(tmp_path: Path, model: str) -> None:
    names = ("husky_kernel.kernel.session", "husky_kernel.engines.llamacpp.engine")
    heavy = f"[name for name in {names} if name in sys.modules]"
    with live_kernel(HUSKY, tmp_path) as started:
        started.run("import sys, threading\n[t.join() for t in threading.enumerate() if t.name == 'husky-preload']")
        assert started.value(heavy) == []


def test_loading_the_extension_gives_the_first_cards_imports_a_head_start(
    tmp_path: Path, model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUSKY_PRELOAD", "1")
    with live_kernel(PLAIN, tmp_path) as started:
        started.run(f"import sys\nfrom husky_kernel.kernel.magics import magic\nmagic.HEAD_START = {PATIENCE}")
        started.run("%load_ext husky_kernel\nthere = 'husky_kernel.display.run_view' in sys.modules")
        assert started.value("there") is True


def test_a_head_start_ends_with_the_imports_or_its_time(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    never = threading.Event()
    monkeypatch.setattr(magic.HuskyMagics, "_preload", lambda self: never.wait(PATIENCE))
    monkeypatch.setattr(magic, "HEAD_START", 0.01)
    monkeypatch.setattr(shell, "kernel", object(), raising=False)
    magic.HuskyMagics(shell).preload()
    assert "husky-preload" in [thread.name for thread in threading.enumerate()]
    never.set()
