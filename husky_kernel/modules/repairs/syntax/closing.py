"""Programs with a bracket that was opened and not closed, or closed and not opened: ``d['a'] > 5).mean()``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_PAIRS = {"(": ")", "[": "]", "{": "}"}


def with_brackets(code: str, failure: str) -> str | None:
    """``code`` with the one bracket that it lacks, at the beginning of what its line computes or at the line's end;
    None where that does not make it Python.
    """
    try:
        ast.parse(code)
    except SyntaxError as error:
        lines, at, said = code.splitlines(), (error.lineno or 0) - 1, str(error.msg)
        if "SyntaxError" not in failure or not 0 <= at < len(lines):
            return None
        return next((text for line in _mended(lines[at], said) if (text := _with(lines, at, line))), None)
    except ValueError:  # a null byte
        return None
    return None


def _mended(line: str, said: str) -> Iterator[str]:
    """``line`` with the bracket that the error speaks of, in the places where it may have been meant."""
    if said == "unmatched ')'":
        for mark in (" = ", "("):
            before, found, after = line.partition(mark)
            if found:
                yield f"{before}{found}({after}"
        indent = len(line) - len(line.lstrip())
        yield f"{line[:indent]}({line[indent:]}"
    elif said.endswith("was never closed") and (shut := _PAIRS.get(said[1])):
        yield f"{line}{shut}"


def _with(lines: list[str], at: int, line: str) -> str | None:
    text = "\n".join([*lines[:at], line, *lines[at + 1 :]])
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return None
    return text
