"""Whoever looks at a program while it runs: what the code tool needs of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol


class Watched(Protocol):
    """What was seen, once the program has ended. ``notes`` and ``against`` as in an Observation."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know of."""

    @property
    def against(self) -> tuple[str, ...]:
        """What speaks against the result."""

    @property
    def drawn(self) -> Sequence[Any]:
        """What was drawn, each with its ``text``."""

    def hint(self, error: BaseException) -> str:
        """What would have been right, empty where that is not known."""


Watch = Callable[[str], AbstractContextManager[Watched]]
"""Makes the watch around the running of a program."""


class Nothing:
    """What those see who do not look."""

    notes: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    drawn: Sequence[Any] = ()

    def hint(self, error: BaseException) -> str:
        """Nothing."""
        return ""


@contextmanager
def unwatched(program: str) -> Iterator[Watched]:
    """Nobody looks."""
    yield Nothing()
