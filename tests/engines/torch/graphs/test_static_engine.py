"""An engine with a cache of fixed size says what one with a growing cache does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from engine_requests import TOOLS, counting, letters, saying, tool_choice

from husky_kernel.engines.torch.engine import TransformersEngine


@pytest.fixture(scope="module")
def engines(torch_folder: Path, torch_cache: Path, sheep: Path) -> Iterator[list[TransformersEngine]]:
    made = []
    for static in (False, True):
        engine = TransformersEngine(torch_folder, "smollm2", torch_cache, "chatml", 512, threads=1, static=static)
        engine.load_adapter("sheep", sheep)
        engine.use_adapter("code", "sheep")
        made.append(engine)
    yield made
    for engine in made:
        engine.close()


@pytest.mark.model
@pytest.mark.parametrize(
    "request_",
    [counting(), letters(stop=(" H",)), tool_choice("[math]"), counting("code"), saying("Hi", "code", max_tokens=20)],
    ids=["counting", "stop", "tool", "adapter", "other words"],
)
def test_the_engine_says_the_same_with_prefixes_streams_and_adapters(
    engines: list[TransformersEngine], request_: Any
) -> None:
    told: list[list[str]] = [[], []]
    for _ in range(2):  # the second time from the cache
        replies = [e.generate(request_, lambda p, t=t: bool(t.append(p))) for e, t in zip(engines, told, strict=True)]
        assert replies[0].text == replies[1].text
        assert replies[0].tokens == replies[1].tokens
        assert replies[0].confidence == pytest.approx(replies[1].confidence, abs=1e-4)
    assert told[0] == told[1]


@pytest.mark.model
def test_scores_after_a_reply_and_a_stop_in_its_midst(engines: list[TransformersEngine]) -> None:
    scores = []
    for engine in engines:
        engine.generate(tool_choice("[math]"))
        engine.generate(tool_choice("[math]"), lambda piece: True)
        scores.append(engine.score(tool_choice(), TOOLS).probabilities)
    assert scores[0] == pytest.approx(scores[1], abs=1e-4)
