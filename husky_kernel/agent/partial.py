"""What a tool has put out so far, told while it is still at work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from husky_kernel.agent.types import Observation

Hear = Callable[[Observation], None]
"""Takes what there is so far, on whatever thread; not after the tool has returned."""

_hear: ContextVar[Hear | None] = ContextVar("husky_partial", default=None)


def listener() -> Hear | None:
    """Who wants to hear from the tool that is called here, if anybody does."""
    return _hear.get()


@contextmanager
def heard_by(hear: Hear) -> Iterator[None]:
    """A tool that is called inside the block can tell ``hear``."""
    token = _hear.set(hear)
    try:
        yield
    finally:
        _hear.reset(token)


@contextmanager
def changed_by(change: Callable[[Observation], Observation]) -> Iterator[None]:
    """What is told inside the block goes through ``change`` first."""
    hear = listener()
    with heard_by(lambda seen: hear(change(seen)) if hear is not None else None):
        yield
