"""Read columns as people write them: amounts, dates, yes and no, missing words, untidy texts, lists, durations, scores.

Every function takes a Series (or a list, an array, a polars or pyarrow column) and gives a Series with the same index
and name. Of a DataFrame each column is read by itself (not by ``items`` and ``score``). How a value is meant is decided
by the **whole column**, never by the value alone. What cannot be read becomes missing, and one warning of the class
:class:`Unread` counts it and gives examples; :class:`Ambiguous`, a kind of ``Unread``, says that the column can be read
in more than one way, which way was taken, and how to take the other.

``table`` gives a whole table of another library as one of pandas.
"""

from __future__ import annotations

from husky_kernel.tidy.absences import missing
from husky_kernel.tidy.dates import date
from husky_kernel.tidy.durations import duration
from husky_kernel.tidy.lists import items
from husky_kernel.tidy.numbers import number
from husky_kernel.tidy.reading import Ambiguous, Unread
from husky_kernel.tidy.scores import score
from husky_kernel.tidy.tables import table
from husky_kernel.tidy.texts import text
from husky_kernel.tidy.truths import truth

__all__ = [
    "Ambiguous",
    "Unread",
    "date",
    "duration",
    "items",
    "missing",
    "number",
    "score",
    "table",
    "text",
    "truth",
]
