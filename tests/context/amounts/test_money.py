from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.amounts.money import asked_money
from husky_kernel.context.looked import Looked
from husky_kernel.context.variables import describe

STALLS = pd.DataFrame({"nr": [1, 2, 3], "holder": ["Pim", "Ada", "Bo"]})
DAYS = pd.DataFrame({"stall": [1, 2, 3, 1], "till": ["€1,200.50", "€80.00", "€95.10", "€7.00"], "kg": [3, 4, 5, 6]})
TABLES = {"stalls": STALLS, "days": DAYS}


@pytest.mark.parametrize("word", ["earned", "money", "euros"])
def test_the_one_column_with_a_currency_is_meant(word: str) -> None:
    assert list(asked_money(f"Which holder {word}?", Looked(TABLES))) == [(word, "days", "till")]


@pytest.mark.parametrize(
    ("question", "more"),
    [
        ("Which holder is the oldest?", {}),
        ("How many stalls were paid by card?", {}),
        ("Which holder earned the most?", {"fines": DAYS.rename(columns={"till": "fine"})}),
        ("What was paid?", {"paid": DAYS.assign(paid=True)}),
        ("Which holder earned the most?", {"days": DAYS.assign(till=["1 kg", "2 kg", "3 kg", "4 kg"])}),
    ],
)
def test_nothing_is_told_where_another_may_be_meant(question: str, more: dict[str, pd.DataFrame]) -> None:
    assert list(asked_money(question, Looked(TABLES | more))) == []


def test_of_a_table_that_is_named_its_own_column_is_meant() -> None:
    tickets = pd.DataFrame({"ticket": [1, 2], "price": ["4.00", "5.50"]})
    tables = TABLES | {"tickets": tickets}
    assert list(asked_money("How much money did the tickets bring?", Looked(tables))) == [("money", "tickets", "price")]
    assert list(asked_money("How much money did the stalls make?", Looked(tables))) == []
    assert list(asked_money("How much money came in?", Looked(tables))) == [("money", "days", "till")]


def test_it_is_told_with_the_join_that_it_takes() -> None:
    told = describe("Which holder earned the most money?", TABLES, 700)
    assert told.endswith(
        "\nBegin with: d = days.assign(till=tidy.number(days['till']))"
        "\nBegin with: d = d.merge(stalls[['nr', 'holder']], left_on='stall', right_on='nr', how='left')"
        "\nPart: earned is in d['till']"
    )
