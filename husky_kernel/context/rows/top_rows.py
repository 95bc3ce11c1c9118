"""The rows of a table that come first by an amount: "which five orders were the most expensive"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from husky_kernel.context.first_line import name_of
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import called, deed, names_deed, spoken, stem
from husky_kernel.context.tables import quoted
from husky_kernel.sight import expected
from husky_kernel.superlatives import LEAST, MOST

_MOST = f"{MOST}|best|oldest|latest|slowest"
_LEAST = f"{LEAST}|fastest"


def asked_top_rows(
    question: str, looked: Looked, names: Sequence[str], lines: Sequence[str], also: Collection[tuple[str, str]]
) -> Iterator[str]:
    """How they are taken, where a question asks for so many rows of a table by one column: of those that are known to
    be meant (``also``), or that it names.
    """
    asked, count = question.lower(), expected(question).items
    most, least = re.search(rf"\b(?:{_MOST})\b", asked), re.search(rf"\b(?:{_LEAST})\b", asked)
    if not count or bool(most) == bool(least) or re.search(r"\b(?:each|every|per|by)\b", asked):
        return
    for name in names:
        if not called([name], question) and not names_deed(name, spoken(question)):
            continue
        numbers = looked.measured(name)
        meant = [column for table, column in also if table == name and column in numbers] or called(numbers, question)
        if len({*meant}) == 1 and deed(stem(meant[0])) != deed(stem(name)):
            how = "nlargest" if most else "nsmallest"
            yield f"the {count} {name} are {name_of(name, lines)}.{how}({count}, {quoted(meant[0])})"
        return
