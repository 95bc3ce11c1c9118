"""Which variables, columns and settings hold a secret, by their name and by how their value looks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import Literal

Strength = Literal["sure", "maybe"]

SURE = r"passw(?:or[dt]|d)|passphrase|(?:seed|recovery|mnemonic)[_-]?phrase|secret|(?<![a-z])cred(?:ential)?"
SURE += r"|api[_-]?key|(?:access|secret|private|client)[_-]?key"
SURE += r"|(?:auth|access|refresh|bearer|session|id)[_-]?token|conn(?:ection)?[_-]?str(?:ing)?"
SURE += r"|kennwort|contrase[nñ]a|mot[_ -]?de[_ -]?passe|senha|has[lł]o|wachtwoord|l[oö]senord|adgangskode|salasana"
SURE += r"|пароль|密码|密碼|パスワード|비밀번호"
CARD = r"card[_ -]?(?:number|num|no|nr)|credit[_ -]?card|kreditkarte(?:n[_ -]?nummer)?|(?<![a-z])iban"
SURE += rf"|{CARD}"
MAYBE = r"token|pwd|pass(?<![a-z]pass)|authorization"
MAYBE += r"|(?:auth|account|service|storage|signing|encryption|master|license)[_-]?key"
"""Ends of names. What only ``MAYBE`` is a secret must look like one too: ``pad_token`` is none, ``HF_TOKEN`` is."""

_SURE = re.compile(rf"(?:{SURE})s?[_-]?\d{{0,2}}$", re.IGNORECASE)
_CARD = re.compile(rf"(?:{CARD})s?[_-]?\d{{0,2}}$", re.IGNORECASE)
_MAYBE = re.compile(rf"(?:{MAYBE})[_-]?\d{{0,2}}$", re.IGNORECASE)
_FOLDER = re.compile(r"(?:old)?pwd", re.IGNORECASE)
"""The working folder in every environment; a password elsewhere."""
_PATH = re.compile(r"/|~|[A-Za-z]:[\\/]")

LOOKED_AT = 50
"""Values of a column that are looked at."""

OPAQUE = 12
"""Characters from which on a word of mixed kinds is more likely a key than a name."""


@lru_cache(maxsize=20_000)
def strength(name: str) -> Strength | None:
    """How sure it is that something called ``name`` is a secret; None if its name says nothing of the kind."""
    if len(name) > 200:
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
    """Whether ``value``, known as ``name``, is one: text, bytes, or the number of a card; never a table."""
    if isinstance(name, str) and type(value) is int:
        return 10**11 <= value < 10**19 and _CARD.search(name) is not None
    if not isinstance(name, str) or not issubclass(type(value), (str, bytes, bytearray)):
        return False  # by the type: a proxy whose object is gone has no class to be asked for
    if not isinstance(value, str | bytes | bytearray) or not value:
        return False
    if isinstance(value, str) and _FOLDER.fullmatch(name) and _PATH.match(value):
        return False
    found = strength(name)
    if found != "maybe":
        return found == "sure"
    return is_opaque(value if isinstance(value, str) else bytes(value).decode("latin-1"))
