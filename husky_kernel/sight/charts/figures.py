"""Reads charts off matplotlib's figures: what was drawn, not what the program meant to draw."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from husky_kernel.sight.charts.drawn import Drawn, Kind, Point, together
from husky_kernel.sight.charts.ticks import Ticks, plain

POINTS = 2000
"""Points of one line that are kept."""


def read_figures(known: Collection[int] = ()) -> tuple[Drawn, ...]:
    """The open figures of pyplot, without those whose numbers are ``known``."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    numbers = [number for number in pyplot.get_fignums() if number not in known] if pyplot else []
    return tuple(read_figure(pyplot.figure(number)) for number in numbers) if pyplot else ()


def read_figure(figure: Any) -> Drawn:
    """The chart, or the charts, of a matplotlib figure."""
    title = getattr(figure, "_suptitle", None)
    axes = [axis for axis in figure.axes if axis.get_label() != "<colorbar>"]
    parts = [read_axes(axis) for axis in axes]
    if len(parts) > 1:  # a grid often has places that stay empty
        parts = [part for part in parts if part.kind != "empty"] or parts[:1]
    return together(parts, title.get_text() if title else "")


def read_axes(axes: Any) -> Drawn:
    """One pair of axes."""
    readers = (_pie, _heatmap, _boxes, _bars, _area, _lines, _cloud)
    drawn = next(filter(None, (read(axes) for read in readers)), None)
    drawn = drawn or Drawn("other" if _anything(axes) else "empty")
    return replace(drawn, title=axes.get_title(), xlabel=axes.get_xlabel(), ylabel=axes.get_ylabel())


def _pie(axes: Any) -> Drawn | None:
    wedges = [patch for patch in axes.patches if type(patch).__name__ == "Wedge"]
    if not wedges:
        return None
    named = [_own_label(wedge) or str(place + 1) for place, wedge in enumerate(wedges)]
    shares = [abs(wedge.theta2 - wedge.theta1) / 3.6 for wedge in wedges]
    bars = {name: round(share, 4) for name, share in zip(_distinct(named), shares, strict=True)}
    return Drawn("pie", bars, points=len(bars))


def _heatmap(axes: Any) -> Drawn | None:
    meshes = [mesh for mesh in (*axes.images, *axes.collections) if type(mesh).__name__ in ("AxesImage", "QuadMesh")]
    sizes = [mesh.get_array().size for mesh in meshes if mesh.get_array() is not None]
    return Drawn("heatmap", points=sum(sizes)) if sizes else None


def _boxes(axes: Any) -> Drawn | None:
    lines = [line.get_xydata() for line in axes.lines]
    closed = [line for line in lines if len(line) == 5 and (line[0] == line[-1]).all() and len(set(line[:, 0])) == 2]
    filled = [patch for patch in axes.patches if type(patch).__name__ == "PathPatch"]
    boxes, strokes = len(closed) or len(filled), sum(len(line) == 2 for line in lines)
    if not boxes or strokes < 5 * boxes:  # two whiskers, two caps and a median for each
        return None
    return Drawn("box", points=boxes)


def _bars(axes: Any) -> Drawn | None:
    groups = [group for group in axes.containers if type(group).__name__ == "BarContainer" and len(group.patches)]
    if not groups:
        steps = [patch for patch in axes.patches if type(patch).__name__ in ("Polygon", "StepPatch")]
        stepped = steps and not axes.lines and not axes.collections
        return Drawn("hist", points=len(steps)) if stepped else None
    lying = getattr(groups[0], "orientation", "vertical") == "horizontal"
    ticks = Ticks(axes.yaxis if lying else axes.xaxis)
    found = [(_side(bar, lying), _length(bar, lying), _series(group)) for group in groups for bar in group.patches]
    width = max(abs(side[1] - side[0]) for side, _, _ in found)
    names = [ticks.label((side[0] + side[1]) / 2, width * len(groups) / 2 + 1e-9) for side, _, _ in found]
    if len(groups) > 1:
        names = [f"{name}, {series}" if series else name for name, (_, _, series) in zip(names, found, strict=True)]
    bars = {name: length for name, (_, length, _) in zip(_distinct(names), found, strict=True)}
    kind: Kind = "barh" if lying else "bar"
    if len(ticks.names) < len(groups[0].patches) and _touching(
        [side for side, _, _ in found[: len(groups[0].patches)]]
    ):
        kind = "hist"
    return Drawn(kind, bars, points=len(found))


def _area(axes: Any) -> Drawn | None:
    fills = [fill for fill in axes.collections if "PolyCollection" in type(fill).__name__ and fill.get_paths()]
    grounded = [fill for fill in fills if _on_ground(fill.get_paths()[0].vertices)]
    if not grounded or len(fills) < len(_drawn_lines(axes)):  # else the shade around a line
        return None
    lines = _drawn_lines(axes)
    points = sum(len(line.get_xdata()) for line in lines) or sum(len(fill.get_paths()[0].vertices) for fill in fills)
    return Drawn("area", lines=_points(axes, lines), names=_names(lines), points=points)


def _lines(axes: Any) -> Drawn | None:
    lines = _drawn_lines(axes)
    if not lines:
        return None
    joined = [line for line in lines if line.get_linestyle() not in ("None", "none", "", " ")]
    points = sum(len(line.get_xdata()) for line in lines)
    kind: Kind = "line" if joined else "scatter"
    return Drawn(kind, lines=_points(axes, lines), names=_names(lines), points=points)


def _cloud(axes: Any) -> Drawn | None:
    clouds = [cloud for cloud in axes.collections if type(cloud).__name__ == "PathCollection"]
    offsets = [cloud.get_offsets() for cloud in clouds if len(cloud.get_offsets())]
    if not offsets:
        return None
    ticks = Ticks(axes.xaxis)
    lines = [[(ticks.value(x), float(y)) for x, y in list(each)[:POINTS]] for each in offsets]
    return Drawn("scatter", lines=lines, names=_names(clouds), points=sum(map(len, offsets)))


def _drawn_lines(axes: Any) -> list[Any]:
    """The lines through data: no rulers across the axes, no ends of error bars."""
    bars = [box.lines for box in axes.containers if type(box).__name__ == "ErrorbarContainer"]
    caps = {id(cap) for _, ends, _ in bars for cap in ends}
    return [
        line
        for line in axes.lines
        if id(line) not in caps and len(line.get_xdata()) and line.get_transform() == axes.transData
    ]


def _points(axes: Any, lines: Sequence[Any]) -> list[list[Point]]:
    ticks = Ticks(axes.xaxis)
    return [list(_of_line(line, ticks)) for line in lines]


def _of_line(line: Any, ticks: Ticks) -> Iterator[Point]:
    given, placed, heights = line.get_xdata(orig=True), line.get_xdata(orig=False), line.get_ydata(orig=False)
    own = len(given) == len(placed)
    for place, (x, y) in enumerate(zip(placed[:POINTS], heights[:POINTS], strict=False)):
        told = plain(given[place]) if own and not hasattr(given, "index") else None
        yield (told if told is not None and not isinstance(told, int | float) else ticks.value(x)), float(y)


def _side(bar: Any, lying: bool) -> tuple[float, float]:
    start, width = (bar.get_y(), bar.get_height()) if lying else (bar.get_x(), bar.get_width())
    return float(start), float(start + width)


def _length(bar: Any, lying: bool) -> float:
    return float(bar.get_width() if lying else bar.get_height())


def _touching(sides: Sequence[tuple[float, float]]) -> bool:
    """Whether each bar begins where the one before it ends."""
    gaps = [abs(start - end) for (_, end), (start, _) in pairwise(sides)]
    return bool(gaps) and max(gaps) <= 0.02 * abs(sides[0][1] - sides[0][0])


def _on_ground(corners: Any) -> bool:
    """Whether a filled shape has a straight edge at zero."""
    return bool((corners[:, 1] == 0).sum() >= max(2, len(corners) // 3))


def _anything(axes: Any) -> bool:
    return bool(axes.patches or axes.collections or axes.images or axes.texts or axes.tables)


def _names(artists: Sequence[Any]) -> list[str]:
    return [_own_label(artist) for artist in artists]


def _own_label(artist: Any) -> str:
    label = str(artist.get_label() or "")
    return "" if label.startswith("_") else label


def _series(group: Any) -> str:
    label = str(group.get_label() or "")
    return "" if label.startswith("_") else label


def _distinct(names: Sequence[str]) -> list[str]:
    """``names`` with a number behind those that come again."""
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        told.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return told
