"""Values that a program computes on lines of their own and lets go: a cell's answer is that of its last line."""

from __future__ import annotations

from collections.abc import Iterator

from husky_kernel.syntax import parsed, values_of


def let_go(program: str) -> Iterator[str]:
    """What is lost: "2 values before that of the last line are let go"."""
    count = len(list(values_of(parsed(program)))) - 1
    if count > 0:
        told = "1 value before that of the last line is" if count == 1 else f"{count} values before the last line's are"
        yield f"{told} let go: give all of them in the last line"
