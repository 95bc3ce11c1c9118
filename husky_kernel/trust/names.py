"""Which variables, columns and settings hold a secret, by their name and by how their value looks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import Literal

Strength = Literal["sure", "maybe"]

SURE = r"passw(?:or)?d|passphrase|secret|credentials?|api[_-]?key|(?:access|secret|private|client)[_-]?key"
SURE += r"|(?:auth|access|refresh|bearer|session|id)[_-]?token|conn(?:ection)?[_-]?str(?:ing)?"
MAYBE = r"token|pwd|pass(?<![a-z]pass)|authorization"
MAYBE += r"|(?:auth|account|service|storage|signing|encryption|master|license)[_-]?key"
"""Ends of names. What only ``MAYBE`` is a secret must look like one too: ``pad_token`` is none, ``HF_TOKEN`` is."""

_SURE = re.compile(rf"(?:{SURE})[_-]?\d{{0,2}}$", re.IGNORECASE)
_MAYBE = re.compile(rf"(?:{MAYBE})[_-]?\d{{0,2}}$", re.IGNORECASE)
_NEVER = frozenset({"pwd", "oldpwd"})
"""The working directory in every environment."""

LOOKED_AT = 50
"""Values of a column that are looked at."""

OPAQUE = 12
"""Characters from which on a word of mixed kinds is more likely a key than a name."""


@lru_cache(maxsize=20_000)
def strength(name: str) -> Strength | None:
    """How sure it is that something called ``name`` is a secret; None if its name says nothing of the kind."""
    if len(name) > 200 or name.casefold() in _NEVER:
        return None
    return "sure" if _SURE.search(name) else "maybe" if _MAYBE.search(name) else None


def is_opaque(text: str) -> bool:
    """One long word of mixed kinds of signs, as keys and tokens are."""
    if len(text) < OPAQUE or any(sign.isspace() for sign in text):
        return False
    kinds = (str.islower, str.isupper, str.isdigit)
    return sum(any(kind(sign) for sign in text) for kind in kinds) >= 2


def hides(name: object, values: Iterable[object]) -> bool:
    """Whether a column or a list called ``name`` holds secrets, by its first values."""
    return any(is_secret(name, value) for value in islice(values, LOOKED_AT))


def is_secret(name: object, value: object) -> bool:
    """Whether ``value``, known as ``name``, is one: only text and bytes are, never a table or a number."""
    if not isinstance(name, str) or not issubclass(type(value), (str, bytes, bytearray)):
        return False  # by the type: a proxy whose object is gone has no class to be asked for
    if not isinstance(value, str | bytes | bytearray) or not value:
        return False
    found = strength(name)
    if found != "maybe":
        return found == "sure"
    return is_opaque(value if isinstance(value, str) else bytes(value).decode("latin-1"))
