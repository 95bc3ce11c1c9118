"""Rows of different length put together: several after one another in one row, or side by side, padded.

Packed rows do not see each other: positions start anew with each, from which transformers makes an attention mask of
blocks. :func:`keeps_apart` checks that on the model itself; one that has another kind of attention is padded.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from husky_kernel.training.finetune.dataset import Row

Group = tuple[Row, ...]
IGNORED = -100
"""The label of a token that is not learned."""

OPEN = 64
"""Packs that are filled at a time."""


def pack(rows: Sequence[Row], size: int, seed: int = 0) -> list[Group]:
    """Groups of rows of up to ``size`` tokens together, in random order; a longer row is a group of its own."""
    order = list(rows)
    random.Random(seed).shuffle(order)
    done: list[Group] = []
    filling: list[tuple[int, list[Row]]] = []
    for row in order:
        place = next((i for i, (used, _) in enumerate(filling) if used + len(row) <= size), None)
        if place is None:
            filling.append((len(row), [row]))
            if len(filling) > OPEN:
                fullest = max(range(len(filling)), key=lambda i: filling[i][0])
                done.append(tuple(filling.pop(fullest)[1]))
        else:
            used, group = filling[place]
            group.append(row)
            filling[place] = (used + len(row), group)
    return done + [tuple(group) for _, group in filling]


def alike(rows: Sequence[Row], size: int) -> list[Group]:
    """Groups of rows of about the same length, of up to ``size`` tokens with their padding."""
    groups: list[Group] = []
    group: list[Row] = []
    for row in sorted(rows, key=len, reverse=True):
        if group and len(group[0]) * (len(group) + 1) > size:
            groups.append(tuple(group))
            group = []
        group.append(row)
    return [*groups, tuple(group)] if group else groups


def packed(group: Group) -> dict[str, Any]:
    """Tensors of one row ``(1, T)`` that holds the whole group; ``labels`` are those of the next token."""
    import torch

    lists = {
        "input_ids": [token for row in group for token in row.ids],
        "position_ids": [place for row in group for place in range(len(row))],
        "labels": [label for row in group for label in _labels(row)],
    }
    weights = [row.weight for row in group for _ in row.ids]
    return {name: torch.tensor([values]) for name, values in lists.items()} | {"weights": torch.tensor([weights])}


def padded(group: Group, pad: int) -> dict[str, Any]:
    """Tensors ``(B, T)`` with a row for each of the group, padded on the right."""
    import torch

    width = max(map(len, group))
    gaps = [width - len(row) for row in group]
    lists = {
        "input_ids": [[*row.ids, *[pad] * gap] for row, gap in zip(group, gaps, strict=True)],
        "attention_mask": [[1] * len(row) + [0] * gap for row, gap in zip(group, gaps, strict=True)],
        "labels": [[*_labels(row), *[IGNORED] * gap] for row, gap in zip(group, gaps, strict=True)],
        "weights": [[row.weight] * width for row in group],
    }
    return {name: torch.tensor(values) for name, values in lists.items()}


def keeps_apart(model: Any) -> bool:
    """Whether ``model`` reads a packed row as if the one before it were not there: what it says of the second must not
    change with the first.
    """
    import torch

    second, firsts = Row((9, 8, 7, 6, 5, 4), 1), [Row((1, 2, 3, 4, 5, 6), 1), Row((3, 1, 6, 5, 2, 9), 1)]
    said = []
    with torch.no_grad():
        for first in firsts:
            batch = packed((first, second))
            ids, places = batch["input_ids"].to(model.device), batch["position_ids"].to(model.device)
            said.append(model(input_ids=ids, position_ids=places, use_cache=False).logits[0, len(first) :].float())
    return bool(torch.allclose(said[0], said[1], atol=1e-3))


def _labels(row: Row) -> list[int]:
    """At each token the next one, where that is to be learned."""
    return [IGNORED] * (row.prompt - 1) + list(row.ids[row.prompt :]) + [IGNORED]
