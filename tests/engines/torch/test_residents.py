"""Models that share a device: who is there, who makes room, and what never happens."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from engine_requests import counting

from husky_kernel.agent.errors import EngineError
from husky_kernel.engines.torch.decoder import DynamicDecoder
from husky_kernel.engines.torch.engine import TransformersEngine
from husky_kernel.engines.torch.mover import TorchMover, size_of
from husky_kernel.engines.torch.residents import Residents

LONG = 30.0
"""Seconds after which a test that waits has failed."""


class Recorder:
    """A mover that notes what it does, and complains of what must not be. Models are their names."""

    def __init__(self, broken: str = "") -> None:
        self.there: set[str] = set()
        self.moves: list[str] = []
        self.busy: set[str] = set()
        self.broken = broken
        self.brought = threading.Event()
        self._alone = threading.Lock()

    def bring(self, model: Any) -> None:
        assert self._alone.acquire(blocking=False), "moves come one at a time"
        self.moves.append(f"+{model}")
        self._alone.release()
        if model == self.broken:
            raise EngineError("out of memory while moving a model to the GPU")
        self.there.add(model)
        self.brought.set()

    def send(self, model: Any) -> None:
        assert model not in self.busy, "a model at work is never moved"
        self.moves.append(f"-{model}")
        self.there.remove(model)


def settled(budget: int, mover: Recorder, **sizes: int) -> Residents:
    residents = Residents(budget, mover)
    for name, size in sizes.items():
        residents.add(name, name, size)
    return residents


def ask(residents: Residents, mover: Recorder, *names: str) -> None:
    for name in names:
        with residents.using(name):
            assert name in mover.there
            mover.busy.add(name)
        mover.busy.remove(name)


def test_all_stay_where_all_fit() -> None:
    mover = Recorder()
    residents = settled(30, mover, a=10, b=10, c=10)
    ask(residents, mover, *"abcabc")
    assert residents.all_fit
    assert [move for move in mover.moves if move[0] == "-"] == []
    assert sorted(mover.moves) == ["+a", "+b", "+c"]


def test_the_one_asked_longest_ago_makes_room() -> None:
    mover = Recorder()
    residents = settled(20, mover, a=10, b=10, c=10)
    ask(residents, mover, *"abac")
    assert not residents.all_fit
    assert residents.hot == ("a", "c")


def test_a_large_one_drives_out_as_many_as_it_must() -> None:
    mover = Recorder()
    residents = settled(25, mover, a=10, b=10, c=20)
    ask(residents, mover, *"abc")
    assert residents.hot == ("c",)
    ask(residents, mover, *"ba")
    assert residents.hot == ("b", "a")


def test_they_swap_where_one_fits() -> None:
    mover = Recorder()
    residents = settled(10, mover, a=10, b=10)
    for _ in range(3):
        ask(residents, mover, "a", "b")
    assert len(mover.there) == 1


def test_one_that_does_not_fit_alone_is_refused_in_one_line() -> None:
    with pytest.raises(EngineError, match=r"model big needs 15\.2 GB of GPU memory and has 8\.0 GB: .*gpu_memory") as e:
        settled(8_000_000_000, Recorder(), big=15_231_233_024)
    assert "\n" not in str(e.value)


def test_one_at_work_stays_until_it_is_done() -> None:
    mover = Recorder()
    residents = settled(10, mover, a=10, b=10)
    with ThreadPoolExecutor(1) as pool:
        with residents.using("a"):
            mover.busy.add("a")
            other = pool.submit(ask, residents, mover, "b")
            with residents.using("a"):  # the same work asks again, though another waits
                assert not other.done()
            mover.busy.remove("a")
        other.result(LONG)
    assert residents.hot == ("b",)


def test_many_threads_all_get_their_turn() -> None:
    mover = Recorder()
    residents = settled(20, mover, a=10, b=10, c=10)
    locks = {name: threading.Lock() for name in "abc"}

    def work(name: str) -> None:
        for _ in range(20):
            with locks[name]:
                ask(residents, mover, name)

    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(work, name) for name in "abcabc"]:
            done.result(LONG)
    assert 1 <= len(residents.hot) <= 2


def test_one_that_is_expected_is_there_before_it_is_asked() -> None:
    mover = Recorder()
    residents = settled(20, mover, a=10, b=10, c=10)
    ask(residents, mover, "a", "b")
    mover.brought.clear()
    residents.expect("c")
    assert mover.brought.wait(LONG)
    before = list(mover.moves)
    ask(residents, mover, "c", "b")
    assert mover.moves == before
    assert mover.moves[-2:] == ["-a", "+c"]


def test_the_expected_waits_for_the_one_at_work() -> None:
    mover = Recorder()
    residents = settled(10, mover, a=10, b=10)
    with residents.using("a"):
        mover.busy.add("a")
        residents.expect("b")
        mover.brought.clear()
        mover.busy.remove("a")
    assert mover.brought.wait(LONG)
    assert mover.moves == ["+a", "-a", "+b"]


def test_what_followed_before_is_expected_after_the_same_ask() -> None:
    mover = Recorder()
    residents = settled(10, mover, a=10, b=10)
    for name, what in (("a", "choose"), ("a", "write"), ("b", "code"), ("a", "choose")):
        mover.brought.clear()
        with residents.using(name, what):
            pass
    with residents.using("a", "write"):
        mover.brought.clear()
    assert mover.brought.wait(LONG)
    assert mover.moves[-2:] == ["-a", "+b"]


def test_a_move_that_fails_is_told_and_the_others_go_on() -> None:
    mover = Recorder(broken="b")
    residents = settled(10, mover, a=10, b=10)
    ask(residents, mover, "a")
    with pytest.raises(EngineError, match="out of memory"), residents.using("b"):
        pass
    ask(residents, mover, "a")
    assert residents.hot == ("a",)


def test_one_that_was_forgotten_leaves_its_room() -> None:
    mover = Recorder()
    residents = settled(10, mover, a=10, b=10)
    ask(residents, mover, "a")
    residents.remove("a")
    assert residents.all_fit
    ask(residents, mover, "b")
    assert "-a" not in mover.moves


class Counting(TorchMover):
    """The real mover, on the CPU, that counts what it sends away."""

    def __init__(self) -> None:
        super().__init__("cpu")
        self.sent = 0

    def send(self, model: Any) -> None:
        super().send(model)
        self.sent += 1


@pytest.fixture
def pair(torch_folder: Path, torch_cache: Path, sheep: Path) -> Iterator[tuple[list[TransformersEngine], Counting]]:
    """Two engines with room for one; the second has an adapter."""
    from transformers import AutoModelForCausalLM

    size = size_of(AutoModelForCausalLM.from_pretrained(torch_folder, dtype="float32"))
    mover = Counting()
    residents = Residents(size * 3 // 2, mover)
    engines = [
        TransformersEngine(torch_folder, name, torch_cache, "chatml", 256, "cpu", 1, static=True, residents=residents)
        for name in ("one", "two")
    ]
    engines[1].load_adapter("sheep", sheep)
    engines[1].use_adapter("code", "sheep")
    yield engines, mover
    for engine in engines:
        engine.close()


@pytest.mark.model
def test_engines_swap_and_answer_as_ever(pair: tuple[list[TransformersEngine], Counting]) -> None:
    (one, two), mover = pair
    assert isinstance(one._decoder(), DynamicDecoder), "recorded graphs do not follow weights that move"
    first, taught = one.generate(counting("code", max_tokens=4)), two.generate(counting("code", max_tokens=4))
    again = [engine.generate(counting("code", max_tokens=4)) for engine in (one, two)]
    assert [reply.text for reply in again] == [first.text, taught.text]
    assert first.text.startswith(" 6,")
    assert all(reply.tokens.reused == reply.tokens.prompt - 1 for reply in again), "prefixes stay"
    assert mover.sent >= 3
    two.close()
    assert one.generate(counting()).text.startswith(" 6, 7,")
    with pytest.raises(EngineError, match="was unloaded"):
        two.generate(counting())
