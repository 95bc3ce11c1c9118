"""What a chart shows, as values: its kind, bars, lines, points and labels, and one line of text for who cannot see it.

Readers fill it in: :mod:`husky_kernel.sight.charts.figures` from matplotlib, and from plotly and Altair
:mod:`husky_kernel.sight.charts.chart_specs`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["bar", "barh", "line", "scatter", "hist", "pie", "box", "heatmap", "area", "empty", "other"]

Point = tuple[Any, float]

NAMES: Mapping[str, str] = {
    "bar": "bar chart",
    "barh": "horizontal bar chart",
    "line": "line chart",
    "scatter": "scatter plot",
    "hist": "histogram",
    "pie": "pie chart",
    "box": "box plot",
    "heatmap": "heat map",
    "area": "area chart",
    "empty": "empty chart",
    "other": "chart",
}

TOLD = 12
"""Bars that are told in the text, and points of a line that are."""

LINES = 6
"""Lines that are told."""


@dataclass(frozen=True)
class Drawn:
    """One chart; of a figure with several, what they have together, and each in ``parts``.

    Attributes
    ----------
    bars
        Heights by label; lengths if the bars lie, per cent if they are slices of a pie. Where there are several bars
        at one label, the label is "label, series".
    lines
        The points of each line. ``names`` has their names in the legend, empty where there is none.
    points
        How many values were drawn: bars, slices, or points of lines and clouds.
    """

    kind: Kind
    bars: Mapping[str, float] = field(default_factory=dict)
    lines: Sequence[Sequence[Point]] = ()
    names: Sequence[str] = ()
    points: int = 0
    title: str = ""
    xlabel: str = ""
    ylabel: str = ""
    parts: Sequence[Drawn] = ()

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of all its charts."""
        return frozenset(part.kind for part in self.parts) or frozenset({self.kind})

    @property
    def text(self) -> str:
        """One line: "bar chart, 2 bars: North 120, South 80; x: region, y: units"."""
        if self.parts:
            return f"{len(self.parts)} charts: " + " | ".join(part.text for part in self.parts)
        labels = [("title", self.title), ("x", self.xlabel), ("y", self.ylabel)]
        around = ", ".join(f"{name}: {' '.join(label.split())}" for name, label in labels if label.strip())
        return "; ".join(filter(None, [self._shape(), around]))

    def _shape(self) -> str:
        name = NAMES[self.kind]
        if self.bars:
            noun = "slice" if self.kind == "pie" else "bar"
            sign = "%" if self.kind == "pie" else ""
            told = [f"{label} {number(height)}{sign}".strip() for label, height in list(self.bars.items())[:TOLD]]
            return f"{name}, {_many(len(self.bars), noun)}: {_listed(told, len(self.bars))}"
        if self.lines and self.kind in ("line", "area"):
            told = [_line(line, label) for line, label in zip(self.lines, self.names, strict=False)][:LINES]
            return f"{name}, {_many(len(self.lines), 'line')}: {_listed(told, len(self.lines), '; ')}"
        return f"{name}, {_many(self.points, 'point')}" if self.points else name


def together(parts: Sequence[Drawn], title: str = "") -> Drawn:
    """The charts of one figure as one."""
    drawn = [part for part in parts if part.kind != "empty"] or list(parts[:1])
    if not drawn:
        return Drawn("empty", title=title)
    if len(parts) == 1:
        return _titled(drawn[0], title)
    kinds = {part.kind for part in drawn}
    return Drawn(
        kind=kinds.pop() if len(kinds) == 1 else "other",
        bars={label: height for part in drawn for label, height in part.bars.items()},
        lines=[line for part in drawn for line in part.lines],
        names=[name for part in drawn for name in part.names],
        points=sum(part.points for part in drawn),
        title=title or next((part.title for part in drawn if part.title), ""),
        xlabel=next((part.xlabel for part in drawn if part.xlabel), ""),
        ylabel=next((part.ylabel for part in drawn if part.ylabel), ""),
        parts=tuple(parts),
    )


def number(value: float) -> str:
    """A number in at most six figures, whole ones in full."""
    return f"{value:.0f}" if value == value and abs(value) < 1e15 and value == round(value) else f"{value:.6g}"


def _titled(part: Drawn, title: str) -> Drawn:
    from dataclasses import replace

    return part if part.title or not title else replace(part, title=title)


def _line(line: Sequence[Point], name: str) -> str:
    shown = [f"{x} {number(y)}" for x, y in (line if len(line) <= TOLD else (line[0], line[-1]))]
    told = ", ".join(shown) if len(line) <= TOLD else f"{len(line)} points, {shown[0]} … {shown[1]}"
    return f"{name}: {told}" if name else told


def _listed(told: Sequence[str], whole: int, between: str = ", ") -> str:
    return between.join([*told, *(["…"] if whole > len(told) else [])])


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
