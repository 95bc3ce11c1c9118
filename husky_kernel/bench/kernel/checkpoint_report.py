"""The table that ``husky bench checkpoint`` prints."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from husky_kernel.bench.kernel.checkpoint import Row
from husky_kernel.bench.outcome import Outcome
from husky_kernel.bench.table import aligned

HEAD = (
    "case", "take", "settle", "restore", "kept", "step", "step+cp",
    "deepcopy", "/take", "/both", "bytes", "pickle", "/take", "/both", "loads", "bytes",
)  # fmt: skip

LEGEND = """Seconds of the processor. take: before a step; settle: after it, with the effects; kept: bytes held;
step, step+cp: the step without and with a checkpoint (tables copy what is written to); /take, /both: how
many times longer than take, and than take and settle together; loads: unpickling."""


def outcome(rows: Sequence[Row], left_out: Sequence[str]) -> Outcome:
    """The medians of all cases, and every case."""
    names = rows[0].ratios if rows else ()
    ratios = {name: median(row.ratios[name] for row in rows) for name in names}
    return Outcome("checkpoint", ratios, rows, f"{table(rows)}\n\n{LEGEND}", notes=tuple(left_out))


def table(rows: Sequence[Row]) -> str:
    """Aligned columns; seconds in ms."""
    return aligned([HEAD, *map(_cells, rows)])


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.case,
        *map(_time, (row.take, row.settle, row.restore)),
        _size(row.kept),
        *map(_time, (row.step, row.step_with, row.deepcopy)),
        _ratio(row.ratios["deepcopy_per_take"]),
        _ratio(row.ratios["deepcopy_per_both"]),
        _size(row.deepcopy_bytes),
        _time(row.pickle),
        _ratio(row.ratios["pickle_per_take"]),
        _ratio(row.ratios["pickle_per_both"]),
        _time(row.pickle_restore),
        _size(row.pickle_bytes),
    )


def _time(seconds: float) -> str:
    return f"{seconds * 1e3:.2f} ms" if seconds < 10 else f"{seconds:.1f} s"


def _ratio(times: float) -> str:
    return f"{times:.2f}" if times < 10 else f"{times:,.0f}"


def _size(count: int) -> str:
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("KB", 1e3)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count} B"
