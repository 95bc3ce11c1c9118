"""What matplotlib is asked to draw, read off its axes. Runs in the kernel, apart from what the product itself sees."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

NEAR = 0.45
"""Units of an axis between a bar's middle and the tick that names it."""

LONGEST = 5000
"""Points of a line that are kept."""


class Drawings:
    """Keeps what is drawn from now on in this process, until it is taken."""

    def __init__(self) -> None:
        self._found: list[dict[str, Any]] = []
        with suppress(ImportError):
            self._watch()

    def take(self) -> list[dict[str, Any]]:
        """What was drawn since the last call, each axes once in its last state."""
        found, self._found = self._found, []
        return found

    def _watch(self) -> None:
        from matplotlib import backend_bases

        canvases: Any = backend_bases.FigureCanvasBase
        draw = canvases.print_figure

        def print_figure(canvas: Any, *args: Any, **options: Any) -> Any:
            done = draw(canvas, *args, **options)  # before its labels are read: they are made while it is drawn
            self._found += [read_axes(axes) for axes in canvas.figure.axes]
            return done

        canvases.print_figure = print_figure


def read_axes(axes: Any) -> dict[str, Any]:
    """Bars by their labels, lines and number of points, as JSON."""
    found: dict[str, float] = {}
    for container in axes.containers:
        for label, size in _bars(axes, container):
            while label in found:
                label += "'"
            found[label] = size
    lines = [
        [(str(x), float(y)) for x, y in zip(line.get_xdata(), line.get_ydata(), strict=False)][:LONGEST]
        for line in axes.lines
    ]
    points = sum(len(each.get_offsets()) for each in axes.collections if hasattr(each, "get_offsets"))
    title, x, y = axes.get_title(), axes.get_xlabel(), axes.get_ylabel()
    return {"bars": found, "lines": lines, "points": points, "title": title, "xlabel": x, "ylabel": y}


def _bars(axes: Any, container: Any) -> list[tuple[str, float]]:
    lying = getattr(container, "orientation", None) == "horizontal"
    axis = axes.yaxis if lying else axes.xaxis
    names = [(float(at), text.get_text()) for at, text in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=False)]
    found = []
    for bar in container.patches if hasattr(container, "patches") else ():
        start, wide = (bar.get_y(), bar.get_height()) if lying else (bar.get_x(), bar.get_width())
        size = bar.get_width() if lying else bar.get_height()
        middle = start + wide / 2
        near = [(abs(at - middle), name) for at, name in names if name and abs(at - middle) < NEAR]
        found.append((min(near)[1] if near else f"{middle:g}", float(size)))
    return found
