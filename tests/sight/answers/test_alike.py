"""Values that say the same are alike, however they are laid out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from husky_kernel.sight import alike

KG = pd.Series({"Oslo": 7, "Moss": 12}, name="kg")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (3, 3.0),
        (np.int64(3), pd.DataFrame({"n": [3]})),
        (33.3333333, 33.33),
        (KG, KG.reset_index()),
        (KG, KG[::-1].to_frame()),
        (KG, {"Moss": 12, "Oslo": 7}),
        (KG, pd.DataFrame({"depot": ["Oslo", "Moss"], "kg": [7.0, 12.0], "unit": ["kg", "kg"]})),
        ("Moss", " moss"),
        ("Moss", KG.nlargest(1)),
        (pd.Series({"kg": 0, "sent": 3}), pd.Series({"sent": 3})),
        (["a", "b"], pd.Series(["b", "a"])),
        (pd.Series([1.0, float("nan")]), [1]),
        (None, float("nan")),
        (pd.Series([5039, 5188]), pd.DataFrame({"number": [5039, 5188], "paid": [31.5, 30.25]})),
    ],
)
def test_the_same(one: Any, other: Any) -> None:
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (3, 4),
        (33.3333, 33.4),
        (0.333, 33.3),
        (True, 1),
        (KG, KG.head(1)),
        (KG, {"Moss": 7, "Hamar": 12}),
        ("Moss", "Oslo"),
        ("Moss", KG.nsmallest(1)),
        ("Moss", KG),
        ("Moss", 3),
        ([], 0),
        (pd.Series([5039, 5188]), pd.DataFrame({"number": [5039, 5000], "paid": [31.5, 30.25]})),
        (1000001, 1000002),
    ],
)
def test_not_the_same(one: Any, other: Any) -> None:
    assert not alike(one, other)
    assert not alike(other, one)


def test_values_that_cannot_be_looked_at_are_not_alike() -> None:
    class Odd:
        def __str__(self) -> str:
            raise RuntimeError

    assert not alike(Odd(), Odd())
