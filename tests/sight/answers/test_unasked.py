"""Changes of tables are held against what was asked to be changed."""

from __future__ import annotations

import pytest

from husky_kernel.agent.effects import TableChange
from husky_kernel.sight import unasked


def told(question: str, rows: tuple[int, int], **more: tuple[str, ...]) -> list[str]:
    return list(unasked(question, [TableChange("casks", rows, **more)]))


def test_rows_that_were_to_go() -> None:
    question = "Remove the rows of casks that are in it twice, then give the litres per cellar."
    assert told(question, (9, 9)) == ["rows of casks were to go, it has 9 as before"]
    assert told(question, (9, 9), added=("cellar",)) == [
        "rows of casks were to go, it has 9 as before",
        "casks has got the column 'cellar', which nobody asked for: work on a copy of it",
    ]
    assert told(question, (9, 7)) == []


@pytest.mark.parametrize(
    ("question", "rows"),
    [("Round the litres in casks.", (9, 6)), ("Round the litres in casks, then sum them per cellar.", (9, 6))],
)
def test_rows_that_nobody_asked_to_go(question: str, rows: tuple[int, int]) -> None:
    assert told(question, rows) == ["casks has lost 3 rows, which nobody asked for"]


def test_rows_that_nobody_asked_for() -> None:
    question = "Round the litres in casks, then sum them per cellar."
    assert told(question, (9, 12)) == ["casks has 3 rows more, which nobody asked for: work on a copy of it"]


@pytest.mark.parametrize(
    ("question", "rows", "more"),
    [
        ("Add a column full to casks.", (9, 9), {"added": ("full",)}),
        ("Split label into name and year.", (9, 9), {"added": ("name", "year")}),
        ("Rename l in casks to litres.", (9, 9), {"added": ("litres",), "removed": ("l",)}),
        ("Make litres in casks a number.", (9, 9), {"added": ("litres_number",)}),
        ("Remove the column note from casks.", (9, 9), {"removed": ("note",)}),
        ("Drop the duplicates of casks.", (9, 8), {}),
        ("Take the first five rows of casks out.", (9, 4), {}),
        ("Append the new casks.", (9, 12), {}),
        ("Clean casks.", (9, 8), {}),
    ],
)
def test_what_was_asked_for(question: str, rows: tuple[int, int], more: dict[str, tuple[str, ...]]) -> None:
    assert told(question, rows, **more) == []
