"""Replies written in a cache of fixed size are those written in one that grows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from engine_requests import TOOLS, counting, letters, saying, tool_choice

from husky_kernel.agent.protocols import Generation, OnText
from husky_kernel.engines.decoder import Decoder, DynamicDecoder
from husky_kernel.engines.decoding import sampler
from husky_kernel.engines.lookup import write
from husky_kernel.engines.prefix_cache import Prefix
from husky_kernel.engines.reply import Reply
from husky_kernel.engines.static_decoder import StaticDecoder, cuda_ways, decoder_for, has_static_cache
from husky_kernel.engines.step import Forward, Step
from husky_kernel.engines.steps import Compiler, Way
from husky_kernel.engines.transformers import TransformersEngine


def small(**changes: Any) -> Any:
    """A model of two layers with random weights."""
    import torch
    from transformers import Qwen2Config, Qwen2ForCausalLM

    torch.manual_seed(0)
    shape = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4}
    config = Qwen2Config(**{"vocab_size": 97, "num_key_value_heads": 2, **shape, **changes})
    return Qwen2ForCausalLM(config).eval()


def written(decoder: Decoder, model: Any, tokens: int = 12) -> tuple[list[int], Prefix]:
    """Greedy tokens after a prompt, and the prefix they were written in."""
    prefix, draw, found = Prefix(model), sampler(0.0, 0), []
    logits = prefix.read([5, 6, 7, 8, 9])
    with decoder.decode(prefix, tokens) as reader:
        for _ in range(tokens):
            found.append(draw(logits)[0])
            logits = reader.read(found[-1:])
    return found, prefix


class Spelled:
    """A tokenizer of letters: token 5 is ``f``."""

    def decode(self, ids: list[int], **_: Any) -> str:
        return "".join(chr(97 + token) for token in ids)


def replied(
    decoder: Decoder, model: Any, on_text: OnText | None = None, ends: tuple[int, ...] = (), **asked: Any
) -> tuple[Generation, Prefix]:
    """A reply after a prompt, and the prefix it was written in."""
    prefix, prompt = Prefix(model), [5, 6, 7, 8, 9]
    request = saying("", **{"max_tokens": 12, **asked})
    reply = Reply(Spelled(), prompt, request, ends, (), 60, on_text)
    logits = prefix.read(prompt)
    with decoder.decode(prefix, reply.left) as reader:
        write(reader, logits, reply, sampler(request.temperature, request.seed))
    return reply.generation(), prefix


def assert_same(ours: Prefix, theirs: Prefix) -> None:
    """The same tokens, keys and values."""
    import torch

    assert ours.ids == theirs.ids
    for one, other in zip(ours.layers(), theirs.layers(), strict=True):
        for a, b in zip(one, other, strict=True):
            assert a.shape == b.shape
            assert torch.allclose(a, b, atol=1e-5)


def broken_after(count: int) -> Compiler:
    """A compiler whose forward fails once it was run so often: the token is counted, then it fails."""

    def broken(forward: Forward) -> Forward:
        def fails(token: Any, cache: Any) -> Any:
            found = forward(token, cache)
            if len(calls) == count:
                raise RuntimeError("no compiler\nis installed")
            calls.append(1)
            return found

        return fails

    calls: list[int] = []
    return broken


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


@pytest.mark.parametrize("at", [0, 1, 2, 5])
def test_a_reply_goes_on_in_the_next_way(at: int, caplog: pytest.LogCaptureFixture) -> None:
    model = small()
    plain, grown = replied(DynamicDecoder(), model)
    decoder = StaticDecoder(model, 64, [Way("compiled", broken_after(at)), Way("as before")])
    for _ in range(2):
        reply, copied = replied(decoder, model)
        assert reply.text == plain.text
        assert reply.confidence == pytest.approx(plain.confidence, abs=1e-5)
        assert_same(copied, grown)
    [record] = caplog.records
    assert record.message.startswith("writing replies compiled failed, they are written as before from now on")


def test_a_graph_is_recorded_for_each_adapter_and_again_for_one_that_is_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from peft import LoraConfig, get_peft_model

    def recorded(step: Step) -> Any:
        made.append(step)
        return SimpleNamespace(replay=step._run)

    def recordings() -> int:
        before = len(made)
        assert replied(decoder, model)[0].text == replied(DynamicDecoder(), model)[0].text
        return len(made) - before

    made: list[Step] = []
    monkeypatch.setattr(Step, "_recorded", recorded)
    model = small()
    decoder = StaticDecoder(model, 64, cuda_ways("recorded"))
    assert [recordings(), recordings()] == [1, 0]
    config = LoraConfig(r=4, target_modules=["q_proj", "v_proj"], init_lora_weights=False, lora_alpha=40)
    peft = get_peft_model(model, config, adapter_name="code")
    assert [recordings(), recordings()] == [1, 0]
    peft.add_adapter("math", config)
    assert [recordings(), recordings()] == [1, 0]
    peft.set_adapter("math")
    assert [recordings(), recordings()] == [1, 0]
    peft.set_adapter("code")
    assert recordings() == 0
    peft.delete_adapter("math")
    peft.add_adapter("math", config)
    peft.set_adapter("math")
    assert recordings() == 1


def test_where_a_graph_cannot_be_recorded_replies_are_written_without(caplog: pytest.LogCaptureFixture) -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("it can be recorded here")
    model = small()
    plain, grown = replied(DynamicDecoder(), model)
    decoder = StaticDecoder(model, 64, cuda_ways("recorded"))
    for _ in range(2):
        reply, copied = replied(decoder, model)
        assert reply.text == plain.text
        assert_same(copied, grown)
    [record] = caplog.records
    assert "written in a cache that grows from now on" in record.message


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
    model = small()
    plain, _ = written(DynamicDecoder(), model)
    decoder = StaticDecoder(model, 64, [Way(compiler=broken_after(3))])
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
