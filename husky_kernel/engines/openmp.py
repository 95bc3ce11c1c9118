"""How the threads that compute a model wait for each other."""

from __future__ import annotations

from collections.abc import Mapping

SPINS = "1000"
"""Turns that a thread of OpenMP waits busily for the others before it gives its core up.

With the default, some milliseconds of them, one other process at work on the machine makes tokens more than ten times
slower: a thread that has a core spins until the one it waits for gets its share of another.
"""


def yielding(environment: Mapping[str, str]) -> dict[str, str]:
    """``environment``, and that threads soon give their cores up while they wait; a user's own word on that stands."""
    if environment.get("GOMP_SPINCOUNT") or environment.get("OMP_WAIT_POLICY"):
        return dict(environment)
    return {**environment, "GOMP_SPINCOUNT": SPINS}
