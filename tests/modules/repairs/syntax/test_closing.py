"""The one bracket that a program lacks."""

from __future__ import annotations

import ast

import pytest

from husky_kernel.modules.repairs import cured
from husky_kernel.modules.repairs.syntax.closing import with_brackets


def failure(code: str) -> str:
    try:
        ast.parse(code)
    except SyntaxError as error:
        return f"SyntaxError: {error.msg}"
    return ""


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("n = 2\nd['a'] >= 5).mean() * 100", "n = 2\n(d['a'] >= 5).mean() * 100"),
        ("share = d['a'] >= 5).mean()\nshare", "share = (d['a'] >= 5).mean()\nshare"),
        ("if n:\n    d['a'] > 5).sum()", "if n:\n    (d['a'] > 5).sum()"),
        ("print(d['a'].map(len)).max())", "print((d['a'].map(len)).max())"),
        ("round(d['a'].sum()", "round(d['a'].sum())"),
        ("d[d['a'] > 5", "d[d['a'] > 5]"),
    ],
)
def test_it_is_put_where_the_line_begins_to_compute_or_ends(code: str, right: str) -> None:
    assert with_brackets(code, failure(code)) == right
    repair = cured(code, failure(code))
    assert repair is not None
    assert repair.kind == "closing"


@pytest.mark.parametrize("code", ["d['a'] >= 5", "d['a'] >= 5)).mean())", "for for", "f(a, (b", "", "x = 'open"])
def test_all_else_is_left_alone(code: str) -> None:
    assert with_brackets(code, failure(code)) is None


def test_another_failure_is_no_matter_of_brackets() -> None:
    assert with_brackets("a > 5).mean()", "KeyError: 'a'") is None
