"""What matplotlib was asked to draw: the kind of a chart and its numbers."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.patches import Wedge


def drawn() -> Axes | None:
    """The only axes of the only figure, or ``None`` where nothing is drawn."""
    figures = plt.get_fignums()
    if not figures:
        return None
    assert len(figures) == 1
    [axes] = plt.figure(figures[0]).axes
    return axes


def kind_of(axes: Axes) -> str:
    bars = [box for box in axes.containers if isinstance(box, BarContainer)]
    if bars and bars[0].orientation == "horizontal":
        return "barh"
    if bars:
        return "hist" if _touch(bars[0]) else "bar"
    if any(isinstance(patch, Wedge) for patch in axes.patches):
        return "pie"
    if axes.collections:
        return "scatter"
    return "box" if len(axes.lines) > 10 else "line"


def _touch(bars: BarContainer) -> bool:
    first, second = bars.patches[:2]
    return bool(abs(first.get_x() + first.get_width() - second.get_x()) < 1e-9)


def numbers_of(axes: Axes) -> list[float]:
    """The numbers that the chart shows, without those of missing values, sorted; of a pie the parts of the whole."""
    kind = kind_of(axes)
    found: list[Any] = []
    if kind in ("bar", "hist"):
        found = [patch.get_height() for patch in axes.patches]
    elif kind == "barh":
        found = [patch.get_width() for patch in axes.patches]
    elif kind == "pie":
        found = [(patch.theta2 - patch.theta1) / 360 for patch in axes.patches if isinstance(patch, Wedge)]
    elif kind == "scatter":
        found = [number for points in axes.collections for pair in points.get_offsets() for number in pair]
    elif kind == "line":
        found = [number for line in axes.lines if not _level(line) for number in line.get_ydata()]
    return sorted(float(number) for number in found if number == number)


def _level(line: Any) -> bool:
    """Whether a line is a mark across the whole chart."""
    return list(line.get_xdata()) == [0, 1]
