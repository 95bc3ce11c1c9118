"""The tokens of a run's calls, added up while it goes on."""

from __future__ import annotations

from bisect import bisect, insort

from husky_kernel.agent.cost.usage import Usage
from husky_kernel.agent.protocols import Request
from husky_kernel.agent.types import Tokens


class Ledger:
    """Books each call on its role."""

    def __init__(self) -> None:
        self.roles: dict[str, Usage] = {}
        self._prompts: dict[str, list[str]] = {}

    def add(self, request: Request, tokens: Tokens) -> None:
        """Book a call that took ``tokens``."""
        text, prompts = _text(request), self._prompts.setdefault(request.role, [])
        new = 1 - _known(text, prompts) / len(text) if text else 1.0
        insort(prompts, text)
        fresh = tokens.prompt - tokens.reused
        used = Usage(fresh, tokens.reused, tokens.generated, round(tokens.prompt * new))
        self.roles[request.role] = self.roles.get(request.role, Usage()) + used


def _text(request: Request) -> str:
    turns = "".join(f"{message.role}\n{message.content}\n" for message in request.messages)
    return f"{turns}{request.prefill}"


def _known(text: str, prompts: list[str]) -> int:
    """Characters of ``text`` that one of the sorted ``prompts`` begins with too: of all, a neighbour has the most."""
    place = bisect(prompts, text)
    return max((_common(text, other) for other in prompts[max(place - 1, 0) : place + 1]), default=0)


def _common(a: str, b: str) -> int:
    """Length of the longest common beginning, by halving: a loop over characters takes a hundred times as long."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if a[low:middle] == b[low:middle] else (low, middle - 1)
    return low
