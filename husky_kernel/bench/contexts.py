"""What it costs to describe many tables to the models."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from typing import Any

from husky_kernel.bench.growth import OURS
from husky_kernel.bench.outcome import Measured, sample
from husky_kernel.context.variables import describe

ROWS = 1000


def contexts(
    budget: int, count: Callable[[str], int], question: str, sizes: Sequence[int], rounds: int
) -> Iterator[Measured]:
    """Milliseconds and tokens of the description of 1, 2, … tables: where the question names all, and where one.
    ``budget``: about so many tokens are told at most.
    """
    tables = frames(max(sizes))
    for size in sizes:
        some = dict(list(tables.items())[:size])
        for which, names in (("all", list(some)), ("one", list(some)[-1:])):
            asked = question.replace("{names}", ", ".join(names))
            what = f"{size} tables, {which} named"
            told = describe(asked, some, budget)  # loads what it needs, too
            yield sample(f"{what}: told", OURS, "tokens", count(told))
            for _ in range(rounds):
                start = perf_counter()
                describe(asked, some, budget)
                yield sample(what, OURS, "ms", 1000 * (perf_counter() - start))


def frames(count: int) -> dict[str, Any]:
    """So many tables of their own, with numbers, text and dates."""
    import numpy as np
    import pandas as pd

    random = np.random.default_rng(0)
    towns = np.array(["Oslo", "Bergen", "Tromsø", "Bodø"])
    return {
        f"orders_{at}": pd.DataFrame(
            {
                "customer": random.integers(0, 500, ROWS),
                "town": towns[random.integers(0, len(towns), ROWS)],
                "spent": random.random(ROWS) * 100,
                "day": pd.Timestamp("2024-01-01") + pd.to_timedelta(random.integers(0, 365, ROWS), unit="D"),
            }
        )
        for at in range(count)
    }
