"""Charts are read off matplotlib's figures as a person sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import matplotlib
import pandas as pd
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from husky_kernel.sight import read_figure, read_figures

DEPOT = pd.Series({"Oslo": 12, "Bergen": 8, "Moss": 3.5})
PAIRS = pd.DataFrame({"in": [1, 2, 3], "out": [4, 5, 6]}, index=["u", "v", "w"])
DAYS = pd.Series(range(40), index=pd.date_range("2031-05-01", periods=40))
MONTHS = pd.Series([1, 2, 3], index=pd.period_range("2031-01", periods=3, freq="M"))


@pytest.fixture(autouse=True)
def _no_figures() -> Iterator[None]:
    plt.close("all")
    yield
    plt.close("all")


KINDS: dict[str, tuple[Callable[[], Any], str]] = {
    "pandas bar": (DEPOT.plot.bar, "bar"),
    "pandas barh": (DEPOT.plot.barh, "barh"),
    "pandas pie": (DEPOT.plot.pie, "pie"),
    "pandas line": (DEPOT.plot, "line"),
    "pandas area": (PAIRS.plot.area, "area"),
    "pandas scatter": (lambda: PAIRS.plot.scatter("in", "out"), "scatter"),
    "pandas hist": (PAIRS.plot.hist, "hist"),
    "pandas box": (PAIRS.plot.box, "box"),
    "filled box": (lambda: plt.boxplot(PAIRS.to_numpy(), patch_artist=True), "box"),
    "bars of full width": (lambda: plt.bar(DEPOT.index, DEPOT, width=1), "bar"),
    "hist": (lambda: plt.hist([1, 2, 2, 3, 3, 3, 7]), "hist"),
    "hist by steps": (lambda: plt.hist([1, 2, 2, 3], histtype="step"), "hist"),
    "image": (lambda: plt.imshow([[1, 0], [0, 1]]), "heatmap"),
    "mesh with colour bar": (lambda: (plt.pcolormesh([[1, 0], [0, 1]]), plt.colorbar()), "heatmap"),
    "dots": (lambda: plt.plot([1, 2], [3, 4], "o"), "scatter"),
    "fill": (lambda: plt.fill_between([1, 2, 3], [3, 4, 5]), "area"),
    "shade around a line": (lambda: (plt.plot([1, 2], [3, 4]), plt.fill_between([1, 2], [2, 3], [4, 5])), "line"),
    "line with ruler": (lambda: (plt.plot([1, 2], [3, 4]), plt.axhline(3)), "line"),
    "empty axes": (lambda: plt.subplots(2, 2), "empty"),
    "no axes": (plt.figure, "empty"),
}


@pytest.mark.parametrize(("draw", "kind"), KINDS.values(), ids=KINDS)
def test_the_kind_of_a_chart(draw: Callable[[], Any], kind: str) -> None:
    draw()
    [drawn] = read_figures()
    assert drawn.kind == kind


@pytest.mark.parametrize("draw", [DEPOT.plot.bar, lambda: plt.bar(DEPOT.index, DEPOT), DEPOT.plot.barh])
def test_bars_have_labels_and_heights(draw: Callable[[], Any]) -> None:
    draw()
    assert read_figures()[0].bars == {"Oslo": 12, "Bergen": 8, "Moss": 3.5}


def test_grouped_bars_are_told_by_place_and_series() -> None:
    PAIRS.plot.bar()
    assert read_figures()[0].bars == {"u, in": 1, "v, in": 2, "w, in": 3, "u, out": 4, "v, out": 5, "w, out": 6}


def test_bars_at_dates_and_months() -> None:
    plt.bar(DAYS.index[:2], DAYS[:2])
    assert list(read_figures()[0].bars) == ["2031-05-01", "2031-05-02"]
    plt.close("all")
    MONTHS.plot.bar()
    assert list(read_figures()[0].bars) == ["2031-01", "2031-02", "2031-03"]


def test_lines_have_words_days_and_months_below_them() -> None:
    DEPOT.plot()
    assert read_figures()[0].lines == [[("Oslo", 12), ("Bergen", 8), ("Moss", 3.5)]]
    plt.close("all")
    for draw in (DAYS.plot, lambda: plt.plot(DAYS.index, DAYS)):
        draw()
        assert read_figures()[0].lines[0][:2] == [(date(2031, 5, 1), 0), (date(2031, 5, 2), 1)]
        plt.close("all")
    MONTHS.plot()
    assert read_figures()[0].lines[0][0] == ("2031-01", 1)


def test_the_caps_of_error_bars_are_no_lines() -> None:
    plt.errorbar([1, 2], [3, 4], yerr=0.1, capsize=3)
    assert read_figures()[0].lines == [[(1, 3), (2, 4)]]


def test_slices_of_a_pie_in_per_cent() -> None:
    plt.pie([3, 1], labels=["mint", "anise"])
    assert read_figures()[0].bars == {"mint": 75, "anise": 25}


def test_several_charts_of_one_figure_and_of_twin_axes() -> None:
    PAIRS.plot(subplots=True)
    [drawn] = read_figures()
    assert drawn.kind == "line"
    assert len(drawn.parts) == 2
    figure, axes = plt.subplots()
    axes.bar(["a"], [1])
    axes.twinx().plot([1, 2])
    assert read_figure(figure).kinds == {"bar", "line"}


def test_the_text_is_one_line_with_labels() -> None:
    DEPOT.plot.bar(title="Parcels", xlabel="depot", ylabel="parcels\na day")
    assert read_figures()[0].text == (
        "bar chart, 3 bars: Oslo 12, Bergen 8, Moss 3.5; title: Parcels, x: depot, y: parcels a day"
    )


def test_a_long_line_is_told_by_its_ends() -> None:
    DAYS.plot()
    assert read_figures()[0].text == "line chart, 1 line: 40 points, 2031-05-01 0 … 2031-06-09 39"


def test_known_figures_are_left_out() -> None:
    plt.figure()
    known = plt.get_fignums()
    DEPOT.plot(ax=plt.figure().add_subplot())
    assert [drawn.kind for drawn in read_figures(known)] == ["line"]
