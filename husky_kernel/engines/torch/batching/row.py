"""One reply among several that are written together."""

from __future__ import annotations

import threading
from typing import Any

from husky_kernel.engines.torch.decoding import Sampler
from husky_kernel.engines.torch.prefix_cache import Prefix
from husky_kernel.engines.torch.reply import Reply


class Row:
    """A reply, the prefix it continues, and the adapter that writes it (None for the bare model)."""

    def __init__(self, prefix: Prefix, reply: Reply, draw: Sampler, adapter: str | None) -> None:
        self.prefix, self.reply, self.adapter = prefix, reply, adapter
        self._draw = draw
        self._ended = threading.Event()
        self._error: BaseException | None = None

    @property
    def done(self) -> bool:
        """Whether nothing is left to write."""
        return self.reply.done or self._error is not None

    def take(self, logits: Any) -> None:
        """Write the next token, from logits ``(V,)``. What a listener raises ends this row alone."""
        try:
            token, probability = self._draw(logits)
            self.reply.add(token, probability)
        except BaseException as error:  # raised where the reply is waited for
            self._error = error

    def fail(self, error: BaseException) -> None:
        """End the row with an error."""
        self._error = error

    def leave(self) -> None:
        """Let go whoever waits."""
        self._ended.set()

    def wait(self) -> None:
        """Return when the reply is complete; raises what went wrong meanwhile."""
        self._ended.wait()
        if self._error is not None:
            raise self._error
