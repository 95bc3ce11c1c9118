"""Ages that name no column: "under 18", "older than 65", "how old"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import parts_of
from husky_kernel.context.tables import quoted

_ASKED = re.compile(
    r"\b(?P<how>under|below|younger than|over|above|older than|at least) (?P<age>\d{1,2})\b"
    r"(?: years?(?: old| of age)?)?"
    r"(?:\W*$|[,?.]| (?:in|on|at|from|by|for|have|has|did|bought|came|who|are|were|is|was|live|paid|work)\b)"
)
_SIGNS = {
    "under": "<",
    "below": "<",
    "younger than": "<",
    "over": ">",
    "above": ">",
    "older than": ">",
    "at least": ">=",
}
_PEOPLE = re.compile(
    r"\b(?:people|persons?|members?|buyers?|customers?|clients?|patients?|students?|pupils?|guests?|visitors?|users?|"
    r"employees?|respondents?|participants?|players?|drivers?|passengers?|who|younger|older)\b"
)


_HOW_OLD = re.compile(r"\bhow old\b")


class Age(NamedTuple):
    """``said``: the words of the question; ``table[column]`` holds the ages."""

    said: str
    table: str
    column: str
    sign: str
    limit: int

    def told(self, table: str) -> str:
        """The condition, the column being in ``table``."""
        return f"{self.said} is {table}[{quoted(self.column)}] {self.sign} {self.limit}"


class HowOld(NamedTuple):
    """``table[column]`` says how old somebody or something is."""

    table: str
    column: str

    def told(self, table: str) -> str:
        """The column, which is in ``table``."""
        return f"how old is {table}[{quoted(self.column)}]"


def asked_age(question: str, looked: Looked) -> Iterator[Age | HowOld]:
    """The limit, where a question speaks of people and one table alone has a column of ages; that column, where it asks
    how old they are.
    """
    asked = question.lower()
    found = _ASKED.search(asked) if _PEOPLE.search(asked) else None
    columns = [
        (name, column)
        for name in (looked.tables if found or _HOW_OLD.search(asked) else ())
        for column, _ in looked.columns(name)
        if parts_of(column)[-1:] == ["age"] and looked.is_amount(name, column)
    ]
    if found and len(columns) == 1:
        yield Age(f"{found['how']} {found['age']}", *columns[0], _SIGNS[found["how"]], int(found["age"]))
    elif len(columns) == 1:
        yield HowOld(*columns[0])
