from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from engine_requests import counting, letters

from husky_kernel.agent.protocols import Request
from husky_kernel.engines.llamacpp.engine import LlamaCppEngine
from husky_kernel.engines.llamacpp.server import Slots

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def engine(smollm2_path: Path) -> Iterator[LlamaCppEngine]:
    built = LlamaCppEngine(smollm2_path, "smollm2-135m", context_length=512, lanes=3)
    yield built
    built.close()


def test_lanes_answer_side_by_side_as_they_do_alone(engine: LlamaCppEngine) -> None:
    asked = [counting(lane=0), letters(role="talk", lane=1), counting(lane=2), letters(lane=1)]
    with ThreadPoolExecutor(len(asked)) as pool:
        together = [reply.text for reply in pool.map(engine.generate, asked)]
    assert together == [engine.generate(request).text for request in asked]
    assert together[0] == together[2]


def test_a_lane_keeps_its_prefix_while_others_ask(engine: LlamaCppEngine) -> None:
    engine.generate(counting(role="kept", lane=0))
    for lane in (1, 2):
        engine.generate(letters(role="kept", lane=lane))
    again = engine.generate(counting(role="kept", lane=0)).tokens
    assert again.reused == again.prompt - 1


def test_a_lane_too_many_shares_the_slots_of_another(engine: LlamaCppEngine) -> None:
    assert engine.generate(counting(lane=3)).text == engine.generate(counting(lane=0)).text


def test_the_slots_of_a_role_follow_each_other_so_that_they_are_computed_together() -> None:
    slots = Slots(4)
    for role in ("action", "code"):
        numbers = [slots.of(Request(role, (), lane=lane)) for lane in range(4)]
        assert numbers == list(range(numbers[0], numbers[0] + 4))
    assert slots.of(Request("action", (), lane=2)) != slots.of(Request("code", (), lane=2))
    shared = {slots.of(Request(role, (), lane=1)) for role in ("query", "math", "rewrite")}
    assert len(shared) == 1
    assert slots.count == 12
