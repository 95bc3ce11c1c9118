"""Where a reply is written after its prompt was read: in the prompt's own cache, or in one of a fixed size."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from husky_kernel.engines.torch.prefix_cache import Prefix


class Reader(Protocol):
    """What reads tokens, keeps their keys and values, and can forget the last ones."""

    ids: list[int]

    def read(self, ids: Sequence[int]) -> Any:
        """Read ``ids`` after what was read; logits of the next token, ``(V,)``."""

    def rows(self, ids: Sequence[int], count: int) -> Any:
        """The same, with the logits after each of the last ``count`` tokens, ``(count, V)``."""

    def follow(self, token: int, count: int) -> Generator[tuple[int, float], None, None]:
        """Read ``token``, then each likeliest token that follows: those found, with their probabilities.

        There are ``count`` at most, and the one found last is not read. To be closed by whoever wants no more.
        """

    def crop(self, length: int) -> bool:
        """Forget all but the first ``length`` tokens; False where that cannot be."""


class Decoder(Protocol):
    """Lends a reader for the length of one reply. When the context ends, the prefix has all that was read."""

    def decode(self, prefix: Prefix, room: int) -> AbstractContextManager[Reader]:
        """A reader that has read what ``prefix`` has; ``room`` is how many tokens more it will read at most."""


class DynamicDecoder:
    """The prefix itself: its cache grows with every token. Any model, any device."""

    @contextmanager
    def decode(self, prefix: Prefix, room: int) -> Iterator[Reader]:
        """As the protocol says."""
        yield prefix
