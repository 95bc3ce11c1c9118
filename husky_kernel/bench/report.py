"""The table that ``husky bench checkpoint`` prints."""

from __future__ import annotations

from collections.abc import Iterable

from husky_kernel.bench.checkpoint import Row
from husky_kernel.bench.columns import columns

HEAD = (
    "case", "take", "settle", "restore", "kept", "step", "step+cp",
    "deepcopy", "/take", "/both", "bytes", "pickle", "/take", "/both", "loads", "bytes",
)  # fmt: skip


def table(rows: Iterable[Row]) -> str:
    """Aligned columns; seconds in ms."""
    return columns([HEAD, *map(_cells, rows)])


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
