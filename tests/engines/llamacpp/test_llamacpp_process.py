"""llama.cpp in a process of its own: what it outlives, what outlives it, and what its end looks like from here."""

from __future__ import annotations

import contextvars
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from engine_processes import pid_of, serving
from engine_requests import counting, letters

from husky_kernel.agent.errors import ContextOverflow, EngineError, Stopped
from husky_kernel.agent.protocols import Message, Request
from husky_kernel.agent.stopping import stop_by
from husky_kernel.engines.llamacpp.client import chunks
from husky_kernel.engines.llamacpp.engine import LlamaCppEngine
from husky_kernel.engines.llamacpp.process import LlamaCppProcess, Order

PATIENCE = 120.0
PARENT = """
import os, signal, sys, time
from pathlib import Path
from husky_kernel.engines.llamacpp.engine import LlamaCppEngine
engine = LlamaCppEngine(Path(sys.argv[1]), "m", threads=1, context_length=512)
"""
TELL = "print(engine._server._running.process._process.pid, flush=True)\n"


@pytest.fixture
def engine(smollm2_path: Path, tmp_path: Path) -> Iterator[LlamaCppEngine]:
    built = LlamaCppEngine(smollm2_path, "smollm2-135m", threads=1, context_length=1024, prefixes=tmp_path)
    yield built
    built.close()


def gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def comes(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while not (met := true()) and time.monotonic() < end:
        time.sleep(0.05)
    return met


def instructed() -> Request:
    plain = counting()
    return replace(plain, messages=(Message("system", "You count. " * 80), *plain.messages), fixed=1)


@pytest.mark.model
def test_an_ask_whose_process_is_killed_says_so_and_the_next_one_is_answered(engine: LlamaCppEngine) -> None:
    before, killed = engine.generate(instructed()), pid_of(engine)

    def kill(piece: str) -> bool:
        os.kill(killed, signal.SIGKILL)
        return False

    with pytest.raises(
        EngineError, match=r"llama.cpp's process was killed \(SIGKILL\).*; nothing of yours is lost"
    ) as told:
        engine.generate(instructed(), kill)
    assert "\n" not in str(told.value)
    again = engine.generate(instructed())
    assert again.text == before.text
    assert again.tokens.prompt - 40 < again.tokens.reused, "its beginning comes from the file"
    assert pid_of(engine) != killed


@pytest.mark.model
def test_one_that_ended_while_nobody_asked_is_started_anew(engine: LlamaCppEngine) -> None:
    texts = [engine.generate(counting()).text, engine.generate(letters()).text]
    for signum in (signal.SIGKILL, signal.SIGABRT):
        os.kill(pid_of(engine), signum)
        assert comes(lambda: not engine._server._running.process.alive)
        assert engine.count_tokens("one two") == 2
        assert [engine.generate(counting()).text, engine.generate(letters()).text] == texts


@pytest.mark.model
def test_lanes_that_find_it_gone_start_one_for_all(smollm2_path: Path) -> None:
    before = serving()
    engine = LlamaCppEngine(smollm2_path, "smollm2-135m", threads=1, context_length=512, lanes=3)
    os.kill(pid_of(engine), signal.SIGKILL)
    assert comes(lambda: not engine._server._running.process.alive)
    with ThreadPoolExecutor(3) as pool:
        texts = list(pool.map(lambda lane: engine.generate(counting(lane=lane)).text, range(3)))
    assert len(set(texts)) == 1
    assert serving() - before == {pid_of(engine)}
    engine.close()


@pytest.mark.model
def test_an_abort_is_told_with_its_reason(engine: LlamaCppEngine) -> None:
    process = engine._server._running.process
    process._words.write(b"ggml.c:1: GGML_ASSERT(n > 0) failed\n")
    process._words.flush()
    os.kill(pid_of(engine), signal.SIGABRT)
    assert process.end() == "ended by SIGABRT: ggml.c:1: GGML_ASSERT(n > 0) failed"


@pytest.mark.model
def test_closing_ends_it_and_later_asks_say_so(engine: LlamaCppEngine) -> None:
    pid = pid_of(engine)
    engine.close()
    assert gone(pid)
    for ask in (lambda: engine.generate(counting()), lambda: engine.count_tokens("x")):
        with pytest.raises(EngineError, match="the model was unloaded: run the cell again"):
            ask()


@pytest.mark.model
def test_closing_ends_an_ask_at_work(engine: LlamaCppEngine) -> None:
    def close(piece: str) -> bool:
        engine.close()
        return False

    with pytest.raises(EngineError, match="the model was unloaded"):
        engine.generate(counting(max_tokens=400), close)


@pytest.mark.model
def test_an_engine_that_nobody_holds_leaves_no_process(smollm2_path: Path) -> None:
    engine = LlamaCppEngine(smollm2_path, "smollm2-135m", threads=1, context_length=512)
    pid = pid_of(engine)
    del engine
    assert gone(pid)


@pytest.mark.model
def test_an_interrupt_of_a_reply_comes_through_and_the_slot_is_free(engine: LlamaCppEngine) -> None:
    def interrupt(piece: str) -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.generate(replace(counting(max_tokens=900), stop=()), interrupt)
    assert engine.generate(counting()).text.startswith(" 6, 7, 8,")


@pytest.mark.model
def test_a_prompt_that_does_not_fit_is_told_in_a_stream_and_without(engine: LlamaCppEngine) -> None:
    long = counting(prefill="word " * 3000)
    with pytest.raises(ContextOverflow, match=r"the prompt has \d+ tokens, smollm2-135m takes 1024"):
        engine.generate(long)
    with pytest.raises(ContextOverflow):
        engine.score(long, ("a", "b"))


def test_a_file_that_is_no_model(tmp_path: Path) -> None:
    file = tmp_path / "no.gguf"
    file.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(EngineError, match=r"llama.cpp cannot load no.gguf: .*; `husky models verify` checks") as told:
        LlamaCppEngine(file, "m")
    assert "\n" not in str(told.value)


@pytest.mark.model
@pytest.mark.skipif(not hasattr(os, "fork"), reason="signals and forks of POSIX")
@pytest.mark.parametrize(
    "fork", ["", "if os.fork() == 0: time.sleep(300)\n"], ids=["alone", "with a fork that lives on"]
)
def test_it_outlives_interrupts_but_not_its_parent(smollm2_path: Path, fork: str) -> None:
    hear = "signal.signal(signal.SIGINT, lambda *_: print('heard', flush=True))\n"
    script = PARENT + hear + fork + TELL + "while True: time.sleep(300)"
    command = [sys.executable, "-c", script, str(smollm2_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as parent:
        try:
            assert parent.stdout is not None
            pid = int(parent.stdout.readline())
            os.killpg(parent.pid, signal.SIGINT)
            assert "heard" in parent.stdout.readline()
            assert not gone(pid)
            forked = [each for each in psutil.Process(parent.pid).children() if each.pid != pid]
            parent.kill()
            assert comes(lambda: gone(pid))
            assert [gone(each.pid) for each in forked] == [False] * bool(fork)
        finally:
            os.killpg(parent.pid, signal.SIGKILL)


@pytest.mark.model
def test_a_library_of_the_same_name_in_the_folder_breaks_nothing(
    smollm2_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json.py", "xllamacpp.py"):
        (tmp_path / name).write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    engine = LlamaCppEngine(smollm2_path, "smollm2-135m", threads=1, context_length=512)
    assert engine.generate(counting()).text.startswith(" 6, 7, 8,")
    engine.close()


@pytest.mark.model
def test_this_process_never_loads_the_library(smollm2_path: Path) -> None:
    ask = TELL + "from husky_kernel.agent.protocols import Message, Request\n"
    ask += "engine.generate(Request('talk', (Message('user', 'Hi'),), max_tokens=4))\n"
    ask += "print('xllamacpp' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", PARENT + ask, str(smollm2_path)], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.splitlines()[1:] == ["False"]
    assert done.stderr == ""
    assert comes(lambda: gone(int(done.stdout.split()[0])))


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_events_are_whole_wherever_a_stream_is_cut(size: int) -> None:
    text = "a\u2028b\x85c \U0001f6f7"
    stream = f'data: {{"text":"{text}"}}\n\n: ping\n\ndata: {{"text":""}}\r\n\r\ndata: [DONE]\n\n'.encode()
    parts = (stream[at : at + size] for at in range(0, len(stream), size))
    assert list(chunks(parts)) == [{"text": text}, {"text": ""}]


def stopped(ask: Callable[[], object], when: Callable[[], bool]) -> None:
    """Raise what ``ask`` raises in a run that is stopped once ``when`` holds."""
    stop, context = threading.Event(), contextvars.copy_context()
    context.run(stop_by, stop)
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(context.run, ask)
        assert comes(when)
        stop.set()
        future.result()


@pytest.mark.model
@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="signals of POSIX")
def test_a_stop_ends_every_ask_of_one_that_hangs(engine: LlamaCppEngine) -> None:
    before, pid = engine.generate(counting()), pid_of(engine)
    os.kill(pid, signal.SIGSTOP)
    asks: list[Callable[[], object]] = [
        lambda: engine.generate(counting()),
        lambda: engine.score(counting(), ("a", "b")),
        lambda: engine.warm(counting()),
        lambda: engine.count_tokens("one two"),
    ]
    for ask in asks:
        with pytest.raises(Stopped):
            stopped(ask, lambda: any(thread.name == "husky-ask" for thread in threading.enumerate()))
    assert psutil.Process(pid).status() == psutil.STATUS_STOPPED
    os.kill(pid, signal.SIGCONT)
    assert engine.generate(counting()).text == before.text
    assert pid_of(engine) == pid


@pytest.mark.model
def test_a_stop_ends_a_long_reply_and_the_slot_is_free(engine: LlamaCppEngine) -> None:
    pieces: list[str] = []
    with pytest.raises(Stopped):
        stopped(
            lambda: engine.generate(replace(counting(max_tokens=900), stop=()), lambda p: bool(pieces.append(p))),
            lambda: len(pieces) > 3,
        )
    assert engine.generate(counting()).text.startswith(" 6, 7, 8,")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
def test_a_stop_ends_the_loading_of_a_file_that_never_comes(tmp_path: Path) -> None:
    os.mkfifo(fifo := tmp_path / "m.gguf")
    before, order = serving(), Order(str(fifo), 1, 512, 6, True, (), None, "key")
    with pytest.raises(Stopped):
        stopped(lambda: LlamaCppProcess(order), lambda: bool(serving() - before))
    assert serving() == before
