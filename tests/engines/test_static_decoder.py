"""Replies written in a cache of fixed size are those written in one that grows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from engine_requests import TOOLS, counting, letters, saying, tool_choice

from husky_kernel.engines.decoder import DynamicDecoder
from husky_kernel.engines.decoding import sampler
from husky_kernel.engines.prefix_cache import Prefix
from husky_kernel.engines.static_decoder import StaticDecoder, decoder_for, has_static_cache
from husky_kernel.engines.transformers import TransformersEngine


def small(**changes: Any) -> Any:
    """A model of two layers with random weights."""
    import torch
    from transformers import Qwen2Config, Qwen2ForCausalLM

    torch.manual_seed(0)
    shape = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4}
    config = Qwen2Config(**{"vocab_size": 97, "num_key_value_heads": 2, **shape, **changes})
    return Qwen2ForCausalLM(config).eval()


def written(decoder: StaticDecoder | DynamicDecoder, model: Any, tokens: int = 12) -> tuple[list[int], Prefix]:
    """Greedy tokens after a prompt, and the prefix they were written in."""
    prefix, draw, found = Prefix(model), sampler(0.0, 0), []
    logits = prefix.read([5, 6, 7, 8, 9])
    with decoder.decode(prefix, tokens) as reader:
        for _ in range(tokens):
            found.append(draw(logits)[0])
            logits = reader.read(found[-1:])
    return found, prefix


def traced(model: Any) -> Any:
    """torch's own tracing, every operation in one graph, without the minutes of a compiler."""
    import torch

    return torch.compile(model.__call__, backend="eager", fullgraph=True, dynamic=False)


@pytest.mark.parametrize("compiler", [None, traced], ids=["as it is", "traced"])
def test_the_tokens_and_the_prefix_are_those_of_the_growing_cache(compiler: Callable[[Any], Any] | None) -> None:
    import torch

    model = small()
    plain, grown = written(DynamicDecoder(), model)
    decoder = StaticDecoder(model, 64, compiler)
    for _ in range(2):  # the second reply is written over the first
        found, copied = written(decoder, model)
        assert found == plain
        assert copied.ids == grown.ids
        for ours, theirs in zip(copied.layers(), grown.layers(), strict=True):
            assert all(torch.allclose(a, b, atol=1e-5) for a, b in zip(ours, theirs, strict=True))


def test_a_reader_goes_back() -> None:
    import torch

    model = small()
    prefix = Prefix(model)
    prefix.read([1, 2, 3])
    with StaticDecoder(model, 64).decode(prefix, 20) as reader:
        first = reader.read([4])
        reader.rows([5, 6, 7], 3)
        reader.crop(3)
        assert torch.allclose(reader.read([4]), first, atol=1e-5)
    assert prefix.ids == [1, 2, 3, 4]


def test_where_compiling_fails_the_reply_goes_on_and_the_log_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    def broken(model: Any) -> Any:
        def forward(**inputs: Any) -> Any:
            if len(calls) == 3:
                model(**inputs)  # the token is counted, then it fails
                raise RuntimeError("no compiler\nis installed")
            calls.append(1)
            return model(**inputs)

        return forward

    calls: list[int] = []
    model = small()
    plain, _ = written(DynamicDecoder(), model)
    decoder = StaticDecoder(model, 64, broken)
    assert written(decoder, model)[0] == plain
    assert written(decoder, model)[0] == plain
    [record] = caplog.records
    assert record.message.endswith("from now on: no compiler")
    with decoder.decode(kept := Prefix(model), 1) as reader:
        assert reader is kept


def test_a_model_with_a_sliding_window_has_no_such_cache(caplog: pytest.LogCaptureFixture) -> None:
    window = small(use_sliding_window=True, sliding_window=8, max_window_layers=1)
    assert has_static_cache(small())
    assert not has_static_cache(window)
    assert isinstance(decoder_for(window, 64, static=True, graphs=False), DynamicDecoder)
    assert "no cache of fixed size" in caplog.text


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
