"""An exception in the few words that a small model can use: what went wrong, and on which line of its code."""

from __future__ import annotations

import builtins
import linecache
import re
from difflib import get_close_matches
from traceback import TracebackException, walk_tb
from typing import Any

from husky_kernel.tools.conditions import unfit
from husky_kernel.tools.output.values import cut

MESSAGE = 400
LINE = 160
"""Characters of the message and of the line of code that are told."""

NUMBERS = "It is text. Convert the column first: tidy.number(column) reads amounts, signs and units"
"""What to do about text that is more than a number."""


def explain(error: BaseException, namespace: dict[str, Any], call: str = "", hint: str = "") -> str:
    """The exception's line, the line of ``call`` where it happened, and what would have been right if that is known.

    ``hint``: what whoever watched knows of that.
    """
    if isinstance(error, SyntaxError):
        kind, where = f"{type(error).__name__}: {error.msg}", _at(error.lineno, error.text or "")
    else:
        kind, where = _exception_line(error), _place(error, namespace)
    advice = (
        "" if hint else _similar(error, kind, namespace),
        _columns(error),
        _number(error),
        _empty(error, namespace, call),
    )
    told = cut(kind, MESSAGE), where, *advice, hint
    return "\n".join(line for line in told if line)


def _exception_line(error: BaseException) -> str:
    lines = TracebackException(type(error), error, error.__traceback__, limit=0).format_exception_only()
    text = " ".join("".join(lines).split())
    return text.removeprefix(f"{type(error).__module__}.")


def _place(error: BaseException, namespace: dict[str, Any]) -> str:
    """The last line of code in the shell's namespace that the traceback goes through."""
    own = [(frame, number) for frame, number in walk_tb(error.__traceback__) if frame.f_globals is namespace]
    if not own:
        return ""
    frame, number = own[-1]
    return _at(number, linecache.getline(frame.f_code.co_filename, number))


def _at(number: int | None, line: str) -> str:
    return f"line {number}: {cut(line.strip(), LINE)}" if number and line.strip() else ""


def _similar(error: BaseException, told: str, namespace: dict[str, Any]) -> str:
    """The name that may have been meant; Python says it only from 3.12 on."""
    if not isinstance(error, NameError | AttributeError) or not error.name or "Did you mean" in told:
        return ""
    known = [dir(error.obj)] if isinstance(error, AttributeError) else [list(namespace), dir(builtins)]
    for names in known:
        public = [name for name in names if not name.startswith("_")]
        if near := get_close_matches(error.name, public, n=1, cutoff=0.6):
            return f"Did you mean {near[0]!r}?"
    return ""


def _columns(error: BaseException) -> str:
    """For a key that a table does not have: the columns that it has."""
    if not isinstance(error, KeyError):
        return ""
    tables = [frame.f_locals.get("self") for frame, _ in walk_tb(error.__traceback__)]
    names = next((list(table.columns) for table in reversed(tables) if type(table).__name__ == "DataFrame"), [])
    return cut(f"The columns are {', '.join(repr(name) for name in names[:40])}", MESSAGE) if names else ""


def _number(error: BaseException) -> str:
    """For text that is more than a number: how to get at the number, of one text and of a column."""
    found = re.search(r"(could not convert|invalid literal|Unable to parse) .*\d", str(error))
    if not isinstance(error, ValueError) or found is None:
        return ""
    return NUMBERS


def _empty(error: BaseException, namespace: dict[str, Any], call: str) -> str:
    """For a first row that is not there: the condition that no row fits."""
    found = isinstance(error, IndexError) and re.search(r"out.of.bounds", str(error))
    return cut(unfit(call, namespace), MESSAGE) if found else ""
