"""Tables of one column by another that a question asks for: how pandas makes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from husky_kernel.context.first_line import name_of
from husky_kernel.context.joins import Join
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import stem
from husky_kernel.context.tables import quoted

_OF = r"(?:(?:the|each|every|kind|type|sort|answers?|repl(?:y|ies)) (?:(?:of|to|in) )?)*"
_ASKED = re.compile(
    rf"\b(?:table of|cross ?-?tab(?:le|ulat\w+)?(?: of)?|(?:a|one) row (?:for each|per)|rows (?:for each|per)) "
    rf"{_OF}(?P<rows>[^\W_]\w*)s?,? "
    rf"(?:by|against|versus|and|,)? ?(?:and )?(?:(?:a|one) column (?:for each|per) |columns (?:for each|per) )?"
    rf"{_OF}(?P<columns>[^\W_]\w*)"
)
_AMOUNT = re.compile(r"\b(?P<how>total|sum|average|mean|median)\b (?:of )?(?:the )?(?P<of>[^\W_]\w*)")
_HOW = {"total": "sum", "average": "mean"}
_COUNTED = re.compile(r"\b(?:number|count|how many|numbers|counts)\b")


def asked_crossed(
    question: str, looked: Looked, names: Sequence[str], lines: Sequence[str], join: Join | None = None
) -> Iterator[str]:
    """The call that makes a table with a row for each value of one column and a column for each of another, which
    ``join`` may bring.
    """
    asked = question.lower()
    found = _ASKED.search(asked)
    if found is None:
        return
    for name in names:
        called = {stem(column): column for column in (join.columns if join and join.table == name else ())}
        called |= {stem(column): column for column, _ in looked.columns(name)}
        across, down = called.get(stem(found["columns"])), called.get(stem(found["rows"]))
        if across is None or down is None or across == down:
            continue
        table, said = name_of(name, lines), f"a row for each {down} and a column for each {across}"
        amount = _AMOUNT.search(asked)
        if amount and (of := called.get(stem(amount["of"]))):
            how = _HOW.get(amount["how"], amount["how"])
            given = f"index={quoted(down)}, columns={quoted(across)}, values={quoted(of)}, aggfunc={how!r}"
            yield f"{said}: {table}.pivot_table({given})"
        elif _COUNTED.search(asked):
            yield f"{said}: pd.crosstab({table}[{quoted(down)}], {table}[{quoted(across)}])"
        return
