"""How fast a device's memory is, and so how fast a model can write at most: each token reads all weights once."""

from __future__ import annotations

from statistics import median
from time import perf_counter
from typing import Any

REPEATS = 12
"""Copies of which the middle one counts; two more go before."""

BYTES = {"cuda": 2**30}
"""Bytes of one copy, more than any cache holds."""


def bandwidth(device: str, repeats: int = REPEATS) -> float:
    """Bytes a second of a large copy within the device's memory; what is read and what is written both count."""
    import torch

    size = BYTES.get(device, 2**28)
    source = torch.ones(size, dtype=torch.uint8, device=device)
    target = torch.empty_like(source)
    for _ in range(2):
        target.copy_(source)
    return 2 * size / median(_seconds(device, target, source) for _ in range(repeats))


def weight_bytes(model: Any) -> int:
    """Bytes of weights that one token reads: all of them, but of a table of embeddings of its own only a row.

    A table that is the output layer as well is read whole, once.
    """
    table, head = model.get_input_embeddings().weight, model.get_output_embeddings().weight
    total = sum(int(weight.nbytes) for weight in model.parameters())
    return total if table is head else total - int(table.nbytes)


def synchronize(device: str) -> None:
    """Wait until the device has done all that it was given."""
    import torch

    if device == "cuda":
        torch.cuda.synchronize()
    elif device == "mps":
        torch.mps.synchronize()


def _seconds(device: str, target: Any, source: Any) -> float:
    import torch

    if device != "cuda":
        start = perf_counter()
        target.copy_(source)
        synchronize(device)
        return perf_counter() - start
    event: Any = torch.cuda.Event  # without types
    begin, end = event(enable_timing=True), event(enable_timing=True)
    begin.record()
    target.copy_(source)
    end.record()
    end.synchronize()
    return float(begin.elapsed_time(end)) / 1000
