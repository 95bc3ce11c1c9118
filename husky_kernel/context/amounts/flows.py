"""Accounts: which rows of a column of amounts with both signs a question means by "spent", "money in" or "balance"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from husky_kernel.agent.answers.reading import Reading
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import stem
from husky_kernel.context.tables import quoted
from husky_kernel.tidy.numbers import read

_OUT = re.compile(
    r"\b(spend|spends|spent|spending|expenses?|expenditures?|outgoings?|outflows?|money out|paid out|withdrawals?|"
    r"withdrawn|debits?)\b"
)
_IN = re.compile(r"\b(incomes?|earnings|earned|received|receipts|inflows?|money in|deposits?|deposited|credits?)\b")
_BOTH = re.compile(r"\b(balances?)\b")
_RUNS = re.compile(r"\b(?:over time|in the course|develop\w*|running|evolv\w*|after each)\b")
_RANKS = re.compile(r"\b(?:largest|biggest|highest|greatest|top|most expensive)\b")

SAMPLE = 1000
"""Rows that are looked at for their signs."""

SHARE = 0.02
"""So many of them at least go each way: a few negative amounts are corrections."""


class Flow(NamedTuple):
    """What a word of the question means: amounts of ``column`` of ``table`` on one side of 0, all where ``sign`` is
    empty; ``runs``: how they add up in the course of time; ``ranks``: the largest are asked for, which are below 0.
    """

    word: str
    table: str
    column: str
    sign: str
    runs: bool = False
    ranks: bool = False

    @property
    def reading(self) -> Reading:
        """What a person is told of it."""
        return Reading(self.column, f"{self.word}: `{self.column}`{f' {self.sign} 0' if self.sign else ''}")

    def told(self, table: str) -> str:
        """The rows, or the sum, as a program takes them of ``table`` or its copy."""
        amounts = f"{table}[{quoted(self.column)}]"
        if self.sign:
            first = f", the largest first by .sort_values({quoted(self.column)})" if self.ranks else ""
            return f"{self.word} is {table}[{amounts} {self.sign} 0]{first}"
        return f"{self.word} is {f'the running sum {amounts}.cumsum()' if self.runs else f'the sum of {amounts}'}"


def asked_flows(question: str, looked: Looked) -> Iterator[Flow]:
    """What the question's words of money mean, where one column alone has amounts that go both ways; none where a
    column is called so.
    """
    asked = question.lower()
    found = {"<": _OUT.findall(asked), ">": _IN.findall(asked), "": _BOTH.findall(asked)}
    meant = {sign: [word for word in words if stem(word) not in looked.words] for sign, words in found.items()}
    columns = list(_signed(looked)) if any(meant.values()) else []
    if len(columns) == 1:
        runs, ranks = bool(_RUNS.search(asked)), bool(_RANKS.search(asked))
        yield from (
            Flow(words[0], *columns[0], sign, runs, ranks and sign == "<") for sign, words in meant.items() if words
        )


def _signed(looked: Looked) -> Iterator[tuple[str, str]]:
    """The tables and columns of amounts of which some are negative and some positive."""
    for name in looked.tables:
        for column, values in looked.columns(name):
            if looked.kind(name, column).how not in ("", "tidy.number") or not looked.is_amount(name, column):
                continue
            numbers = read(values.head(SAMPLE)).values.dropna()
            negative = float((numbers < 0).mean()) if len(numbers) else 0.0
            if SHARE <= negative <= 1 - SHARE:
                yield name, column
