"""Reads charts off the specifications of plotly and Altair (Vega-Lite), without either library."""

from __future__ import annotations

import base64
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from husky_kernel.sight.charts.drawn import Drawn, Kind, together

_PLOTLY: Mapping[str, Kind] = {
    "bar": "bar", "scatter": "line", "scattergl": "line", "histogram": "hist", "pie": "pie", "box": "box",
    "heatmap": "heatmap",
}  # fmt: skip
_VEGA: Mapping[str, Kind] = {
    "bar": "bar", "line": "line", "trail": "line", "point": "scatter", "circle": "scatter", "square": "scatter",
    "arc": "pie", "boxplot": "box", "rect": "heatmap", "area": "area",
}  # fmt: skip
_NUMBERS = {"i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "f4": "f", "f8": "d"}
"""Plotly's names of binary columns, and those of :mod:`array`."""


def from_plotly(spec: Any) -> Drawn:
    """The chart of a plotly figure, or of its JSON: ``data`` and ``layout``."""
    spec = spec if isinstance(spec, Mapping) else spec.to_plotly_json()
    layout = spec.get("layout") or {}
    x, y = (_title((layout.get(axis) or {}).get("title")) for axis in ("xaxis", "yaxis"))
    traces = [trace for trace in spec.get("data") or () if trace.get("visible", True) is True]
    kinds: dict[Kind, list[Mapping[str, Any]]] = {}
    for trace in traces:
        kinds.setdefault(_plotly_kind(trace), []).append(trace)
    parts = [replace(_plotly(kind, group), xlabel=x, ylabel=y) for kind, group in kinds.items()]
    return together(parts, _title(layout.get("title")))


def from_altair(spec: Any) -> Drawn:
    """The chart of an Altair chart, or of its specification in Vega-Lite."""
    spec = spec if isinstance(spec, Mapping) else spec.to_dict()
    return together(_views(spec, spec.get("datasets") or {}, spec.get("data"), {}), _title(spec.get("title")))


def _plotly_kind(trace: Mapping[str, Any]) -> Kind:
    kind = _PLOTLY.get(str(trace.get("type", "scatter")), "other")
    if kind == "bar" and trace.get("orientation") == "h":
        return "barh"
    if kind == "line" and trace.get("stackgroup"):
        return "area"
    if kind == "line" and "lines" not in str(trace.get("mode", "lines")):
        return "scatter"
    return kind


def _plotly(kind: Kind, traces: Sequence[Mapping[str, Any]]) -> Drawn:
    names = [str(trace.get("name") or "") for trace in traces]
    if kind in ("line", "area", "scatter"):
        lines = [list(zip(_column(trace, "x"), map(_float, _column(trace, "y")), strict=False)) for trace in traces]
        points = sum(len(line) for line in lines)
        return Drawn(kind if points else "empty", lines=lines, names=names, points=points)
    if kind in ("bar", "barh", "pie"):
        across, along = {"bar": ("x", "y"), "barh": ("y", "x"), "pie": ("labels", "values")}[kind]
        bars: dict[str, float] = {}
        for trace, name in zip(traces, names, strict=True):
            for label, height in zip(_column(trace, across), _column(trace, along), strict=False):
                bars[f"{label}, {name}" if len(traces) > 1 and name else str(label)] = _float(height)
        return Drawn(kind if bars else "empty", _shares(bars) if kind == "pie" else bars, points=len(bars))
    points = sum(len(_column(trace, "z") or _column(trace, "x") or _column(trace, "y")) for trace in traces)
    return Drawn(kind if points or kind == "other" else "empty", points=points)


def _column(trace: Mapping[str, Any], name: str) -> list[Any]:
    """A column of a trace: a list, or bytes in base64 with the type of its numbers."""
    values = trace.get(name)
    if isinstance(values, Mapping) and "bdata" in values:
        code = _NUMBERS.get(str(values.get("dtype")))
        return list(array(code, base64.b64decode(values["bdata"]))) if code else []
    return list(values) if values is not None and not isinstance(values, str) else []


def _views(spec: Mapping[str, Any], datasets: Mapping[str, Any], data: Any, above: Mapping[str, Any]) -> list[Drawn]:
    data, encoding = spec.get("data", data), {**above, **(spec.get("encoding") or {})}
    for joined in ("layer", "hconcat", "vconcat", "concat"):
        if joined in spec:
            return [drawn for view in spec[joined] for drawn in _views(view, datasets, data, encoding)]
    if "spec" in spec:
        return _views(spec["spec"], datasets, data, encoding)
    return [_view(spec, _rows(data, datasets), encoding)]


def _rows(data: Any, datasets: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    data = data if isinstance(data, Mapping) else {}
    rows = data.get("values", datasets.get(data.get("name", ""), ()))
    return rows if isinstance(rows, list | tuple) else ()


def _view(spec: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], encoding: Mapping[str, Any]) -> Drawn:
    mark = spec.get("mark")
    kind = _VEGA.get(str(mark.get("type") if isinstance(mark, Mapping) else mark), "other")
    drawn, axes = _vega(kind, rows, encoding), (encoding.get("x") or {}, encoding.get("y") or {})
    x, y = map(_vega_label, axes)
    return replace(drawn, title=_title(spec.get("title")), xlabel=x, ylabel=y)


def _vega(kind: Kind, rows: Sequence[Mapping[str, Any]], encoding: Mapping[str, Any]) -> Drawn:
    x, y = encoding.get("x") or {}, encoding.get("y") or {}
    if not rows:
        return Drawn(kind)
    if x.get("timeUnit") or y.get("timeUnit"):  # its rows are put together by months, say
        return Drawn(kind, points=len(rows))
    if kind == "bar" and (x.get("bin") or y.get("bin")):
        return Drawn("hist", points=len(rows))
    if kind == "bar" and x.get("type") == "quantitative" and y.get("type") in ("nominal", "ordinal", "temporal"):
        kind, x, y = "barh", y, x
    if kind == "pie":
        x, y = encoding.get("color") or {}, encoding.get("theta") or {}
    series = encoding.get("color") if kind not in ("pie", "scatter") else None
    lines = _heights(rows, x, y, series if isinstance(series, Mapping) and series.get("field") else None)
    points = sum(len(line) for line in lines.values())
    if kind in ("bar", "barh", "pie"):
        bars = {f"{place}, {name}" if len(lines) > 1 else str(place): height
                for name, line in lines.items() for place, height in line}  # fmt: skip
        return Drawn(kind, _shares(bars) if kind == "pie" else bars, points=points)
    if kind in ("line", "area", "scatter"):
        return Drawn(kind, lines=list(lines.values()), names=list(lines), points=points)
    return Drawn(kind, points=points)


def _heights(
    rows: Sequence[Mapping[str, Any]], x: Mapping[str, Any], y: Mapping[str, Any], series: Mapping[str, Any] | None
) -> dict[str, list[tuple[Any, float]]]:
    """Points by series; rows of one place are put together where the specification says how."""
    aggregate = y.get("aggregate")
    found: dict[tuple[str, Any], list[float]] = {}
    for place, row in enumerate(rows):
        name = str(row.get(series["field"], "")) if series else ""
        key = name, row.get(x.get("field", ""), place)
        found.setdefault(key, []).append(_float(row.get(y.get("field", ""), 1)))
    lines: dict[str, list[tuple[Any, float]]] = {}
    for (name, at), values in found.items():
        heights = [_aggregated(str(aggregate), values)] if aggregate else values
        lines.setdefault(name, []).extend((at, height) for height in heights)
    return lines


def _aggregated(how: str, values: Sequence[float]) -> float:
    ordered = sorted(values)
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    ways = {
        "count": float(len(values)), "sum": sum(values), "min": ordered[0], "max": ordered[-1], "median": middle,
    }  # fmt: skip
    return ways.get(how, sum(values) / len(values))


def _shares(parts: Mapping[str, float]) -> dict[str, float]:
    whole = sum(parts.values())
    return {name: round(100 * part / whole, 4) if whole else part for name, part in parts.items()}


def _vega_label(channel: Mapping[str, Any]) -> str:
    axis = channel.get("axis") or {}
    told = axis.get("title") or channel.get("title") or channel.get("field")
    return _title(told) or ("count" if channel.get("aggregate") == "count" else "")


def _title(title: Any) -> str:
    title = title.get("text") if isinstance(title, Mapping) else title
    return " ".join(map(str, title)) if isinstance(title, list | tuple) else str(title or "")


def _float(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")
