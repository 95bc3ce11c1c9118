"""Replies to many prompts at once: rows of one padded batch, many times the speed of one after another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from husky_kernel.agent.protocols import Request
from husky_kernel.engines.torch.adapters import Adapters
from husky_kernel.engines.torch.loading import failure
from husky_kernel.engines.torch.reply import Reply

SHARED = 32
"""Tokens that all prompts of a batch must begin with, for these to be read once and copied."""

Asked = tuple[Request, Reply]


def complete(model: Any, adapters: Adapters, rows: Sequence[Asked], pad: int) -> None:
    """Run the replies to their end: one batch for each adapter.

    What all prompts begin with is read once. Prompts are padded on the left; replies that are done leave the batch.
    Sampled ones draw from one generator with the first request's seed.

    Raises
    ------
    EngineError
        If the device's memory is too small for so many.
    """
    members: dict[str | None, list[Asked]] = {}
    for row in rows:
        members.setdefault(adapters.of(row[0].role), []).append(row)
    for group in members.values():
        adapters.activate(group[0][0].role)
        _guarded(model, group, pad)


def _guarded(model: Any, rows: Sequence[Asked], pad: int) -> None:
    import torch

    try:
        with torch.inference_mode():
            batch = _Batch(model, rows, pad)
            while batch.rows:
                batch.step()
    except (RuntimeError, MemoryError) as error:
        raise failure(error, f"answering {len(rows)} prompts at once") from error


class _Batch:
    """Rows that go on, with their cache, their mask ``(B, T)`` and what they read next."""

    def __init__(self, model: Any, rows: Sequence[Asked], pad: int) -> None:
        import torch
        from transformers import DynamicCache

        self.rows = list(rows)
        self._model = model
        self._cache: Any = DynamicCache(config=model.config)
        prompts = [list(reply.prompt) for _, reply in rows]
        shared = self._read_once(prompts)
        width = max(map(len, prompts)) - shared
        gaps = [width + shared - len(prompt) for prompt in prompts]
        ids = [[pad] * gap + prompt[shared:] for gap, prompt in zip(gaps, prompts, strict=True)]
        self._tokens = torch.tensor(ids, device=model.device)  # (B, T)
        read = [[1] * shared + [0] * gap + [1] * (width - gap) for gap in gaps]
        self._mask = torch.tensor(read, device=model.device)
        self._places = (self._mask.cumsum(-1) - 1).clamp(min=0)[:, shared:]  # (B, T)
        self._temperatures = torch.tensor([[request.temperature] for request, _ in rows], device=model.device)
        self._generator = torch.Generator(device=model.device).manual_seed(rows[0][0].seed)

    def step(self) -> None:
        """Write one token of every row."""
        import torch

        said = self._model(
            input_ids=self._tokens,
            attention_mask=self._mask,
            position_ids=self._places,
            past_key_values=self._cache,
            logits_to_keep=1,
        )
        tokens, probabilities = self._drawn(said.logits[:, -1].float())  # (B, 1)
        for (_, reply), token, probability in zip(
            self.rows, tokens[:, 0].tolist(), probabilities[:, 0].tolist(), strict=True
        ):
            reply.add(token, probability)
        self._tokens = tokens
        self._mask = torch.cat([self._mask, self._mask.new_ones(len(self.rows), 1)], dim=-1)
        self._places = self._places[:, -1:] + 1
        self._without_the_done()

    def _read_once(self, prompts: Sequence[list[int]]) -> int:
        """Read what all ``prompts`` begin with into the cache of every row; how many tokens these are."""
        import torch

        alike = (len(set(tokens)) == 1 for tokens in zip(*prompts, strict=False))
        shared = min(sum(takewhile(bool, alike)), min(map(len, prompts)) - 1)
        if len(prompts) == 1 or shared < SHARED:
            return 0
        ids = torch.tensor([prompts[0][:shared]], device=self._model.device)
        self._model(input_ids=ids, past_key_values=self._cache, logits_to_keep=1)
        self._cache.batch_repeat_interleave(len(prompts))
        return shared

    def _drawn(self, logits: Any) -> tuple[Any, Any]:
        """The next token of each row, and its probability at temperature 1; ``(B, 1)`` each."""
        import torch

        probabilities = torch.softmax(logits, dim=-1)
        tokens = probabilities.argmax(dim=-1, keepdim=True)
        if any(request.temperature > 0 for request, _ in self.rows):  # asked of the device, it would be waited for
            weights = torch.softmax(logits / self._temperatures.clamp(min=1e-3), dim=-1)
            drawn = torch.multinomial(weights, 1, generator=self._generator)
            tokens = torch.where(self._temperatures > 0, drawn, tokens)
        return tokens, probabilities.gather(-1, tokens)

    def _without_the_done(self) -> None:
        """Take rows out that are done, once they are a quarter: each time the whole cache is copied."""
        import torch

        going = [at for at, (_, reply) in enumerate(self.rows) if not reply.done]
        if going and len(going) > 0.75 * len(self.rows):
            return
        self.rows = [self.rows[at] for at in going]
        kept = torch.tensor(going, device=self._model.device, dtype=torch.long)
        if going:
            self._cache.batch_select_indices(kept)
        self._tokens, self._mask, self._places = self._tokens[kept], self._mask[kept], self._places[kept]
        self._temperatures = self._temperatures[kept]
