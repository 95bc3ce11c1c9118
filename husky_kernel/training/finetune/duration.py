"""How long a training takes on this machine's processor, measured before anything large is loaded."""

from __future__ import annotations

import time

USED = 0.5
"""Part of the speed of a product of matrices that training reaches on a processor: measured with SmolLM2, one core."""

OPERATIONS = 4
"""Floating-point operations a token and weight: 2 forwards and 2 back, as the base's weights get no gradients."""


def seconds_on_cpu(tokens: float, parameters: float) -> float:
    """About how long it takes to learn from ``tokens`` with a model of so many ``parameters``."""
    return tokens * parameters * OPERATIONS / (USED * _speed())


def in_words(seconds: float) -> str:
    """``40 s``, ``12 min``, ``5 h``, ``3 days``."""
    for limit, unit, name in ((90, 1, "s"), (90 * 60, 60, "min"), (48 * 3600, 3600, "h")):
        if seconds < limit:
            return f"{seconds / unit:.0f} {name}"
    return f"{seconds / 86400:.0f} days"


def _speed() -> float:
    """Floating-point operations a second of a product of matrices: the best of many, as others may be at work."""
    import torch

    size, best = 512, 0.0
    matrix = torch.ones(size, size)
    for _ in range(50):
        start = time.perf_counter()
        torch.mm(matrix, matrix)
        best = max(best, 2 * size**3 / (time.perf_counter() - start))
    return best
