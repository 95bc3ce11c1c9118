"""Words that people write where a value is missing, and words of yes and no."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


MISSING = _words(
    "|na|n/a|n.a.|n.a|n\\a|#n/a|#na|#value!|#ref!|#div/0!|#name?|#num!|#null!|nan|<na>|<nan>|null|(null)|<null>|none|nil|"
    "nat|-|--|---|?|??|???|.|..|...|*|/|_|missing|(missing)|not available|not applicable|not specified|not reported|"
    "not known|not provided|not recorded|not given|not stated|no data|no value|no answer|no response|unknown|unkn|unk|"
    "undefined|unspecified|tbd|tba|tbc|blank|(blank)|empty|(empty)|k.a.|k. a.|keine angabe|unbekannt|fehlt|leer|"
    "nicht verfügbar|nicht bekannt|inconnu|inconnue|non renseigné|non disponible|sans objet|nr|n.r.|desconocido|"
    "desconocida|sin datos|sin dato|no disponible|s/d|n/d|nd|n.d.|non disponibile|sconosciuto|onbekend|okänd|ukjent|"
    "ukendt|desconhecido|não disponível|brak|brak danych|neznámý|неизвестно|нет данных"
)
"""In lower case. A column in which such a word is a value (Namibia's NA) is not for :func:`tidy.missing`."""

_TRUE = (
    "yes|y|true|t|1|1.0|on|ja|j|oui|o|vrai|si|sí|sì|s|vero|verdadero|sim|verdadeiro|wahr|waar|sant|sand|sann|kyllä|"
    "tak|ano|áno|igen|da|да|evet|ναι|x|✓|✔|✅|☑|はい|是"
)
_FALSE = (
    "no|n|false|f|0|0.0|off|nein|non|faux|falso|não|nao|falsch|onwaar|falskt|falsk|usant|nej|nei|nee|ei|nie|ne|"
    "nem|nu|не|нет|hayır|όχι|✗|✘|❌|☐|いいえ|否"
)
TRUE = _words(_TRUE)
FALSE = _words(_FALSE)
TICKS = _words("x|✓|✔|✅|☑")
"""Where a column holds nothing but ticks and blanks, a blank means no."""


def is_missing(text: str) -> bool:
    """Whether a text stands for a missing value."""
    return len(text) <= 20 and text.casefold().strip() in MISSING


_CODE = re.compile(r"[A-Z]{2}")


def missing_among(values: Iterable[Any]) -> Callable[[str], bool]:
    """What tells the words for missing of a column with these ``values``: NA is one of them where the others are codes
    of two letters, such as DE and FR.
    """
    others = {value.strip() for value in values if isinstance(value, str) and not is_missing(value.strip())}
    codes = sum(_CODE.fullmatch(other) is not None for other in others)
    if len(others) > 1 and codes >= 0.8 * len(others):
        return lambda text: text != "NA" and is_missing(text)
    return is_missing
