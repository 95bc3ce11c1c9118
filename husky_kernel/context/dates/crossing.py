"""The day on which a running total passes a limit: "by which day was half of the total picked?"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from husky_kernel.context.dates.dated import dated_amount
from husky_kernel.context.first_line import name_of
from husky_kernel.context.looked import Looked
from husky_kernel.context.tables import quoted

_SHARE = re.compile(
    r"\b(?:by|on|in|at) (?:which|what) (?:day|date|month|week)\b.*"
    r"\b(?:(?P<half>half)|(?P<share>\d+) ?(?:%|per ?cent)) of\b"
)
_LIMIT = re.compile(
    r"\b(?:total|sum|cumulative|altogether|added up)\b.*\b(?:pass|reach|exceed|cross|surpass|hit)(?:es|ed)? "
    r"(?:the )?(?P<limit>\d[\d,]*(?:\.\d+)?)"
)


def asked_crossing(question: str, looked: Looked, names: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """How that day is found, of a table with one column of dates and one of amounts, or one that is named."""
    asked = question.lower()
    share, limit = _SHARE.search(asked), _LIMIT.search(asked)
    if share is None and limit is None:
        return
    for name in names:
        if found := dated_amount(question, looked, name):
            total = f"{name_of(name, lines)}.groupby({quoted(found[0].column)})[{quoted(found[1])}].sum().cumsum()"
            passed = f"t >= t.iloc[-1] * {_part(share)}" if share else ""
            passed = passed or (f"t > {limit['limit'].replace(',', '')}" if limit else "")
            yield f"the running total is t = {total}, the first day t[{passed}].index[0]"
            return


def _part(share: re.Match[str]) -> str:
    return "0.5" if share["half"] else f"{int(share['share']) / 100:g}"
