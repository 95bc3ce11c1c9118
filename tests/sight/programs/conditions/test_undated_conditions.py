"""Dates that a question limits itself to, and that a program does not look at."""

from __future__ import annotations

import pytest

from husky_kernel.sight.programs.conditions.undated_conditions import undated_conditions

TOLD = (
    "Variables:\nboats: DataFrame\nPart: from 3 may 2024 to 5 may 2024 is "
    "boats['out'].dt.normalize().between('2024-05-03', '2024-05-05')\nValue: Hel is boats['port'] == 'Hel'"
)


def test_it_is_told() -> None:
    (told,) = undated_conditions(TOLD, "boats['name'].nunique()")
    assert [told] == [*undated_conditions(TOLD, "n = boats.groupby('name')['out'].count()\nlen(n)")]
    assert told.startswith(
        "the question takes only from 3 may 2024 to 5 may 2024, the program makes no condition of `out`: "
    )


@pytest.mark.parametrize(
    "program",
    [
        "boats[boats['out'] >= 'x'].shape",
        "boats.query('year == 2024')",
        "d = boats\nd[(d.out.dt.day > 2)]",
        "boats['name'].nunique(",
    ],
)
def test_a_program_that_looks_at_them_is_not_spoken_against(program: str) -> None:
    assert [*undated_conditions(TOLD, program)] == []


@pytest.mark.parametrize(
    "told",
    ["Part: month is boats['out'].dt.month_name()", "Value: Hel is boats['port'] == 'Hel'", "boats: DataFrame", ""],
)
def test_what_limits_no_dates_says_nothing(told: str) -> None:
    assert [*undated_conditions(told, "len(boats)")] == []
