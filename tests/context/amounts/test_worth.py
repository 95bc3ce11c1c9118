"""Revenue and profit, where what was sold and its price stand in columns of their own or in two tables."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.context.amounts.worth import asked_worth
from husky_kernel.context.looked import Looked
from husky_kernel.context.variables import describe
from husky_kernel.sight import keys

DRINKS = pd.DataFrame(
    {
        "code": ["t", "c", "w", "j"],
        "drink": ["Tea", "Coffee", "Water", "Juice"],
        "price": ["£ 2.00", "£ 3.50", "£ 1.00", "£ 4.00"],
        "unit_cost": ["£ 0.50", "£ 0.75", "£ 0.25", "£ 2.00"],
    }
)
BAR = pd.DataFrame({"code": list("ttcwwcjj"), "table": list("aabbabab"), "quantity": [1, 2, 1, 3, 1, 2, 1, 1]})
ROOMS = pd.DataFrame(
    {"guest": list("xyz"), "nights": [2, 3, 1], "rate": [80.0, 90.0, 70.0], "discount": [0.5, None, 0]}
)
TABLES = {"a": 11.0, "b": 17.5}
NAMESPACE = {"drinks": DRINKS, "bar": BAR}


def told(question: str, **tables: pd.DataFrame) -> list[str]:
    """The lines to begin with."""
    lines = describe(question, tables, 700).splitlines()
    return [line.removeprefix("Begin with: ") for line in lines if line.startswith("Begin with: ")]


@pytest.mark.parametrize(
    ("question", "end", "value"),
    [
        (
            "What was the revenue of each table?",
            "d.groupby('table')['revenue'].sum().to_dict()",
            TABLES,
        ),
        ("Which drink made the highest profit?", "d.groupby('drink')['profit'].sum().idxmax()", "Coffee"),
        ("What is the turnover per drink?", "d.groupby('drink')['turnover'].sum()['Juice'].item()", 8.0),
        ("How much did each table spend?", "d.groupby('table')['revenue'].sum().to_dict()", TABLES),
    ],
)
def test_a_price_of_another_table(question: str, end: str, value: object) -> None:
    lines = told(question, **NAMESPACE)
    scope = {**NAMESPACE, "tidy": tidy, "pd": pd}
    exec("\n".join(lines), scope)
    assert eval(end, scope) == value
    assert list(BAR.columns) == ["code", "table", "quantity"]


def test_nights_at_a_rate_less_a_discount() -> None:
    lines = told("What is the total revenue of the rooms?", rooms=ROOMS)
    assert lines == ["d = rooms.copy()", "d['revenue'] = d['nights'] * d['rate'] * (1 - d['discount'].fillna(0))"]
    scope = {"rooms": ROOMS}
    exec("\n".join(lines), scope)
    assert scope["d"]["revenue"].tolist() == [80.0, 270.0, 70.0]


def test_what_is_spent_may_go_by_a_cost_and_a_profit_has_its_discount() -> None:
    parts = pd.DataFrame({"part": list("ab"), "qty": [2, 3], "unit_cost": [5.0, 1.5]})
    assert told("How much was spent on parts?", parts=parts)[-1] == "d['revenue'] = d['qty'] * d['unit_cost']"
    assert told("What was the revenue?", parts=parts) == []
    rooms = ROOMS.assign(cost=[10.0, 20.0, 30.0])
    assert told("What is the total profit of the rooms?", rooms=rooms)[-1] == (
        "d['profit'] = d['nights'] * (d['rate'] * (1 - d['discount'].fillna(0)) - d['cost'])"
    )


@pytest.mark.parametrize(
    "question",
    [
        "What is the average price of the drinks?",
        "What is the profit per unit of each drink?",
        "What is the margin in percent of each drink?",
        "How many drinks did each table order?",
    ],
)
def test_what_speaks_of_no_such_amount(question: str) -> None:
    assert list(asked_worth(question, Looked(NAMESPACE), keys(NAMESPACE))) == []


@pytest.mark.parametrize(
    "table",
    [
        BAR.assign(total=range(8)),
        BAR.assign(units=range(8)),
        BAR.assign(price=range(8), fee=range(8)),
    ],
    ids=["it is held", "two quantities", "two prices"],
)
def test_what_is_not_the_only_reading(table: pd.DataFrame) -> None:
    tables = {"drinks": DRINKS, "bar": table}
    links = [] if "fee" in table else keys(tables)
    assert list(asked_worth("What was the revenue?", Looked(tables), links)) == []


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("What is the average revenue per day?", "d.groupby('day')['revenue'].sum().mean()"),
        ("What is the average revenue per week?", "d.groupby(d['day'].dt.to_period('W'))['revenue'].sum().mean()"),
        ("What is the average revenue per day for each guest?", ""),
    ],
)
def test_what_an_average_day_brings_is_added_up_first(question: str, part: str) -> None:
    rooms = ROOMS.assign(day=["03/01/2024", "04/01/2024", "28/01/2024"], guest=list("xyx"))
    lines = describe(question, {"rooms": rooms}, 700).splitlines()
    found = [line.partition(" is ")[2] for line in lines if line.startswith("Part: average")]
    assert found == ([part] if part else [])


def test_the_share_of_a_column_of_yes_and_no_is_its_mean() -> None:
    bar = BAR.assign(tipped=["yes", "no"] * 4)
    lines = describe("What percentage of the orders were tipped, by table?", {"bar": bar}, 700).splitlines()
    assert "Part: the share of tipped for each table is d.groupby('table')['tipped'].mean() * 100" in lines


def test_days_and_months_name_nothing_of_the_world() -> None:
    assert describe("Draw the turnover per weekday, Monday first.", NAMESPACE, 700)
    assert not describe("Who was the first mayor of Texas?", NAMESPACE, 700)


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("What did all the lots cost together?", "d['cost'] = d['qty'] * d['unit_cost']"),
        ("What is the total cost of the lots?", "d['cost'] = d['qty'] * d['unit_cost']"),
        ("Which lot has the highest unit cost?", ""),
        ("What does one piece cost?", ""),
    ],
)
def test_what_things_cost_is_how_many_times_what_one_costs(question: str, line: str) -> None:
    lots = pd.DataFrame({"lot": [1, 2], "qty": [3, 4], "unit_cost": ["€ 1.50", "€ 2.00"]})
    assert [each for each in told(question, lots=lots) if "qty" in each] == ([line] if line else [])


def test_a_column_of_costs_is_taken_as_it_is() -> None:
    lots = pd.DataFrame({"lot": [1, 2], "qty": [3, 4], "cost": ["€ 4.50", "€ 8.00"]})
    assert not any("qty" in each for each in told("What did all the lots cost together?", lots=lots))


def test_what_is_sold_by_weight_is_the_quantity_where_no_other_is() -> None:
    catch = pd.DataFrame({"boat": ["a", "b"], "kg": [3.5, 4.0], "price": [8.0, 9.0]})
    [worth] = asked_worth("What is the income of each boat?", Looked({"catch": catch}), [])
    assert (worth.quantity, worth.price) == ("kg", "price")
    boxes = catch.assign(boxes=[1, 2])
    [worth] = asked_worth("What is the income of each boat?", Looked({"catch": boxes}), [])
    assert worth.quantity == "boxes"
