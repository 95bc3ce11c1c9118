"""Values as plain text."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from husky_kernel.tools.output.values import brief, cut, plain


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a\nb", "a\nb"),
        (np.bool_(True), "True"),
        ({"mean": np.float64(2.5)}, "{'mean': 2.5}"),
        (b"ab", "b'ab'"),
        (0.1, "0.1"),
        (pd.Series([1, 2], index=["a", "b"]), "a    1\nb    2"),
        (range(3), "range(0, 3)"),
    ],
)
def test_plain(value: object, text: str) -> None:
    assert plain(value) == text


def test_cut_keeps_both_ends() -> None:
    text = cut("a" * 500 + "z" * 500, 100)
    assert text.startswith("aaa")
    assert text.endswith("zzz")
    assert "[900 characters left out]" in text
    assert cut("short", 5) == "short"


def test_long_series_tells_its_length() -> None:
    assert plain(pd.Series(range(10_000))).endswith("[10,000]")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("it's", '"it\'s"'),
        ("two\nlines", "'two\\nlines'"),
        (np.zeros((3, 2)), "ndarray of shape 3x2"),
        (pd.DataFrame({"a": [1]}), "DataFrame of shape 1x1"),
        (3.5, "3.5"),
    ],
)
def test_brief_is_one_line(value: object, text: str) -> None:
    assert brief(value) == text


def test_brief_is_short() -> None:
    assert len(brief(list(range(1000)))) < 130
