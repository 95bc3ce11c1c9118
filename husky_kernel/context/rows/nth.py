"""The second or third of the different values of a column, from one end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from husky_kernel.context.first_line import name_of
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import deed, stem
from husky_kernel.context.tables import quoted
from husky_kernel.superlatives import LEAST, MOST

_NTH = {"second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5}
_ASKED = re.compile(rf"\b(?P<nth>{'|'.join(_NTH)})[ -](?:(?P<most>{MOST})|(?:{LEAST})) (?P<what>[^\W\d]\w*)")


def asked_nth(question: str, looked: Looked, names: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """How it is taken of the column that the question names; what is there twice counts once."""
    found = _ASKED.search(question.lower())
    for name in names if found else ():
        what = deed(stem(found["what"])) if found else ""
        named = [column for column in looked.measured(name) if deed(stem(column)) == what]
        if found and len(named) == 1:
            how = "nlargest" if found["most"] else "nsmallest"
            values = f"{name_of(name, lines)}[{quoted(named[0])}].drop_duplicates()"
            yield f"the {found[0]} is {values}.{how}({_NTH[found['nth']]}).iloc[-1]"
            return
