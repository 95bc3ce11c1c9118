"""Yes and no, missing words, texts, lists, durations and scores."""

from __future__ import annotations

import subprocess
import sys
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest

from husky_kernel import tidy


def listed(series: pd.Series[Any]) -> list[Any]:
    return [None if not isinstance(value, list) and pd.isna(value) else value for value in series]


TRUTHS = {
    "words": (["yes", "NO", " Y "], [True, False, True]),
    "german": (["ja", "Nein"], [True, False]),
    "french": (["oui", "non"], [True, False]),
    "spanish": (["sí", "no", "si"], [True, False, True]),
    "digits": (["1", "0", 1, 0.0], [True, False, True, False]),
    "ticks": (["x", "", None, "X"], [True, False, False, True]),
    "missing": (["yes", "", "?", None], [True, None, None, None]),
    "booleans": ([True, False, None], [True, False, None]),
}


@pytest.mark.parametrize(("written", "read"), TRUTHS.values(), ids=TRUTHS)
def test_yes_and_no_are_read(written: list[Any], read: list[Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        values = tidy.truth(written)
    assert listed(values) == read
    assert values.dtype == "boolean"


def test_what_is_neither_yes_nor_no_is_told() -> None:
    with pytest.warns(tidy.Unread, match="'maybe'"):
        assert listed(tidy.truth(["yes", "maybe"])) == [True, None]


def test_a_number_means_missing_only_where_it_repeats_far_outside() -> None:
    assert listed(tidy.missing([12, 15, -999, 11, -999])) == [12, 15, None, 11, None]
    assert listed(tidy.missing([12, 15, -999, 11])) == [12, 15, -999, 11]
    assert listed(tidy.missing([-900, 15, -999, 11, -999])) == [-900, 15, -999, 11, -999]
    assert listed(tidy.missing([0, 5, -9, -9, 3])) == [0, 5, -9, -9, 3]
    assert listed(tidy.missing([18, -1, 44, -1, 31])) == [18, None, 44, None, 31]
    assert listed(tidy.missing([1, -1, 4, -1, 3])) == [1, -1, 4, -1, 3]
    assert listed(tidy.missing([18, -1, 44, -2, -1])) == [18, -1, 44, -2, -1]
    assert listed(tidy.missing([9999, 9990, 10010, 9999])) == [9999, 9990, 10010, 9999]
    assert listed(tidy.missing(["12", "-999", "n/a", "-999", "15", "13"])) == ["12", None, None, None, "15", "13"]
    assert listed(tidy.missing(["a", "-", "Unknown"])) == ["a", None, None]


def test_spellings_become_one() -> None:
    assert tidy.text(["North", " north", "NORTH", "n. east", "N. East"]).tolist() == ["North"] * 3 + ["N. East"] * 2
    assert tidy.text(["USA", "McKay", "SOUTH"]).tolist() == ["USA", "McKay", "South"]
    assert tidy.text(["b", "B", "B"], case="common").tolist() == ["B"] * 3
    assert tidy.text(["A  b"], case="lower").tolist() == ["a b"]
    assert listed(tidy.text(["a", "n/a", None])) == ["A", None, None]


ITEMS = {
    "semicolons": (["a; b", "c", "d;e, f"], [["a", "b"], ["c"], ["d", "e, f"]]),
    "commas": (["a, b", "c"], [["a", "b"], ["c"]]),
    "json": (['["a", 1]', "[]"], [["a", 1], []]),
    "python": (["['a', None]", "('b',)"], [["a", None], ["b"]]),
    "lists": ([["a"], ("b", "c"), None], [["a"], ["b", "c"], None]),
}


@pytest.mark.parametrize(("written", "read"), ITEMS.values(), ids=ITEMS)
def test_lists_in_cells_are_read(written: list[Any], read: list[Any]) -> None:
    assert listed(tidy.items(written)) == read


def test_a_broken_list_is_told() -> None:
    with pytest.warns(tidy.Unread, match="not be read"):
        assert listed(tidy.items(["['a'", "['b']"])) == [None, ["b"]]


DURATIONS = {
    "1:30:00": "1h30min",
    "26:00:05": "26h5s",
    "90 min": "90min",
    "2 h 5 min": "125min",
    "2h05": "125min",
    "1,5 h": "90min",
    "1.5 hours": "90min",
    "2 days 03:00:00": "51h",
    "PT1H30M": "90min",
    "1 Stunde 30 Minuten": "90min",
    "45s": "45s",
    "-1:00:00": "-1h",
    "3 days, 2 hours and 5 minutes": "74h5min",
}


@pytest.mark.parametrize(("written", "read"), DURATIONS.items())
def test_durations_are_read(written: str, read: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert tidy.duration([written]).tolist() == [pd.Timedelta(read)]


def test_hours_or_minutes_are_told_as_ambiguous() -> None:
    with pytest.warns(tidy.Ambiguous, match="unit='min'"):
        assert tidy.duration(["1:30"]).tolist() == [pd.Timedelta("90min")]
    assert tidy.duration(["1:30"], unit="min").tolist() == [pd.Timedelta("90s")]
    with pytest.warns(tidy.Unread):
        assert tidy.duration(["5 min", "90", "5 min 3 h"]).isna().tolist() == [False, True, True]


def test_scores_are_two_columns() -> None:
    series = pd.Series(["2:1", "0 - 3", None], index=[5, 6, 7])
    assert tidy.score(series)["second"].tolist() == [1, 3, pd.NA]
    assert tidy.score(series).index.tolist() == [5, 6, 7]


@pytest.mark.parametrize(
    "values", [np.array(["5", "6"]), ("5", "6"), pd.Index(["5", "6"])], ids=["array", "tuple", "index"]
)
def test_other_columns_are_taken(values: Any) -> None:
    assert tidy.number(values).tolist() == [5, 6]


def test_a_pyarrow_column_is_taken() -> None:
    class Arrow(list[str]):  # pyarrow is not installed everywhere
        def to_pylist(self) -> list[str]:
            return list(self)

    assert tidy.number(Arrow(["5", "6"])).tolist() == [5, 6]


def test_tidy_is_loaded_late() -> None:
    code = (
        "import sys, husky_kernel; early = 'pandas' in sys.modules; "
        "print(early, husky_kernel.tidy.number(['5']).sum(), 'pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["False", "5", "True"]
