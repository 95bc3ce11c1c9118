"""How full something is: what is taken of its room, as two columns of one table have it ("booked" of "seats")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from husky_kernel.context.first_line import name_of
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import names_group, parts_of
from husky_kernel.context.tables import quoted
from husky_kernel.sight import expected

_ASKED = re.compile(
    r"\bhow (?:full|crowded|packed|well[ -](?:filled|attended|booked|used)|booked (?:out|up))\b|"
    r"\b(?:occupancy|utili[sz]ation|load factor|fill rate)\b"
)
_ROOM = frozenset(("seat", "capacity", "place", "space", "bed", "berth", "slot", "room", "limit", "maximum", "max"))
_TAKEN = frozenset(
    [
        "booked",
        "sold",
        "taken",
        "occupied",
        "filled",
        "used",
        "attended",
        "attendance",
        "enrolled",
        "reserved",
        "present",
        "visitor",
    ]
)
_CALLS = frozenset(("name", "title", "label", "id", "no", "code"))
"""Words beside a noun in the name of the column that says which one it is."""


def asked_fullness(question: str, looked: Looked, names: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """The quotient, of sums for each group that is asked for; only where one column alone says what is taken, and one
    of how much room there is.
    """
    asked = question.lower()
    if not _ASKED.search(asked):
        return
    for name in names:
        amounts = [column for column, _ in looked.columns(name) if looked.is_amount(name, column)]
        taken = [column for column in amounts if _TAKEN & {*parts_of(column)}]
        room = [column for column in amounts if _ROOM & {*parts_of(column)} and column not in taken]
        if len(taken) != 1 or len(room) != 1:
            continue
        table, per = name_of(name, lines), expected(question).per
        by = [column for noun in per for column, _ in looked.columns(name) if names_group(column, noun, beside=_CALLS)]
        of = f"{table}.groupby({quoted(by[0])})" if len(by) == 1 else table
        if len(by) == 1 or not per:
            quotient = f"{of}[{quoted(taken[0])}].sum() / {of}[{quoted(room[0])}].sum() * 100"
            yield f"how full in percent{f' for each {by[0]}' if by else ''} is {quotient}"
        return
