"""From logits to tokens, and from tokens to text."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Any

Sampler = Callable[[Any], tuple[int, float]]
"""Takes logits ``(V,)``, gives a token and its probability at temperature 1."""

ANCHOR = 6
"""Tokens of the prompt that are decoded along, so that a leading blank of the reply is not lost."""


def sampler(temperature: float, seed: int) -> Sampler:
    """Greedy at temperature 0, else drawn; the same seed draws the same tokens on the same device."""
    import torch

    if temperature <= 0:
        return greedy
    generator = torch.Generator(device="cpu").manual_seed(seed)

    def draw(logits: Any) -> tuple[int, float]:
        probabilities = torch.softmax(logits, dim=-1)
        weights = torch.softmax(logits / temperature, dim=-1).cpu()
        token = int(torch.multinomial(weights, 1, generator=generator))
        return token, float(probabilities[token])

    return draw


def greedy(logits: Any) -> tuple[int, float]:
    """The sampler of temperature 0."""
    token, probability = best(logits).tolist()
    return int(token), probability


def best(logits: Any) -> Any:
    """The likeliest token of ``(V,)``, the first of equals, and its probability: ``(2,)`` on the device of the logits.

    Both are float32, so that one copy brings them to the host; tokens are exact in it up to 16 million.
    """
    import torch

    token = torch.argmax(logits, dim=-1)
    probability = torch.exp(torch.amax(logits, dim=-1) - torch.logsumexp(logits, dim=-1))
    return torch.stack([token.float(), probability.float()])


def follow(read: Callable[[Sequence[int]], Any], token: int, count: int) -> Generator[tuple[int, float], None, None]:
    """Have ``read`` read a token and then each likeliest that follows; those found, ``count`` at most."""
    for _ in range(count):
        token, probability = greedy(read([token]))
        yield token, probability


class Detokenizer:
    """Text of tokens that come one by one. A token may end inside a character: its text then waits for the next."""

    def __init__(self, tokenizer: Any, prompt: Sequence[int] = ()) -> None:
        self._tokenizer = tokenizer
        self._ids = list(prompt[-ANCHOR:])
        self._start, self._shown = 0, len(self._ids)

    def add(self, token: int) -> str:
        """The text that ``token`` adds; empty for a special token or an unfinished character."""
        self._ids.append(token)
        text = self._new()
        if text.endswith("\ufffd"):
            return ""
        self._start, self._shown = self._shown, len(self._ids)
        return text

    def close(self) -> str:
        """What still waits, an unfinished character as a replacement mark."""
        text = self._new()
        self._start = self._shown = len(self._ids)
        return text

    def _new(self) -> str:
        before = decode(self._tokenizer, self._ids[self._start : self._shown])
        return decode(self._tokenizer, self._ids[self._start :])[len(before) :]


def decode(tokenizer: Any, ids: Sequence[int]) -> str:
    """Text of ``ids`` without special tokens, spaces as they are."""
    return str(tokenizer.decode(list(ids), skip_special_tokens=True, clean_up_tokenization_spaces=False))


def likeliest(
    tokenizer: Any, logits: Any, prompt: Sequence[int], words: Sequence[str], top: int
) -> list[tuple[str, float]]:
    """Texts and log probabilities of the ``top`` likeliest tokens, and of the first token of each of ``words``."""
    import torch

    logprobs = torch.log_softmax(logits, dim=-1).cpu()
    ids = set(torch.topk(logprobs, min(top, logprobs.numel())).indices.tolist())
    ids.update(tokenizer.encode(word, add_special_tokens=False)[0] for word in words if word)
    anchor = list(prompt[-1:])
    skip = len(decode(tokenizer, anchor))
    return [(decode(tokenizer, [*anchor, token])[skip:], float(logprobs[token])) for token in sorted(ids)]


def listed(ends: int | list[int] | None) -> set[int]:
    """End tokens of a generation config, which names none, one or several."""
    return set() if ends is None else set(ends) if isinstance(ends, list) else {ends}
