"""Amounts that no column holds: revenue is what was sold times its price, wherever the price stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from husky_kernel.agent.answers.reading import Reading
from husky_kernel.context.amounts.money import is_rate
from husky_kernel.context.joins import LEAST
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import stem
from husky_kernel.sight import Link

_REVENUE = re.compile(
    r"\b(revenues?|turnover|takings|proceeds|income|earn(?:s|ed|ings)?|spent|spends?|worth|(?:money|amount) spent|"
    r"amounts?(?! of)|(?:total|gross|net|average|mean|highest|lowest) sales|sales (?:value|amount)s?)\b"
)
_SPENT = ("spent", "spend", "spends", "worth")
_COST = re.compile(
    r"\b(?:total|overall|whole|combined) costs?\b|\bcosts? (?:in (?:all|total)|together|altogether|overall)\b|"
    r"\b(?:did|do|does)\b.*\bcost\b"
)
_EACH = frozenset(["unit", "price", "each", "piece", "item"])
"""Words in the name of a cost of one piece."""

_PROFIT = re.compile(r"\b(profits?(?! margins?)|(?:gross|contribution) margins?|margins?)\b")
_STOCK = re.compile(r"\bworth\b|\bvalue of\b.*\b(?:stock|inventory)\b|\b(?:stock|inventory) value\b")
_NOUN = re.compile(r"^(?:revenue|turnover|income|amount)")
_PERCENT = re.compile(r"%|\bper ?cent\w*|\bshare\b|\brate\b")
_ONE = re.compile(
    r"\b(?:per|each|every|a single|one) (?:unit|piece|item|copy|bottle|hour|night)\b|\bunit (?:price|cost|profit)\b"
)
"""Words of whoever asks about one piece, whatever was sold of it."""

QUANTITY = frozenset(
    ("qty", "quantity", "unit", "piece", "pcs", "copy", "copie", "ticket", "sold", "box", "boxe", "bottle", "bag")
)
QUANTITY |= {"pack", "night", "hour", "seat"}
MEASURE = frozenset(("kg", "kilo", "kilogram", "tonne", "ton", "litre", "liter", "kwh"))
"""Names of columns that are the quantity where no other is: what is sold by weight or volume."""

STOCK = frozenset(["stock", "inventory"])
PRICE = frozenset(["price", "fare", "fee", "rate", "tariff"])
COST = frozenset(["cost"])
"""Words in the names of columns."""

_HELD = frozenset(
    ("revenue", "turnover", "sale", "amount", "total", "subtotal", "takings", "income", "earning", "profit", "margin")
)
_HELD |= {"value"}
"""Columns that are called so hold such an amount themselves."""

_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[^\W\d_]+")

_AVERAGE = re.compile(
    r"\b(?:average|mean) (?:\w+ )?(?P<what>\w+) (?P<per>(?:per|each|a) (?:day|week|month|quarter|year))\b"
)
_MORE = re.compile(r"\b(?:each|every|by|for|of the)\b")


class Worth(NamedTuple):
    """What ``word`` means: ``quantity`` of ``table`` times ``price``, less ``cost`` where there is one, less a
    ``discount``; these stand in the table itself, or where ``link`` leads.
    """

    word: str
    table: str
    quantity: str
    price: str
    cost: str = ""
    discount: str = ""
    link: Link | None = None

    @property
    def joined(self) -> tuple[str, ...]:
        """The columns that the link brings."""
        return tuple(filter(None, (self.price, self.cost))) if self.link else ()

    @property
    def columns(self) -> Iterator[tuple[str, str]]:
        """The tables and columns that are needed."""
        where = self.link.other if self.link else self.table
        yield from ((where, column) for column in (self.price, self.cost) if column)
        yield from ((self.table, column) for column in (self.quantity, self.discount) if column)

    @property
    def reading(self) -> Reading:
        """What a person is told of it."""
        less = f" less `{self.cost}`" if self.cost else ""
        where = f" of {self.link.other}" if self.link else ""
        off = f", less `{self.discount}`" if self.discount else ""
        return Reading(self.word, f"{self.word}: `{self.quantity}` x `{self.price}`{less}{where}{off}")

    def line(self, table: str) -> str:
        """The line that computes it as a column of ``table``."""
        paid = f"{table}[{self.price!r}]"
        paid += f" * (1 - {table}[{self.discount!r}].fillna(0))" if self.discount else ""
        each = f"({paid} - {table}[{self.cost!r}])" if self.cost else paid
        return f"{table}[{self.word!r}] = {table}[{self.quantity!r}] * {each}"


def asked_worth(question: str, looked: Looked, links: Sequence[Link]) -> Iterator[Worth]:
    """The amount that the question speaks of, where no column holds it and one quantity and one price alone make it."""
    asked = question.lower()
    profit, revenue, cost = _PROFIT.search(asked), _REVENUE.search(asked), _COST.search(asked)
    found = profit or revenue or cost
    if found is None or _ONE.search(asked) or (profit and "margin" in profit[0] and _PERCENT.search(asked)):
        return
    word = "profit" if profit else found[0].rstrip("s") if _NOUN.search(found[0]) else "revenue"
    word = "cost" if found is cost else word
    counted = QUANTITY | STOCK if _STOCK.search(asked) else QUANTITY
    made = [
        worth
        for table in looked.tables
        for quantity in [*_called(looked, table, counted, PRICE | COST)] or _measured(looked, table)
        for worth in _priced(looked, word, table, quantity, links, bool(profit), found is cost or found[0] in _SPENT)
        if found is not cost or _parts(worth.price) & _EACH
    ]
    tables = {worth.table for worth in made}
    if len(made) == 1 and not any(_holds(looked, one) for table in tables for one in (table, *_others(made))):
        yield made[0]


def _priced(
    looked: Looked, word: str, table: str, quantity: str, links: Sequence[Link], profit: bool, spent: bool
) -> Iterator[Worth]:
    """With the price of the table's own; else with that where a link leads. What is ``spent`` may go by a cost."""
    discounts = list(_called(looked, table, {"discount"}, ()))
    if len(discounts) > 1 or not all(_is_share(looked, table, column) for column in discounts):
        return
    discount = "".join(discounts)
    ways: list[Link | None] = [None, *(link for link in links if link.table == table and _is_sure(looked, link))]
    for link in ways:
        where = link.other if link else table
        prices, costs = list(_called(looked, where, PRICE, COST)), list(_called(looked, where, COST, ()))
        prices = prices or (costs if spent else [])
        if len(prices) == 1 and (len(costs) == 1 or not profit):
            yield Worth(word, table, quantity, prices[0], costs[0] if profit else "", discount, link)
            if link is None:
                return


def _is_sure(looked: Looked, link: Link) -> bool:
    return link.share >= LEAST and bool(looked.tables[link.other][link.key].is_unique)


def _is_share(looked: Looked, table: str, column: str) -> bool:
    values = looked.tables[table][column]
    return values.dtype.kind == "f" and bool(values.dropna().between(0, 1).all())


def _called(looked: Looked, table: str, words: Collection[str], without: Collection[str]) -> Iterator[str]:
    """Columns of numbers in whose name one of ``words`` stands, and none of those of ``without``."""
    for column, _ in looked.columns(table):
        parts = _parts(column)
        named = parts & {*words} and not parts & {*without} and looked.is_amount(table, column)
        own = stem(column) == stem(table)  # a number of tickets' own, not how many there are
        if named and not own and not is_rate(looked.kind(table, column)):
            yield column


def _measured(looked: Looked, table: str) -> list[str]:
    """The column that is called as a measure and nothing else, where it is one alone."""
    called = [column for column, _ in looked.columns(table) if stem(column) in MEASURE]
    return called if len(called) == 1 and looked.is_amount(table, called[0]) else []


def _holds(looked: Looked, table: str) -> bool:
    return any(True for _ in _called(looked, table, _HELD, ()))


def _others(made: Sequence[Worth]) -> Iterator[str]:
    yield from (worth.link.other for worth in made if worth.link)


def _parts(column: str) -> set[str]:
    return {stem(part) for part in _PARTS.findall(column)}


def averaged(question: str, worth: Worth, dated: Sequence[str], lines: Sequence[str], table: str) -> Iterator[str]:
    """An amount of ``table`` "per day" on average, of nothing else: that of each day is added up before."""
    found = _AVERAGE.search(question.lower())
    if found is None or _MORE.search(question.lower().replace(found["per"], "")):
        return
    taken = {words: taken for words, _, taken in (part.partition(" is ") for part in dated)}
    unit = found["per"].split()[-1]
    by = taken.get(found["per"]) or (repr(unit) if any(f"{unit}=tidy.date(" in line for line in lines) else "")
    if by:
        yield f"average {found['what']} {found['per']} is {table}.groupby({by})[{worth.word!r}].sum().mean()"
