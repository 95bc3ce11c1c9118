"""Time limits and interrupts of the code tool, with real signals."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from husky_kernel.tools.code import CodeTool, Nothing
from husky_kernel.tools.guards.interrupts import Guard, Interrupted, interrupt_main_thread

LIMIT = "stopped after 0.3 s (time limit)"

BLOCKING = [
    "import time\ntime.sleep(60)",
    "while True: pass",
    "import time\ntry:\n    time.sleep(60)\nexcept Exception:\n    pass",
    "import subprocess\nsubprocess.run(['sleep', '60'])",
]
AWAITING = [
    "import asyncio\nawait asyncio.sleep(60)",
    "import asyncio, time\nawait asyncio.sleep(0)\ntime.sleep(60)",
    "import asyncio, time\nasync def f(): time.sleep(60)\nawait asyncio.gather(f(), asyncio.sleep(60))",
]


@pytest.fixture(scope="module")
def shell() -> Iterator[InteractiveShell]:
    yield InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    InteractiveShell.clear_instance()


@pytest.fixture(autouse=True)
def handler() -> Iterator[None]:
    """Python's own, also where whoever started the tests has interrupts ignored; it is put back after each step."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    found = signal.signal(signal.SIGINT, before)
    assert found is signal.default_int_handler


@pytest.mark.parametrize("code", [*BLOCKING, *AWAITING])
def test_time_limit(shell: InteractiveShell, code: str) -> None:
    seen = CodeTool(shell, timeout=0.3).run(f"kept = 1\nprint('begun')\n{code}")
    assert (seen.ok, seen.error) == (False, LIMIT)
    assert seen.text == f"begun\n{LIMIT}"
    assert shell.user_ns["kept"] == 1


@pytest.mark.parametrize("code", [*BLOCKING[:2], *AWAITING])
async def test_time_limit_in_a_running_loop(shell: InteractiveShell, code: str) -> None:
    seen = await CodeTool(shell, timeout=0.3).arun(code)
    assert seen.error == LIMIT
    await asyncio.sleep(0)  # the loop is alive


def test_time_limit_of_code_that_catches_everything(shell: InteractiveShell) -> None:
    code = "import time\nwhile True:\n    try:\n        time.sleep(1)\n    except:\n        pass"
    assert CodeTool(shell, timeout=0.3).run(code).error == LIMIT


@pytest.mark.parametrize("code", [*BLOCKING, *AWAITING])
def test_a_persons_interrupt_is_passed_on(shell: InteractiveShell, code: str) -> None:
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        CodeTool(shell).run(f"kept = 2\n{code}")
    assert shell.user_ns["kept"] == 2
    assert CodeTool(shell).run("kept + 1").text == "3"


@pytest.mark.parametrize("code", [*BLOCKING[:2], *AWAITING])
async def test_a_persons_interrupt_in_a_running_loop(shell: InteractiveShell, code: str) -> None:
    timer = threading.Timer(0.3, interrupt_main_thread)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        await CodeTool(shell).arun(code)
    await asyncio.sleep(0)


def test_an_interrupt_that_code_swallows_still_stops_the_run(shell: InteractiveShell) -> None:
    timer = threading.Timer(0.3, interrupt_main_thread)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        CodeTool(shell).run("import time\ntry:\n    time.sleep(60)\nexcept KeyboardInterrupt:\n    caught = True")
    assert shell.user_ns["caught"]


def test_drawing_after_the_code_can_be_interrupted(shell: InteractiveShell) -> None:
    def draw() -> None:
        time.sleep(60)

    shell.events.register("post_execute", draw)
    try:
        assert CodeTool(shell, timeout=0.3).run("drawn = 1").error == LIMIT
    finally:
        shell.events.unregister("post_execute", draw)


def test_interrupt_before_the_code_begins_is_not_lost(shell: InteractiveShell) -> None:
    def prepare(info: object) -> None:
        interrupt_main_thread()
        time.sleep(0.1)

    shell.events.register("pre_run_cell", prepare)
    try:
        with pytest.raises(KeyboardInterrupt):
            CodeTool(shell).run("import time\ntime.sleep(60)")
    finally:
        shell.events.unregister("pre_run_cell", prepare)


def test_a_signal_waits_for_the_end_of_what_must_not_stay_half_done(shell: InteractiveShell) -> None:
    done: list[str] = []

    @contextmanager
    def watch(program: str) -> Iterator[Nothing]:
        signal.raise_signal(signal.SIGINT)
        done.append("set up")
        try:
            yield Nothing()
        finally:
            done.append("put back")

    with pytest.raises(KeyboardInterrupt):
        CodeTool(shell, watch=watch).run("done_since = 1")
    assert done == ["set up", "put back"]
    assert "done_since" not in shell.user_ns


def test_an_interrupt_that_is_lost_in_a_callback_is_heard_before_more_code_runs(shell: InteractiveShell) -> None:
    with Guard(None, globals(), lambda: None):
        with suppress(Interrupted):  # as Python does with what a callback of a weak reference raises
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            CodeTool(shell).run("ran_on = 1")
    assert "ran_on" not in shell.user_ns
    assert CodeTool(shell).run("1 + 1").text == "2"
