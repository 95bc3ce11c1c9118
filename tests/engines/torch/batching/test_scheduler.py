"""What several lanes ask for at the same time is written together, as it is written alone."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from engine_requests import TOOLS, counting, letters, saying, tool_choice
from small_adapters import TAUGHT
from small_adapters import asked as taught

from husky_kernel.agent.errors import EngineError
from husky_kernel.agent.protocols import Generation, Request
from husky_kernel.engines.torch.batching.scheduler import Scheduler
from husky_kernel.engines.torch.engine import TransformersEngine

pytestmark = pytest.mark.model

LONG = 300.0


@pytest.fixture(scope="module")
def engine(torch_folder: Path, torch_cache: Path, sheep: Path) -> Iterator[TransformersEngine]:
    engine = TransformersEngine(torch_folder, "smollm2", torch_cache, "chatml", 512, threads=1, lanes=5)
    engine.load_adapter("sheep", sheep)
    engine.use_adapter("taught", "sheep")
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def single(torch_folder: Path, torch_cache: Path, sheep: Path) -> Iterator[TransformersEngine]:
    engine = TransformersEngine(torch_folder, "smollm2", torch_cache, "chatml", 512, threads=1)
    engine.load_adapter("sheep", sheep)
    engine.use_adapter("taught", "sheep")
    yield engine
    engine.close()


@pytest.fixture
def scheduler(engine: TransformersEngine) -> Scheduler:
    assert engine._scheduler is not None
    return engine._scheduler


def lanes(requests: Sequence[Request]) -> list[Request]:
    return [replace(request, lane=number) for number, request in enumerate(requests)]


def at_once(engine: TransformersEngine, scheduler: Scheduler, requests: Sequence[Request]) -> list[Future[Generation]]:
    """Asks for all before the first token is written, and waits for every reply."""
    with ThreadPoolExecutor(len(requests)) as pool:
        with scheduler.arriving():
            futures = [pool.submit(engine.generate, request) for request in requests]
            until = time.monotonic() + LONG
            while scheduler.waiting + sum(f.done() for f in futures) < len(requests) and time.monotonic() < until:
                time.sleep(0.01)
        return futures


def test_replies_of_all_lengths_and_adapters_are_those_written_alone(
    engine: TransformersEngine, single: TransformersEngine, scheduler: Scheduler
) -> None:
    asked = [counting(), letters(stop=(" H",)), tool_choice("[math]"), taught("taught")]
    requests = lanes([*asked, counting(max_tokens=3)])
    for _ in range(2):  # the second time from the cache of each lane
        together = [future.result() for future in at_once(engine, scheduler, requests)]
        alone = [single.generate(request) for request in requests]
        assert [reply.text for reply in together] == [reply.text for reply in alone]
        assert [reply.tokens for reply in together] == [reply.tokens for reply in alone]
        assert [reply.reason for reply in together] == [reply.reason for reply in alone]
    assert together[3].text == TAUGHT
    assert together[0].tokens.reused == together[0].tokens.prompt - 1
    assert scheduler.most == 5


def test_one_joins_while_another_is_being_written(engine: TransformersEngine, scheduler: Scheduler) -> None:
    with ThreadPoolExecutor(1) as pool:
        later: list[Future[Generation]] = []

        def join(piece: str) -> bool:
            if not later:
                later.append(pool.submit(engine.generate, letters("joining", lane=1)))
            return later[0].done()  # it goes on until the other has its whole reply

        first = engine.generate(counting("going", max_tokens=400), join)
    assert first.reason == "cancelled"
    assert first.text.startswith(" 6, 7, 8,")
    assert later[0].result().text.startswith(" F, G, H,")


def test_a_listener_that_fails_ends_its_own_reply_alone(engine: TransformersEngine, scheduler: Scheduler) -> None:
    def fail(piece: str) -> bool:
        if "8" in piece:
            raise ZeroDivisionError
        return False

    with ThreadPoolExecutor(2) as pool:
        with scheduler.arriving():
            bad = pool.submit(engine.generate, counting(lane=0), fail)
            good = pool.submit(engine.generate, counting(lane=1))
        assert good.result(LONG).text.startswith(" 6, 7, 8,")
        with pytest.raises(ZeroDivisionError):
            bad.result(LONG)
    assert engine.generate(counting(lane=0)).text.startswith(" 6, 7, 8,")


def test_scores_come_in_between(engine: TransformersEngine, single: TransformersEngine) -> None:
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(engine.generate, counting(max_tokens=30))
        scores = engine.score(tool_choice(lane=1), TOOLS).probabilities
        writing.result(LONG)
    assert scores == pytest.approx(single.score(tool_choice(), TOOLS).probabilities, abs=1e-3)


def test_a_model_that_is_closed_meanwhile_says_so(torch_folder: Path, torch_cache: Path) -> None:
    closing = TransformersEngine(torch_folder, "smollm2", torch_cache, "chatml", 512, threads=1, lanes=2)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(closing.generate, saying("Tell me a long story.", max_tokens=400), lambda piece: False)
        while not asked.done() and closing._scheduler is not None and not closing._scheduler.most:
            time.sleep(0.01)
        closing.close()
        with pytest.raises(EngineError, match="was unloaded"):
            asked.result(LONG)
