"""Keeps generated code from taking away what the kernel itself stands on."""

from __future__ import annotations

import builtins
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

STANDARD = (0, 1, 2)
"""Input, output and errors of the process."""


@contextmanager
def intact() -> Iterator[None]:
    """Afterwards Python's own functions are there again, its depth of calls, and the process's standard streams.

    What a step only adds stays.
    """
    functions = {name: value for name, value in vars(builtins).items() if name != "_"}  # the shell's last value
    depth, kept = sys.getrecursionlimit(), _copies()
    try:
        yield
    finally:
        if sys.getrecursionlimit() < depth:
            sys.setrecursionlimit(depth)
        vars(builtins).update(functions)
        for number, copy in kept.items():
            if not _is_open(number):
                os.dup2(copy, number)
            os.close(copy)


def _copies() -> dict[int, int]:
    found: dict[int, int] = {}
    for number in STANDARD:
        with suppress(OSError):  # it was closed before, or no more files can be opened
            found[number] = os.dup(number)
    return found


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
