"""Requests that even a model of 135M parameters answers the same way every time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from husky_kernel.agent.protocols import Engine, Message, Request

Build = Callable[[str], Engine]
"""Gives the engine of a kind."""

TOOLS = ("code", "math", "search", "commonsense", "finish")


def counting(role: str = "talk", **changes: object) -> Request:
    """Goes on with `` 6, 7, 8, ...``."""
    turns = (Message("user", "Count from 1 to 30, with commas."),)
    request = Request(role, turns, prefill="1, 2, 3, 4, 5,", max_tokens=11)
    return replace(request, **changes)  # type: ignore[arg-type]


def letters(role: str = "spell", **changes: object) -> Request:
    """Goes on with `` F, G, H, ...``."""
    turns = (Message("user", "Write the letters of the alphabet from A to Z, with commas."),)
    request = Request(role, turns, prefill="A, B, C, D, E,", max_tokens=8)
    return replace(request, **changes)  # type: ignore[arg-type]


def tool_choice(prefill: str = "[", **changes: object) -> Request:
    """After four worked turns that all say so, the tool is ``math``."""
    turns: list[Message] = []
    for sum_ in ("2+2", "3*4", "7-5", "9*9"):
        turns += [Message("user", f"Which tool? {sum_}"), Message("assistant", f"[math] compute {sum_}")]
    request = Request("action", (*turns, Message("user", "Which tool? 6*7")), prefill=prefill, max_tokens=16)
    return replace(request, **changes)  # type: ignore[arg-type]


def saying(content: str, role: str = "talk", **changes: object) -> Request:
    """One user turn."""
    return replace(Request(role, (Message("user", content),), max_tokens=8), **changes)  # type: ignore[arg-type]
