"""An attribute that is another one for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_MISSING = object()


@contextmanager
def replaced(owner: Any, name: str, value: object) -> Iterator[None]:
    """Give ``owner`` another ``name`` inside the block; what came from its class comes from there again."""
    own = vars(owner).get(name, _MISSING)
    managed = hasattr(type(owner), name) and hasattr(getattr(type(owner), name), "__set__")
    before = getattr(owner, name) if managed else own
    setattr(owner, name, value)
    try:
        yield
    finally:
        if before is _MISSING:
            delattr(owner, name)
        else:
            setattr(owner, name, before)
