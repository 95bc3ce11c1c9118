"""Of amounts that go both ways it is told which are spent, which come in, and what the balance is."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.amounts.flows import asked_flows
from husky_kernel.context.looked import Looked
from husky_kernel.context.variables import describe

TILL = pd.DataFrame(
    {
        "slip": range(1, 7),
        "on": ["02.01.2024", "05.01.2024", "17.01.2024", "03.02.2024", "19.02.2024", "27.02.2024"],
        "sum": ["12,50", "8,00-", "1.040,00", "3,20-", "77,10-", "9,90"],
        "what": ["sale", "coffee", "sale", "tape", "repair", "sale"],
    }
)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How much was spent per month?", ["spent is d[d['sum'] < 0]"]),
        ("List the two largest expenses.", ["expenses is d[d['sum'] < 0], the largest first by .sort_values('sum')"]),
        ("What is the balance?", ["balance is the sum of d['sum']"]),
        ("Draw the balance over time.", ["balance is the running sum d['sum'].cumsum()"]),
        ("Compare money in and money out.", ["money out is d[d['sum'] < 0]", "money in is d[d['sum'] > 0]"]),
    ],
)
def test_what_is_meant_is_told(question: str, told: list[str]) -> None:
    assert [flow.told("d") for flow in asked_flows(question, Looked({"till": TILL}))] == told


@pytest.mark.parametrize(
    ("question", "table"),
    [
        ("How many slips are there?", TILL),
        ("How much was spent?", TILL.rename(columns={"what": "spent"})),
        ("How much was spent?", TILL.assign(sum=["1,00", "2,50", "3,00", "1,25", "9,00", "4,00"])),
        ("How much was spent?", TILL.assign(change=[1, -2, 3, -2, 2, -2])),
    ],
)
def test_nothing_is_told_where_it_is_not_known(question: str, table: pd.DataFrame) -> None:
    assert not list(asked_flows(question, Looked({"till": table})))


def test_the_amounts_and_their_dates_are_read_first() -> None:
    told = describe("In which month was the spending highest?", {"till": TILL}, 700)
    assert "Begin with: d = till.assign(sum=tidy.number(till['sum']), on=tidy.date(till['on']))" in told
    assert "Part: spending is d[d['sum'] < 0]" in told
