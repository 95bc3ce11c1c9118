"""Where the time of one token goes on a CUDA device: at work, or waiting for the processor to say what comes next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

SHORT, LONG = 2, 22
"""Tokens of two replies: what the longer takes beyond the shorter is the time of tokens, and of nothing else."""

MARKS = ("ProfilerStep", "##", "Torch-Compiled", "[")
"""What names of spans begin with that stand among the kernels and are none."""


@dataclass(frozen=True, slots=True)
class Kernels:
    """What a device did: milliseconds ``busy`` with anything at all, and of each kernel by its name; ``count`` runs."""

    busy: float = 0.0
    count: int = 0
    each: Mapping[str, float] = field(default_factory=dict)


def per_token(write: Callable[[int], object]) -> Kernels:
    """What one token takes of the device. ``write`` writes a reply of so many tokens; it has been warmed up."""
    short, long = recorded(lambda: write(SHORT)), recorded(lambda: write(LONG))
    more = LONG - SHORT
    each = {name: (time - short.each.get(name, 0.0)) / more for name, time in long.each.items()}
    return Kernels((long.busy - short.busy) / more, round((long.count - short.count) / more), each)


def recorded(run: Callable[[], object]) -> Kernels:
    """What the device does in ``run``."""
    import torch
    from torch.profiler import ProfilerActivity, profile

    with profile(activities=[ProfilerActivity.CPU, ProfilerActivity.CUDA]) as found:
        run()
        torch.cuda.synchronize()
    return summed(event for event in found.events() or () if _is_kernel(event))


def summed(events: Iterable[Any]) -> Kernels:
    """Kernels of torch's profiler, with ``name`` and ``time_range`` in microseconds; they may overlap."""
    busy, until, count = 0.0, float("-inf"), 0
    each: dict[str, float] = {}
    for event in sorted(events, key=lambda event: float(event.time_range.start)):
        start, end = float(event.time_range.start), float(event.time_range.end)
        busy += max(0.0, end - max(start, until))
        until, count = max(until, end), count + 1
        each[event.name] = each.get(event.name, 0.0) + (end - start) / 1000
    return Kernels(busy / 1000, count, each)


def _is_kernel(event: Any) -> bool:
    span = getattr(event, "is_user_annotation", False) or event.name.startswith(MARKS)
    return event.device_type.name == "CUDA" and not span
