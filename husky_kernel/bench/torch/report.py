"""What the rows of ``husky bench torch`` come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from husky_kernel.bench.outcome import Measured, Outcome, measured_table, medians, merged
from husky_kernel.bench.torch.decode import ALONE, MEMORY
from husky_kernel.bench.torch.sides import GENERATE, OURS
from husky_kernel.bench.torch.turns import Found

SHARE = 0.6
"""Of the rate that the memory allows: what one reply should be written at."""

TIMES = 2.0
"""The rate of ``generate``: what one reply should be written at."""


def outcome(found: Sequence[Found], model: str) -> Outcome:
    """Rates of ours in shares of the memory's and of transformers' own; targets are at 1 where they are just met."""
    rows = merged(row for row in found if isinstance(row, Measured))
    notes = tuple(row for row in found if isinstance(row, str))
    return Outcome("torch", _ratios(medians(rows)), rows, measured_table(rows), model, notes)


def told(row: Found) -> str:
    """A line on a measurement; a note as it is."""
    return row if isinstance(row, str) else f"{row.what}, {row.side}: {row.median:,.2f} {row.unit}"


def _ratios(found: Mapping[tuple[str, str], float]) -> dict[str, float]:
    ratios = {
        f"{what.replace(',', '').replace(' ', '_')}_ours_per_generate": rate / found[what, GENERATE]
        for (what, side), rate in found.items()
        if side == OURS and (what, GENERATE) in found
    }
    if (ALONE, OURS) in found and ("floor", MEMORY) in found:
        share = found[ALONE, OURS] / found["floor", MEMORY]
        ratios |= {"decode_share_of_floor": share, f"target_{SHARE:g}_of_floor_per_decode": share / SHARE}
    if f"{ALONE}_ours_per_generate" in ratios:
        times = ratios[f"{ALONE}_ours_per_generate"]
        ratios[f"target_{TIMES:g}_times_generate_per_decode"] = times / TIMES
    return ratios
