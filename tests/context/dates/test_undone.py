"""What has not happened yet."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.context.variables import describe

BOOKS = pd.DataFrame(
    {
        "book": list("abcd"),
        "lent": ["1.2.2024", "2.2.2024", "13.3.2024", "4.3.2024"],
        "returned": ["3.2.2024", "", "", "9.3.2024"],
    }
)


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("How many books have not been returned yet?", 2),
        ("Which books were never returned?", 2),
        ("How many books haven't been returned?", 2),
        ("How many books were not lent?", None),
        ("How many books were returned?", None),
    ],
)
def test_rows_without_a_value(question: str, rows: int | None) -> None:
    lines = describe(question, {"books": BOOKS}, 700).splitlines()
    found = [line.partition(" are ")[2] for line in lines if line.startswith("Part: rows that ")]
    if rows is None:
        assert found == []
        return
    scope = {"books": BOOKS, "tidy": tidy}
    exec("\n".join(line.partition(": ")[2] for line in lines if line.startswith("Begin")), scope)
    assert len(eval(found[0], scope)) == rows
