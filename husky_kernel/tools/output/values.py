"""A value as plain text: what a person would read, bounded in length and in the time it takes to make."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from husky_kernel.agent.grammar import encodable

ROWS = 20
COLUMNS = 20
CELL = 50
"""Rows and columns of a table that are shown, and characters of one of its cells."""

ITEMS = 200
"""Items of a list, dict or set that are shown."""


def plain(value: object, limit: int = 4000) -> str:
    """``value`` as text of at most about ``limit`` characters; text itself stands without quotation marks.

    Numbers of numpy read like Python's (``3.5``, not ``np.float64(3.5)``), tables are cut in the middle. Values that
    fail to show themselves are named by their type.
    """
    try:
        return cut(encodable(_text(value, limit)), limit)
    except Exception as error:
        return f"<{kind(value)}, which cannot be shown: {type(error).__name__}>"


def kind(value: object) -> str:
    """The name of its type, past what a metaclass makes of it."""
    return str(type.__getattribute__(type(value), "__name__"))


def brief(value: object, limit: int = 80) -> str:
    """``value`` on one line, text in quotation marks: for lists of variables."""
    if isinstance(value, str):
        return cut(repr(value[: limit + 1]), limit)
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple) and len(shape) > 0:
        return f"{type(value).__name__} of shape {'x'.join(str(size) for size in shape)}"
    return cut(" ".join(plain(value, 2 * limit).split()), limit)


def cut(text: str, limit: int) -> str:
    """``text``, or its beginning and end with a note of how much was left out between."""
    if len(text) <= limit:
        return text
    tail = limit // 4
    return f"{text[: limit - tail]} … [{len(text) - limit:,} characters left out] … {text[len(text) - tail :]}"


def _text(value: Any, limit: int) -> str:
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    if isinstance(value, str):
        return value
    if isinstance(value, bytes | bytearray):
        return repr(value[:limit]) + (" …" if len(value) > limit else "")
    if isinstance(value, int) and value.bit_length() > 10_000:
        return f"a whole number of {value.bit_length():,} bits"
    if numpy is not None and isinstance(value, numpy.generic):
        return str(value)
    if pandas is not None and isinstance(value, pandas.DataFrame):
        return _table(value, max_cols=COLUMNS, max_colwidth=CELL)
    if pandas is not None and isinstance(value, pandas.Series):
        return _table(value)
    return _pretty(value, limit)


def _table(table: Any, **options: int) -> str:
    text: str = table.to_string(max_rows=ROWS, **options)
    whole = table.shape[0] <= ROWS and (table.ndim == 1 or table.shape[1] <= COLUMNS)
    return text if whole else f"{text}\n[{' x '.join(f'{size:,}' for size in table.shape)}]"


def _pretty(value: object, limit: int) -> str:
    from IPython.lib import pretty

    library: Any = pretty
    paper = _Paper(limit)
    printer = library.RepresentationPrinter(paper, max_width=limit, max_seq_length=ITEMS)
    with _plain_numbers():
        try:
            printer.pretty(value)
            printer.flush()
        except _Full:
            paper.parts.append(" …")
    return "".join(paper.parts)


def _plain_numbers() -> AbstractContextManager[object]:
    """Print numpy's numbers inside lists and dicts as numpy 1 did."""
    numpy = sys.modules.get("numpy")
    if numpy is None or int(numpy.__version__.split(".")[0]) < 2:
        return nullcontext()
    context: AbstractContextManager[object] = numpy.printoptions(legacy="1.25")
    return context


class _Full(Exception):
    """Enough was written."""


class _Paper:
    """A stream that ends the printing once it holds more than ``limit`` characters."""

    def __init__(self, limit: int) -> None:
        self.parts: list[str] = []
        self._room = limit

    def write(self, text: str) -> int:
        self.parts.append(text)
        self._room -= len(text)
        if self._room < 0:
            raise _Full
        return len(text)
