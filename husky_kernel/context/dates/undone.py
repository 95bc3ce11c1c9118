"""What has not happened yet: "have not left" are the rows without a value in ``left``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import deed, stem
from husky_kernel.context.tables import quoted

_NOT = re.compile(
    r"\b(?:have|has|had|was|were|is|are|did)(?: not| never|n't) (?:yet |been |already )*(?P<what>[^\W\d_]{3,})"
)


class Undone(NamedTuple):
    """The words of the question, and the table and column that tell whether it happened; ``call`` reads it."""

    said: str
    table: str
    column: str
    call: str

    def told(self, table: str) -> str:
        """The rows, as a program takes them of the table or of its copy, where the column is read."""
        values = f"{table}[{quoted(self.column)}]"
        read = values if table != self.table or not self.call else self.call.replace("…", values)
        return f"rows that {self.said} are {table}[{read}.isna()]"


def asked_undone(question: str, looked: Looked, names: Sequence[str]) -> Iterator[Undone]:
    """What the question says has not happened, where a column is called by that deed and lacks values in some rows."""
    for found in _NOT.finditer(question.lower()):
        for name in names:
            for column, _ in looked.columns(name):
                kind = looked.kind(name, column)
                if deed(stem(column)) == deed(stem(found["what"])) and kind.missing and kind.how != "tidy.truth":
                    yield Undone(found[0], name, column, f"{kind.how}(…)" if kind.how else "")
                    return
