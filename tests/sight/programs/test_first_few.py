"""All groups are given where nobody asked for the first few."""

from __future__ import annotations

import pytest

from husky_kernel.sight.programs.first_few import first_few


@pytest.mark.parametrize(
    ("question", "program", "count"),
    [
        ("Break the kg down by depot, heaviest first.", "t.groupby('depot')['kg'].sum().nlargest()", 5),
        ("How many kg are there in each depot?", "n = t.groupby('depot')['kg'].sum()\nn.head(10)", 10),
        ("Show the kg per depot in falling order.", "t.groupby('depot')['kg'].sum().nlargest(n=3)", 3),
    ],
)
def test_it_is_told(question: str, program: str, count: int) -> None:
    [told] = first_few(question, program)
    assert f"gives {count} rows" in told


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("What are the five heaviest depots, by kg?", "t.groupby('depot')['kg'].sum().nlargest()"),
        ("Show the top depots by kg.", "t.groupby('depot')['kg'].sum().nlargest(10)"),
        ("Which depot has the most kg per parcel?", "t.groupby('depot')['kg'].mean().nlargest(1)"),
        ("How many kg are there in each depot?", "t.groupby('depot')['kg'].sum()"),
        ("How many kg are there in each depot?", "t.groupby('depot')['kg'].sum().nlargest(len(t))"),
        ("List the 12 heaviest parcels of all.", "t.nlargest(12, 'kg')"),
        ("How many kg are there in each depot?", "t.head("),
    ],
)
def test_nothing_is_told(question: str, program: str) -> None:
    assert not list(first_few(question, program))
