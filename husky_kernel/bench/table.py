"""Text in aligned columns."""

from __future__ import annotations

from collections.abc import Sequence


def aligned(lines: Sequence[Sequence[str]], left: int = 1) -> str:
    """``lines`` with columns as wide as their widest cell; the first ``left`` begin, the others end at one place."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(_line(line, widths, left)).rstrip() for line in lines)


def _line(line: Sequence[str], widths: Sequence[int], left: int) -> list[str]:
    cells = zip(line, widths, strict=True)
    return [cell.ljust(width) if at < left else cell.rjust(width) for at, (cell, width) in enumerate(cells)]
