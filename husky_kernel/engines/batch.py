"""Greedy replies to many prompts at once: rows of one padded batch, several times the speed of one after another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from husky_kernel.engines.adapters import Adapters
from husky_kernel.engines.reply import Reply
from husky_kernel.engines.torch_loading import failure


def complete(model: Any, adapters: Adapters, rows: Sequence[tuple[str, Reply]], pad: int) -> None:
    """Run the replies of some roles to their end, the most likely token each time: one batch for each adapter.

    Prompts are padded on the left.

    Raises
    ------
    EngineError
        If the device's memory is too small for so many.
    """
    members: dict[str | None, list[tuple[str, Reply]]] = {}
    for role, reply in rows:
        members.setdefault(adapters.of(role), []).append((role, reply))
    for group in members.values():
        adapters.activate(group[0][0])
        _guarded(model, [reply for _, reply in group], pad)


def _guarded(model: Any, replies: Sequence[Reply], pad: int) -> None:
    import torch

    try:
        with torch.inference_mode():
            _complete(model, replies, pad)
    except (RuntimeError, MemoryError) as error:
        raise failure(error, f"answering {len(replies)} prompts at once") from error


def _complete(model: Any, replies: Sequence[Reply], pad: int) -> None:
    import torch
    from transformers import DynamicCache

    cache = DynamicCache(config=model.config)
    width = max(len(row.prompt) for row in replies)
    gaps = [width - len(row.prompt) for row in replies]
    ids = [[pad] * gap + list(row.prompt) for gap, row in zip(gaps, replies, strict=True)]
    tokens = torch.tensor(ids, device=model.device)  # (B, T)
    mask = torch.tensor([[0] * gap + [1] * (width - gap) for gap in gaps], device=model.device)  # (B, T)
    places = (mask.cumsum(-1) - 1).clamp(min=0)  # (B, T)
    while not all(row.done for row in replies):
        reply = model(
            input_ids=tokens, attention_mask=mask, position_ids=places, past_key_values=cache, logits_to_keep=1
        )
        best = torch.softmax(reply.logits[:, -1].float(), dim=-1).max(dim=-1)  # (B,)
        for row, token, probability in zip(replies, best.indices.tolist(), best.values.tolist(), strict=True):
            row.add(token, probability)
        tokens = best.indices[:, None]  # (B, 1)
        mask = torch.cat([mask, mask.new_ones(len(replies), 1)], dim=-1)
        places = places[:, -1:] + 1
