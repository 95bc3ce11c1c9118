"""Which beginning of a role's prompts never changes: the instructions and the worked examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from husky_kernel.agent.protocols import Message, Request
from husky_kernel.engines.prefix_files import SHORTEST
from husky_kernel.engines.torch.prefix_cache import common
from husky_kernel.engines.torch.prompt_encoding import PromptEncoder


class Statics:
    """The beginnings seen so far, by role.

    The first prompt of its kind tells: what stands before its last user turn. Later prompts that begin alike share
    that beginning, longer as they may be: a second try, say, has the first one before its last user turn.
    """

    def __init__(self, encoder: PromptEncoder) -> None:
        self._encoder = encoder
        self._known: dict[str, list[tuple[int, ...]]] = {}

    def of(self, request: Request, ids: Sequence[int]) -> tuple[int, ...]:
        """The unchanging beginning of a prompt with these ``ids``; empty if it is too short to be worth anything."""
        known = self._known.setdefault(request.role, [])
        for beginning in known:
            if common(beginning, ids) == len(beginning):
                return beginning
        beginning = self._beginning(request)
        if len(beginning) < SHORTEST or common(beginning, ids) < len(beginning):
            return ()
        known.append(beginning)
        return beginning

    def _beginning(self, request: Request) -> tuple[int, ...]:
        """What two prompts share that differ in their ask alone, from its first letter on."""
        before, last = self._apart(request.messages, request.fixed)
        if last is None:
            return ()
        one, other = (self._encoder.encode((*before, replace(last, content=content)), "") for content in ("", "a"))
        return tuple(one[: common(one, other)])

    @staticmethod
    def _apart(messages: Sequence[Message], fixed: int) -> tuple[Sequence[Message], Message | None]:
        """What is fixed and the turn after it; where the request does not say, the last user turn is that one."""
        users = [at for at, message in enumerate(messages) if message.role == "user"]
        at = fixed or (users[-1] if users else len(messages))
        return messages[:at], messages[at] if at < len(messages) else None
