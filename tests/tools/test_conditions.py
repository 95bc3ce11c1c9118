"""Selections of rows that came out empty, in a real IPython shell."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.tools.code import CodeTool
from husky_kernel.tools.conditions import unfit

TABLE = "import pandas as pd\ndf = pd.DataFrame({'town': ['Ulm', 'Bonn'], 'size': [1, 2]})\n"


UNFIT = "No row fits: df['town'] == 'Ulm' fits 1, df['size'] == 7 fits 0"


@pytest.mark.parametrize("column", ["", "['town']"])
def test_an_empty_selection_is_an_answer_that_says_which_condition_no_row_fits(tool: CodeTool, column: str) -> None:
    seen = tool.run(f"{TABLE}df[(df['town'] == 'Ulm') & (df['size'] == 7)]{column}")
    assert seen.ok
    assert seen.notes == (UNFIT,)
    assert seen.result is not None
    assert seen.result.kind == "table"
    assert seen.result.said.startswith("no rows")


def test_the_condition_that_no_row_fits_is_told_where_a_row_was_needed(tool: CodeTool) -> None:
    seen = tool.run(f"{TABLE}rows = df[(df['town'] == 'Ulm') & (df['size'] == 7)]\nrows['town'].iloc[0]")
    assert not seen.ok
    assert (seen.error or "").endswith(UNFIT)


@pytest.mark.parametrize(
    "code",
    [
        "df[(df['town'] == 'Ulm') & (df['size'] == 2)]",  # both are there: it is the answer that there is none
        "df[df['town'] == 'Ulm']",
        "df[df['size'] > 7]['size'].sum()",
        "rows = df[df['size'] > 7]\nlen(rows)",
        "[]",
        "pd.DataFrame()",
    ],
)
def test_other_results_are_results(tool: CodeTool, code: str) -> None:
    assert tool.run(TABLE + code).ok


def test_a_condition_that_might_do_something_is_not_computed_again() -> None:
    calls: list[int] = []

    class Odd(pd.Series):
        def pop_all(self) -> pd.Series:
            calls.append(1)
            return pd.Series([False])

    names = {"df": pd.DataFrame({"a": [1]}), "odd": Odd([1]), "f": lambda: calls.append(1)}
    assert unfit("df[(df['a'] == 7) & odd.pop_all()]", names) == "No row fits: df['a'] == 7 fits 0"
    assert unfit("df[(df['a'] == f())]", names) == ""
    assert calls == []


@pytest.mark.parametrize("code", ["df[", "", "df[df['b'] == 1]", "df['a']", "df[df['a'] == 1]", "x[x == 1]"])
def test_where_nothing_can_be_told_nothing_is(code: str) -> None:
    assert unfit(code, {"df": pd.DataFrame({"a": [1]}), "x": 3}) == ""
