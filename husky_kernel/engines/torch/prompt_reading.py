"""Having a model read a prompt: from a prefix where it shares one, and with the role's adapter where that counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from husky_kernel.agent.protocols import Request
from husky_kernel.engines.prefix_files import Static
from husky_kernel.engines.statics import Statics
from husky_kernel.engines.torch.adapters import Adapters
from husky_kernel.engines.torch.prefix_cache import Key, Prefix, PrefixCaches


@dataclass(frozen=True, slots=True)
class Reading:
    """A prompt that was read: logits ``(V,)`` of what follows, and how many of its tokens had been read before."""

    key: Key
    prefix: Prefix
    static: Static | None
    reused: int
    logits: Any


class PromptReader:
    """Reads the prompts of one model. Not safe for threads: the engine's lock guards it."""

    def __init__(self, adapters: Adapters, prefixes: PrefixCaches, statics: Statics) -> None:
        self._adapters, self._prefixes, self._statics = adapters, prefixes, statics

    def read(self, request: Request, ids: Sequence[int]) -> Reading:
        """Read a prompt's ``ids``. The adapter that counts after the last one is left switched on."""
        key = (self._adapters.activate(request.role), request.role, request.lane)
        begins = self._adapters.begins(request.role, ids)
        static = self._static(request, ids, begins)
        prefix = self._prefixes.take(key, ids, begins, static)
        reused = len(prefix.ids)
        return Reading(key, prefix, static, reused, prefix.read(self._fresh(request, prefix, ids)))

    def keep(self, reading: Reading) -> None:
        """Keep the prompt, and all that was read after it, for the next one."""
        self._prefixes.keep(reading.key, reading.prefix, reading.static)

    def _static(self, request: Request, ids: Sequence[int], begins: int) -> Static | None:
        """The prompt's unchanging beginning; None where an adapter begins in the midst of it."""
        beginning = self._statics.of(request, ids)
        if not beginning or 0 < begins < len(beginning):
            return None
        return Static(beginning, "" if begins else self._adapters.identity(request.role))

    def _fresh(self, request: Request, prefix: Prefix, ids: Sequence[int]) -> Sequence[int]:
        """What of ``ids`` is left to read, once all before the place where the adapter begins was read without it."""
        before = ids[len(prefix.ids) : min(prefix.begins, len(ids) - 1)]
        if before:
            self._adapters.rest()
            prefix.read(before)
            if prefix.begins < len(ids):  # else nothing has called for the adapter
                self._adapters.activate(request.role)
        elif prefix.begins >= len(ids):
            self._adapters.rest()
        return ids[len(prefix.ids) :]
