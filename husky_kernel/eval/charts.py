"""Small bar charts as SVG. All text in them is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

LEFT, WIDTH, RIGHT = 190, 420, 90
BAR, GAP, TOP = 18, 8, 26
COLOURS = ("#3b6ea5", "#c9822b", "#5a8f4e", "#a34d4d", "#7a62a3", "#4f8f91", "#8a6d3b", "#777777")


@dataclass(frozen=True, slots=True)
class Bar:
    """``label`` stands before the bar, ``text`` behind it; ``spread``, a standard error, to both sides of its end."""

    label: str
    value: float
    spread: float = 0.0
    colour: int = 0
    text: str = ""


def bars(title: str, found: Sequence[Bar], top: float | None = None) -> str:
    """Horizontal bars from 0 to ``top``, by default the largest value. Empty without bars."""
    if not found:
        return ""
    scale = WIDTH / (top or max(bar.value + bar.spread for bar in found) or 1.0)
    height = TOP + len(found) * (BAR + GAP)
    rows = "".join(_row(bar, TOP + number * (BAR + GAP), scale) for number, bar in enumerate(found))
    return (
        f'<svg role="img" aria-label="{escape(title)}" width="{LEFT + WIDTH + RIGHT}" height="{height}" '
        f'xmlns="http://www.w3.org/2000/svg"><text x="0" y="14" class="title">{escape(title)}</text>'
        f'<line x1="{LEFT}" x2="{LEFT}" y1="{TOP - 4}" y2="{height}" class="axis"/>{rows}</svg>'
    )


def _row(bar: Bar, y: int, scale: float) -> str:
    width, middle = bar.value * scale, y + BAR / 2
    end = LEFT + width
    low, high = max(LEFT, end - bar.spread * scale), end + bar.spread * scale
    whisker = (
        f'<path d="M{low:.1f} {middle}H{high:.1f}M{low:.1f} {middle - 4}v8M{high:.1f} {middle - 4}v8" class="spread"/>'
        if bar.spread
        else ""
    )
    return (
        f'<text x="{LEFT - 8}" y="{middle + 4}" text-anchor="end">{escape(bar.label)}</text>'
        f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR}" fill="{COLOURS[bar.colour % len(COLOURS)]}"/>'
        f'{whisker}<text x="{max(end, high) + 6:.1f}" y="{middle + 4}">{escape(bar.text or f"{bar.value:g}")}</text>'
    )
