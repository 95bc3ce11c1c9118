"""Two years or months that a question compares: "by how many percent did it grow from 2023 to 2024?"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from husky_kernel.context.amounts.worth import Worth
from husky_kernel.context.dates.dated import dated_amount, dates_of
from husky_kernel.context.first_line import name_of
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import called, stem
from husky_kernel.context.tables import quoted
from husky_kernel.tidy.months import ENGLISH, month

_MORE = re.compile(
    r"\b(?:grow\w*|grew|ris\w+|rose|increas\w+|declin\w+|decreas\w+|drop\w*|fall\w*|fell|shr[aiu]nk|chang\w+|differ\w*|"
    r"more|less|fewer|higher|lower)\b"
)
_PERIOD = rf"(?:19|20)\d\d|{'|'.join(ENGLISH)}"
_TWO = re.compile(rf"\b(?:from|between) (?P<one>{_PERIOD}) (?:to|until|and) (?P<other>{_PERIOD})\b")
_PERCENT = re.compile(r"percent|per cent|%")


def asked_two_periods(
    question: str, before: str, looked: Looked, names: Sequence[str], lines: Sequence[str], worth: Worth | None
) -> Iterator[str]:
    """How the one is compared with the other: what ``worth`` is, or the one amount that the question names, or the one
    ``before`` it, added up for each; of a table with one column of years or of dates.
    """
    asked = question.lower()
    yield from _ends(asked, looked, names, lines)
    found = _TWO.search(asked)
    if found is None or not _MORE.search(asked):
        return
    for name in [worth.table] if worth else names:
        amounts = [worth.word] if worth else called(looked.amounts(name), f"{question} {before}")
        by = list(_by(looked, name, name_of(name, lines), found["one"]))
        if len(by) == len(amounts) == 1:
            one, other = (month(period) or period for period in found.groups())
            groups = f"{name_of(name, lines)}.groupby({by[0]})[{quoted(amounts[0])}].sum()"
            compared = f"t[{other}] / t[{one}] * 100 - 100" if _PERCENT.search(asked) else f"t[{other}] - t[{one}]"
            yield f"{found[0]} it is t = {groups}, compared {compared}"
            return


_ENDS = re.compile(
    r"\bfrom (?:the |its )?(?:first|earliest|oldest)(?: \w+)? to (?:the |its )?(?:last|latest|newest|most recent)\b"
)


def _ends(asked: str, looked: Looked, names: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """From the first date to the last, of a table with one column of dates and one of amounts, or one that is named."""
    if not _ENDS.search(asked) or not _MORE.search(asked):
        return
    for name in names:
        if found := dated_amount(asked, looked, name):
            groups = f"{name_of(name, lines)}.groupby({quoted(found[0].column)})[{quoted(found[1])}].sum()"
            compared = "t.iloc[-1] / t.iloc[0] * 100 - 100" if _PERCENT.search(asked) else "t.iloc[-1] - t.iloc[0]"
            yield f"from the first to the last it is t = {groups}, compared {compared}"
            return


def _by(looked: Looked, name: str, table: str, period: str) -> Iterator[str]:
    """What the rows are grouped by: a column of years, or the year or the month of one of dates."""
    part = "year" if period.isdigit() else "month"
    own = [column for column, values in looked.columns(name) if stem(column) == part and values.dtype.kind in "iu"]
    if own and period.isdigit():
        yield from map(quoted, own)
        return
    for each in dates_of(looked, name):
        values = f"{table}[{quoted(each.column)}]" if table != name or "tidy" not in each.call else each.call
        yield f"{values}.dt.{part}"
