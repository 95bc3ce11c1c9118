"""What stays in a notebook's file is there once, and comes back whole."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from husky_kernel.agent.reruns.branches import grow, record
from husky_kernel.agent.types import MEDIA_TYPE, Step, Trace
from husky_kernel.display.bundle import bundle
from husky_kernel.display.saved import whole

FIGURE = base64.b64encode(bytes(range(256)) * 80).decode()
WIDE = pd.DataFrame({f"column_{number}": range(60) for number in range(100)})


CELL = re.compile(r"<t[hd]>(.*?)</t[hd]>")


def shown(**data: Any) -> dict[str, Any]:
    kinds = {"html": "text/html", "png": "image/png", "svg": "image/svg+xml", "plain": "text/plain"}
    return {"output_type": "display_data", "data": {kinds[name]: value for name, value in data.items()}, "metadata": {}}


def printed(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def trace_of(observation: str, *outputs: dict[str, Any]) -> Trace:
    step = Step(0, "code", "Show.", call="show()", observation=observation, output="Shown.", outputs=outputs)
    return Trace("Show?", "some-model", answer="shown", steps=(step,))


def reopened(trace: Trace) -> Trace:
    return Trace.from_json(whole(json.loads(json.dumps(bundle(trace)))))


def size(trace: Trace) -> int:
    return len(json.dumps(bundle(trace)))


@pytest.mark.parametrize("figure", [shown(png=FIGURE), shown(svg="<svg>" + "<g/>" * 5000 + "</svg>")])
def test_a_figure_is_there_once_and_comes_back(figure: dict[str, Any]) -> None:
    trace = trace_of("A figure was drawn.", shown(png="QUJD"), figure)
    assert reopened(trace) == trace
    [encoded] = list(figure["data"].values())
    assert size(trace) < 1.5 * max(len(encoded), len(base64.b64encode(encoded.encode()))) + 3000


def test_a_figure_on_every_line_of_a_run_is_there_once() -> None:
    both = record(replace(grow(trace_of("A figure was drawn.", shown(png=FIGURE)), 1, "edit"), answer="4"))
    assert len(both.branches) == 2
    assert json.dumps(bundle(both)).count(FIGURE) == 1
    assert reopened(both) == both


def test_a_figure_that_the_page_does_not_show_stays_with_the_trace() -> None:
    trace = trace_of("A figure was drawn.", shown(png="not base 64!"))
    assert reopened(trace) == trace


def test_text_that_is_the_observation_is_not_repeated() -> None:
    text = "\n".join(f"line {number}" for number in range(2000))
    trace = trace_of(f"{text}\n3", printed(text + "\n"), shown(plain="3"))
    assert reopened(trace).steps[0].outputs == ()
    assert reopened(trace).steps[0].observation == trace.steps[0].observation
    assert size(trace) < len(text) + 12_000
    other = trace_of("a", printed("a"), {**printed("careful"), "name": "stderr"})
    assert reopened(other) == other


def test_a_wide_table_is_whole_in_the_trace_and_cut_on_the_page() -> None:
    html, plain = WIDE.to_html(), WIDE.to_string(max_cols=20, max_rows=20)
    trace = trace_of(plain, shown(html=html, plain=plain))
    data = reopened(trace).steps[0].outputs[0]["data"]
    assert set(data) == {"text/html"}
    assert CELL.findall(data["text/html"]) == CELL.findall(html)
    page = bundle(trace)["text/html"]
    assert len(page) < 20_000
    assert "… 40 more rows, 81 more columns" in page
    assert size(trace) < len(html)


def test_a_trace_of_before_opens_as_it_is() -> None:
    trace = trace_of("A figure was drawn.", shown(png=[FIGURE, "\n"]), printed("a"))
    assert Trace.from_json(whole({MEDIA_TYPE: trace.to_json(), "text/html": ["<p>", "</p>"]})) == trace


def test_a_mark_that_points_nowhere_stays() -> None:
    trace = trace_of("A figure was drawn.", shown(png="husky-figure:7"), shown(png="husky-figure:x"))
    assert Trace.from_json(whole({MEDIA_TYPE: trace.to_json()})) == trace
