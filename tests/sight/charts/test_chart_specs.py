"""Charts are read off specifications of plotly and Vega-Lite; the libraries are not needed."""

from __future__ import annotations

import base64
from array import array
from typing import Any

from husky_kernel.sight import from_altair, from_plotly

ROWS = [{"depot": "Oslo", "kg": 4}, {"depot": "Moss", "kg": 2}, {"depot": "Oslo", "kg": 6}]


def vega(mark: Any, x: dict[str, Any], y: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"mark": mark, "data": {"name": "d"}, "datasets": {"d": ROWS}, "encoding": {"x": x, "y": y}, **more}


DEPOT, KG = {"field": "depot", "type": "nominal"}, {"field": "kg", "type": "quantitative"}


def test_plotly_bars_with_binary_heights() -> None:
    heights = {"dtype": "f8", "bdata": base64.b64encode(array("d", [4, 2.5]).tobytes()).decode()}
    layout = {"title": {"text": "Load"}, "xaxis": {"title": {"text": "depot"}}, "yaxis": {"title": {"text": "kg"}}}
    drawn = from_plotly({"data": [{"type": "bar", "x": ["Oslo", "Moss"], "y": heights}], "layout": layout})
    assert drawn.text == "bar chart, 2 bars: Oslo 4, Moss 2.5; title: Load, x: depot, y: kg"


def test_plotly_kinds() -> None:
    def kind(**trace: Any) -> str:
        return from_plotly({"data": [trace]}).kind

    assert kind(type="scatter", mode="markers", x=[1], y=[2]) == "scatter"
    assert kind(type="scatter", mode="lines+markers", x=[1, 2], y=[2, 3]) == "line"
    assert kind(type="scatter", x=[1, 2], y=[2, 3], stackgroup="a") == "area"
    assert kind(type="bar", orientation="h", x=[1], y=["a"]) == "barh"
    assert kind(type="histogram", x=[1, 2, 2]) == "hist"
    assert kind(type="bar", x=[], y=[]) == "empty"
    assert from_plotly({"data": []}).kind == "empty"


def test_plotly_pie_in_per_cent_and_lines_by_name() -> None:
    pie = {"type": "pie", "labels": ["a", "b"], "values": [1, 3]}
    assert from_plotly({"data": [pie]}).bars == {"a": 25, "b": 75}
    lines = [{"type": "scatter", "name": name, "x": ["u", "v"], "y": [1, 2]} for name in ("p", "q")]
    assert from_plotly({"data": lines}).text == "line chart, 2 lines: p: u 1, v 2; q: u 1, v 2"


def test_vega_bars_are_aggregated() -> None:
    assert from_altair(vega("bar", DEPOT, {**KG, "aggregate": "sum"})).bars == {"Oslo": 10, "Moss": 2}
    assert from_altair(vega({"type": "bar"}, DEPOT, {"aggregate": "count", "type": "quantitative"})).bars == {
        "Oslo": 2,
        "Moss": 1,
    }


def test_vega_kinds() -> None:
    assert from_altair(vega("bar", KG, DEPOT)).kind == "barh"
    assert from_altair(vega("bar", {**KG, "bin": True}, {"aggregate": "count"})).kind == "hist"
    assert from_altair(vega("circle", KG, KG)).points == 3
    assert from_altair(vega("line", DEPOT, KG, title="Load")).title == "Load"


def test_vega_layers_are_parts() -> None:
    both = {"data": {"values": ROWS}, "encoding": {"x": DEPOT, "y": KG}, "layer": [{"mark": "bar"}, {"mark": "line"}]}
    assert from_altair(both).kinds == {"bar", "line"}
