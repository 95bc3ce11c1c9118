"""Programs that give a helper an option which it does not have."""

from __future__ import annotations

from husky_kernel.modules.repairs import cured
from husky_kernel.modules.repairs.syntax.options import without_option

FAILED = "TypeError: number() got an unexpected keyword argument 'errors'\nline 1: …"


def test_it_is_left_out_of_all_calls_of_that_helper() -> None:
    code = "t['a'] = tidy.number(t['a'], errors='drop')\nt['b'] = tidy.number(t['b'], unit='l', errors='drop')"
    repair = cured(code, FAILED)
    assert repair is not None
    assert repair.kind == "option"
    assert repair.text == "t['a'] = tidy.number(t['a'])\nt['b'] = tidy.number(t['b'], unit='l')"


def test_what_bars_do_not_have_is_left_out() -> None:
    failure = "AttributeError: Rectangle.set() got an unexpected keyword argument 'marker'\nline 1: …"
    code = "t.plot(kind='bar', marker='o', title='Tins')\nmark(marker='o')"
    assert without_option(code, failure) == "t.plot(kind='bar', title='Tins')\nmark(marker='o')"
    assert without_option("t.plot(kind='bar')", failure) is None


def test_all_else_is_left_alone() -> None:
    assert without_option("pd.to_numeric(t['a'], errors='drop')", FAILED) is None
    assert without_option("tidy.date(t['a'], errors='drop')", FAILED) is None
    assert without_option("tidy.number(t['a'], errors='drop')", "KeyError: 'a'") is None
    assert without_option("tidy.number(", FAILED) is None
