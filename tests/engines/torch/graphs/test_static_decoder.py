"""Replies written in a cache of fixed size are those written in one that grows."""

from __future__ import annotations

from typing import Any

import pytest
from small_decoding import assert_same, replied, small, written

from husky_kernel.engines.torch.decoder import DynamicDecoder
from husky_kernel.engines.torch.graphs.static_decoder import StaticDecoder, decoder_for, has_static_cache
from husky_kernel.engines.torch.graphs.step import Forward
from husky_kernel.engines.torch.graphs.steps import Way
from husky_kernel.engines.torch.prefix_cache import Prefix


def traced(forward: Forward) -> Forward:
    """torch's own tracing, every operation in one graph, without the minutes of a compiler."""
    import torch

    traced: Forward = torch.compile(forward, backend="eager", fullgraph=True, dynamic=False)
    return traced


WAYS = pytest.mark.parametrize("way", [Way(), Way(compiler=traced)], ids=["as it is", "traced"])


@WAYS
def test_the_tokens_and_the_prefix_are_those_of_the_growing_cache(way: Way) -> None:
    model = small()
    plain, grown = written(DynamicDecoder(), model)
    decoder = StaticDecoder(model, 64, [way])
    for _ in range(2):  # the second reply is written over the first
        found, copied = written(decoder, model)
        assert found == plain
        assert_same(copied, grown)


LETTERS = replied(DynamicDecoder(), small())[0].text
"""The reply of twelve tokens; its fourth letter stands nowhere before."""


@WAYS
@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"max_tokens": 1},
        {"max_tokens": 2},
        {"max_tokens": 3},
        {"stop": (LETTERS[3],)},
        {"stop": (LETTERS[3:5],)},
        {"stop": (LETTERS[0],)},
        {"ends": (ord(LETTERS[3]) - 97,)},
        {"ends": (ord(LETTERS[0]) - 97,)},
        {"on_text": lambda piece: piece == LETTERS[3]},
        {"temperature": 1.0, "seed": 3},
    ],
    ids=["whole", "one", "two", "three", "stop", "long stop", "stop at once", "end", "end at once", "enough", "drawn"],
)
def test_a_reply_and_its_prefix_are_those_of_the_growing_cache(way: Way, asked: dict[str, Any]) -> None:
    model = small()
    decoder = StaticDecoder(model, 64, [way])
    plain, grown = replied(DynamicDecoder(), model, **asked)
    for _ in range(2):
        reply, copied = replied(decoder, model, **asked)
        assert (reply.text, reply.reason, reply.tokens) == (plain.text, plain.reason, plain.tokens)
        assert reply.confidence == pytest.approx(plain.confidence, abs=1e-5)
        assert_same(copied, grown)


def test_no_token_is_read_past_the_limit() -> None:
    def counted(forward: Forward) -> Forward:
        def counting(token: Any, cache: Any) -> Any:
            calls.append(int(token))
            return forward(token, cache)

        return counting

    calls: list[int] = []
    model = small()
    decoder = StaticDecoder(model, 9, [Way(compiler=counted)])  # room for four after the prompt
    replied(decoder, model, max_tokens=4)
    assert [chr(97 + token) for token in calls] == list(LETTERS[:3])
    calls.clear()
    replied(decoder, model, max_tokens=4, stop=(LETTERS[1],))
    assert len(calls) <= 2, "one was read in vain at most"


def test_a_listener_that_fails_leaves_nothing_behind() -> None:
    def fails(piece: str) -> bool:
        assert piece != LETTERS[3], "that is enough"
        return False

    model = small()
    plain, grown = replied(DynamicDecoder(), model)
    decoder = StaticDecoder(model, 64)
    with pytest.raises(AssertionError, match="that is enough"):
        replied(decoder, model, fails)
    reply, copied = replied(decoder, model)
    assert reply.text == plain.text
    assert_same(copied, grown)


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


def test_a_model_with_a_sliding_window_has_no_such_cache(caplog: pytest.LogCaptureFixture) -> None:
    window = small(use_sliding_window=True, sliding_window=8, max_window_layers=1)
    assert has_static_cache(small())
    assert not has_static_cache(window)
    assert isinstance(decoder_for(window, 64, static=True, graphs=False), DynamicDecoder)
    assert "no cache of fixed size" in caplog.text
