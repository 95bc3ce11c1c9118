"""Members of lists, categories that no row has, and columns that are called by a number."""

from __future__ import annotations

import pandas as pd

from husky_kernel.modules.repairs import cured

LISTS = "It ran, but `toppings` holds lists, in which .str.contains finds nothing: write .apply(…)."
UNUSED = "It ran, but `grade`: categories that do not occur are counted: 'E'."
NUMBER = "KeyError: '2031'; the column is called 2031 (a number, without quotation marks)"


def test_a_member_is_looked_for_in_each_list() -> None:
    pies = pd.DataFrame({"toppings": [["ham", "egg"], ["egg"], None, ["hamster"]]})
    repair = cured("len(pies[pies['toppings'].str.contains('ham', na=False)])", LISTS)
    assert repair is not None
    assert repair.kind == "member"
    assert eval(repair.text, {"pies": pies}) == 1


def test_categories_that_no_row_has_are_left_out() -> None:
    eggs = pd.DataFrame({"grade": pd.Categorical(["A", "B", "B"], categories=["A", "B", "E"])})
    repair = cured("eggs['grade'].value_counts().idxmin()", UNUSED)
    assert repair is not None
    assert repair.kind == "category"
    assert eval(repair.text, {"eggs": eggs}) == "A"


def test_a_column_that_is_called_by_a_number() -> None:
    repair = cured("t['2031'].sum() / t[['2031', 'x']].size", NUMBER)
    assert repair is not None
    assert (repair.kind, repair.text) == ("number", "t[2031].sum() / t[[2031, 'x']].size")


def test_all_else_is_left_alone() -> None:
    assert cured("pies['name'].str.contains('ham')", LISTS) is None
    assert cured("eggs.groupby('grade').size()", UNUSED) is None
    assert cured("t[2031].sum()", NUMBER) is None
