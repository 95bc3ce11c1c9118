"""Periods that a question asks by are put together."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.sight import expected
from husky_kernel.sight.programs.by_period import by_period

TABLES = {"log": pd.DataFrame({"on": ["2024-01-03", "2024-02-05"], "km": [3, 4]})}


@pytest.mark.parametrize("question", ["Sum the km per month, find the best month.", "What are the monthly km?"])
def test_single_days_are_no_months(question: str) -> None:
    [told] = by_period(expected(question), "log.groupby('on')['km'].sum().max()", TABLES)
    assert told.endswith(".dt.to_period('M') does")


@pytest.mark.parametrize(
    "program",
    [
        "log.groupby(tidy.date(log['on']).dt.month)['km'].sum()",
        "log.groupby(tidy.date(log['on']).dt.to_period('M'))['km'].sum()",
        "log.assign(on=tidy.date(log['on'])).resample('ME', on='on')['km'].sum()",
        "log.groupby(log['on'].str[:7])['km'].sum()",
        "log['km'].sum()",
        "log.groupby(",
    ],
)
def test_months_that_are_put_together(program: str) -> None:
    assert list(by_period(expected("Sum the km per month."), program, TABLES)) == []


def test_a_table_that_is_by_month_already() -> None:
    tables = {"log": pd.DataFrame({"month": ["Jan", "Feb"], "km": [3, 4]})}
    assert list(by_period(expected("Sum the km per month."), "log.groupby('when')['km'].sum()", tables)) == []
