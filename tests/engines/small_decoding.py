"""A small model with random weights, and replies that decoders write with it."""

from __future__ import annotations

from typing import Any

from engine_requests import saying

from husky_kernel.agent.protocols import Generation, OnText
from husky_kernel.engines.torch.decoder import Decoder
from husky_kernel.engines.torch.decoding import sampler
from husky_kernel.engines.torch.graphs.lookup import write
from husky_kernel.engines.torch.prefix_cache import Prefix
from husky_kernel.engines.torch.reply import Reply


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
