"""Values as answers: their kind and their line."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from husky_kernel.tools.output.result import result_of

FRAME = pd.DataFrame({"town": ["Ulm", "Bonn"], "size": [1.5, 2.0]})
GROUPED = pd.Series([10.0, 1 / 3], index=pd.Index(["Ulm", "Bonn"], name="town"), name="size")
IMAGE: Mapping[str, Any] = {"output_type": "display_data", "data": {"image/png": "aGk="}}


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        (3, "number", "3"),
        (np.float64(0.1) + 0.2, "number", "0.3"),
        (np.int64(7), "number", "7"),
        (True, "text", "True"),
        ("Ulm", "text", "Ulm"),
        (pd.Timestamp("2024-05-01"), "text", "2024-05-01"),
        (pd.Timestamp("2024-05-01 10:30"), "text", "2024-05-01 10:30:00"),
        (datetime.date(2024, 5, 1), "text", "2024-05-01"),
        (FRAME, "table", "2 rows: town, size (Ulm 1.5; Bonn 2)"),
        (GROUPED, "table", "2 rows: size by town (Ulm 10; Bonn 0.3333333333)"),
        (FRAME.head(1), "table", "town Ulm, size 1.5"),
        (FRAME.loc[[0], ["size"]], "number", "1.5"),
        (GROUPED.nlargest(1), "table", "Ulm, size 10"),
        (FRAME.head(0), "table", "no rows: town, size"),
        (FRAME["town"].tolist(), "table", "Ulm, Bonn"),
        (["Ulm"], "text", "Ulm"),
        ([], "table", "none"),
        ({"Ulm": 3, "Bonn": 4}, "table", "Ulm 3, Bonn 4"),
        (np.arange(40), "table", "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … (40 in all)"),
    ],
)
def test_a_value_is_told_in_one_line(value: object, kind: str, said: str) -> None:
    result = result_of(value, ())
    assert result is not None
    assert (result.kind, result.said) == (kind, said)
    assert result.value is value


def test_of_a_wide_table_the_first_columns_are_told() -> None:
    for rows in (0, 2):
        result = result_of(pd.DataFrame([range(90)] * rows, columns=[f"c{place}" for place in range(90)]), ())
        assert result is not None
        assert result.said.endswith("c10, c11, …")


def test_a_figure_is_the_answer_where_one_was_drawn() -> None:
    drawn = result_of(GROUPED, [IMAGE])
    assert drawn is not None
    assert (drawn.kind, drawn.said) == ("figure", "1 figure of 2 rows: size by town (Ulm 10; Bonn 0.3333333333)")
    bare = result_of(None, [IMAGE, IMAGE])
    assert bare is not None
    assert bare.said == "2 figures"


def test_nothing_is_no_result() -> None:
    assert result_of(None, ()) is None


def test_a_value_that_does_not_let_itself_be_looked_at_is_still_the_answer() -> None:
    class Shy:
        @property
        def shape(self) -> object:
            raise RuntimeError

    shy = Shy()
    result = result_of(shy, ())
    assert result is not None
    assert result.value is shy
