"""A change that a program does not keep is kept under the table's own name, where a change was asked for."""

from __future__ import annotations

import pytest

from husky_kernel.modules.repairs import cured
from husky_kernel.modules.repairs.asked.assigning import with_assignment

FAILED = "It ran, but a change was asked for, nothing changed: assign the result to the table itself."


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        ("pots.drop_duplicates()", "pots = pots.drop_duplicates()\npots"),
        ("d = pots.dropna(subset=['a']).reset_index()", "pots = pots.dropna(subset=['a']).reset_index()\npots"),
        ("d = pots.drop_duplicates()\nd.shape", "d = pots.drop_duplicates()\npots = d\nd.shape"),
        ("n = 3\npots.rename(\n    columns={'a': 'b'}\n)", "n = 3\npots = pots.rename(columns={'a': 'b'})\npots"),
    ],
)
def test_the_changed_table_is_kept(code: str, kept: str) -> None:
    assert with_assignment(code, FAILED) == kept


@pytest.mark.parametrize("code", ["pots = pots.dropna()", "pots['a'].sum()", "len(pots.dropna())", "pots.dropna(", ""])
def test_all_else_is_left_alone(code: str) -> None:
    assert with_assignment(code, FAILED) is None
    assert with_assignment("pots.dropna()", "KeyError: 'a'") is None


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        ("t.set_index('at')\nt['kg'].resample('D').sum()", "t = t.set_index('at')\nt['kg'].resample('D').sum()"),
        ("(t\n .dropna())\nt.mean()", "t = (t\n .dropna())\nt.mean()"),
        ("t.dropna(inplace=True)\nt.mean()", None),
        ("x = 1; t.dropna()\nt.mean()", None),
        ("t['kg'].sum()\nt.mean()", None),
        ("t.set_index('at')", None),
        ("t.set_index('at'\nt", None),
    ],
)
def test_a_line_whose_table_is_lost_keeps_it_where_the_program_failed(code: str, kept: str | None) -> None:
    repair = cured(code, "TypeError: no")
    assert (repair.text if repair else None) == kept
