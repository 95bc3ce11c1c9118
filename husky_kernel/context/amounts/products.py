"""Products of two columns that a question names: "the total of hours times rate"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from husky_kernel.context.first_line import name_of
from husky_kernel.context.looked import Looked
from husky_kernel.context.tables import quoted

_TIMES = re.compile(r"(?P<one>\w+) (?:times|multiplied by|x|[×*]) (?:the )?(?P<other>\w+)")
_ALL = re.compile(r"\b(?:total|sum|altogether|in all|overall)\b")
_EACH = re.compile(r"\b(?:each|every|per|by|for)\b")


def asked_products(question: str, looked: Looked, names: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """How it is computed, of whole numbers that may be too large for their type in the largest there is; where one
    total is asked for, added up.
    """
    asked = question.lower()
    for name in names[:1]:
        numeric = {column: values for column, values in looked.columns(name) if values.dtype.kind in "iuf"}
        columns = {column.lower(): column for column in numeric}
        for found in _TIMES.finditer(asked):
            one, other = (columns.get(found[side]) for side in ("one", "other"))
            if one is None or other is None:
                continue
            table = name_of(name, lines)
            short = numeric[one].dtype.name in ("int8", "int16", "int32")
            first = f"{table}[{quoted(one)}]" + (".astype('int64')" if short else "")
            product = f"{first} * {table}[{quoted(other)}]"
            total = _ALL.search(asked) and not _EACH.search(asked.replace(found[0], ""))
            yield f"the total of {found[0]} is ({product}).sum()" if total else f"{found[0]} is {product}"
