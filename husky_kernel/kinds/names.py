"""Words in a column's name that say what it holds."""

from __future__ import annotations

_DATES = "date datum fecha data day tag jour dia día time when on at born birthday dob created updated due"
DATES = frozenset(_DATES.split())
IDENTIFIERS = frozenset(
    ["id", "ids", "key", "code", "uuid", "guid", "sku", "ean", "isbn", "zip", "plz", "postcode", "no", "nr"]
)
SCORES = frozenset(["score", "result", "goals", "ergebnis", "resultat", "final", "ft", "ht", "match", "game"])
