"""What the rows of ``husky bench growth`` come to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from husky_kernel.bench.outcome import Measured, Outcome, measured_table, merged

FIRST_STEP = 2
"""The step that later ones are compared with: before it there is no history."""


def outcome(samples: Sequence[Measured], model: str) -> Outcome:
    """The last step against the second, the most questions at once against one, the most tables against one."""
    rows = merged(samples)
    return Outcome("growth", ratios(rows), rows, measured_table(rows), model)


def ratios(rows: Sequence[Measured]) -> dict[str, float]:
    """Above 1 where what is larger costs less, or yields more, than what is small."""
    found: dict[str, float] = {}
    seconds = _by_size(rows, r"step (\d+)", "s")
    if FIRST_STEP in seconds and (last := max(seconds)) > FIRST_STEP:
        found[f"step{FIRST_STEP}_seconds_per_step{last}_seconds"] = seconds[FIRST_STEP] / seconds[last]
    together = _by_size(rows, r"(\d+) at once", "tokens/s")
    found |= {f"throughput_{n}_per_1": rate / together[1] for n, rate in together.items() if n > 1 and 1 in together}
    for which in ("all", "one"):
        for name, unit in (("seconds", "ms"), ("tokens", "tokens")):
            told = _by_size(rows, rf"(\d+) tables, {which} named(?:: told)?", unit)
            if told and (most := max(told)) > 1:
                found[f"tables_{which}_named_1_{name}_per_{most}_{name}"] = told[1] / max(told[most], 1e-9)
    return found


def _by_size(rows: Sequence[Measured], pattern: str, unit: str) -> dict[int, float]:
    matches = ((re.fullmatch(pattern, row.what), row) for row in rows if row.unit == unit)
    return {int(match[1]): row.median for match, row in matches if match}
