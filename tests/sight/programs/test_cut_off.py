"""A percentage or an average keeps its decimals."""

from __future__ import annotations

import pytest

from husky_kernel.sight import cut_off

TOLD = ["int(…) cuts the decimals off: leave it out"]


@pytest.mark.parametrize("program", ["int((t['kg'] > 2).sum() / len(t) * 100)", "x = 2\nint(t['kg'].mean())"])
def test_it_is_told(program: str) -> None:
    assert list(cut_off("What percentage of the parcels is that?", program)) == TOLD


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("What percentage of the parcels is that?", "(t['kg'] > 2).mean() * 100"),
        ("What percentage of the parcels is that?", "int(t['kg'].sum())"),
        ("What percentage is that, as a whole number?", "int(t['kg'].mean())"),
        ("How many boxes are needed?", "int(len(t) / 5)"),
        ("What percentage of the parcels is that?", "int("),
    ],
)
def test_nothing_is_told(question: str, program: str) -> None:
    assert not list(cut_off(question, program))
