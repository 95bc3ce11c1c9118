"""The two texts every module shares: the action line ``[tool] text`` and the solution history."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from husky_kernel.agent.types import Action

FINISH = "finish"
EMPTY_HISTORY = "None"
FAILED = "This step has failed."
SKIPPED = "The user skipped this step."

_ACTION = re.compile(r"^\s*\[\s*([A-Za-z_][\w-]*)\s*\]\s*(.*)$")
_FRACTION = re.compile(r"\bFraction\((-?\d+), (\d+)\)")
_LITERAL = re.compile(r"""'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*\"""")
_WORD = re.compile(r"\d+(?:[.,]\d+)*|\w+")
_PAIR = re.compile(r"^Step: (.*)\nOutput: (.*)$", re.MULTILINE)


def parse_action(text: str, tools: Collection[str]) -> Action | None:
    """Read the first line of ``text`` as ``[tool] step``; None if it is not one or names no known tool."""
    lines = text.strip().splitlines()
    match = _ACTION.match(lines[0]) if lines else None
    if match is None:
        return None
    tool = match.group(1).lower()
    if tool not in tools and tool != FINISH:
        return None
    return Action(tool, one_line(match.group(2)))


def format_action(action: Action) -> str:
    """Inverse of :func:`parse_action`."""
    return f"[{action.tool}] {one_line(action.text)}"


def format_history(pairs: Iterable[tuple[str, str]]) -> str:
    """``Step: ...`` and ``Output: ...`` lines, ``None`` when nothing was done yet."""
    lines = [f"Step: {one_line(step)}\nOutput: {one_line(output)}" for step, output in pairs]
    return "\n".join(lines) or EMPTY_HISTORY


def parse_history(text: str) -> list[tuple[str, str]]:
    """Inverse of :func:`format_history`."""
    return [(step, output) for step, output in _PAIR.findall(text)]


def words(text: str) -> list[str]:
    """The words of ``text`` in lower case; a number with its separators is one word."""
    return _WORD.findall(text.casefold())


def literals(text: str) -> list[str]:
    """What stands in quotation marks in ``text``, marks and escapes included: names and values of variables, say."""
    return _LITERAL.findall(text)


def plain_fractions(text: str) -> str:
    """``text`` with Python's ``Fraction(5, 18)`` as 5/18."""
    return _FRACTION.sub(lambda found: found[1] if found[2] == "1" else f"{found[1]}/{found[2]}", text)


def one_line(text: str) -> str:
    """``text`` with every run of white space as one blank: no value can start a line of the history."""
    return " ".join(text.split())


def encodable(text: str) -> str:
    """``text`` with halves of characters written out, as in the name of a file that is not UTF-8: ``caf\\udce9``.

    As they are they cannot be sent or written anywhere.
    """
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def shortened(text: str, most: int) -> str:
    """``text``, or its first ``most`` characters and a sign that there was more."""
    return text if len(text) <= most else text[:most] + " …"
