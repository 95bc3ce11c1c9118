"""Whether two texts are the same formula, list of values or word, by sympy where they are not alike as texts."""

from __future__ import annotations

import re
from typing import Any

_PLAIN = re.compile(r"[\w\s.+*/()-]+")
_LONGEST = 400


def same_formula(one: str, other: str) -> bool:
    """Equal as texts without blanks, or as formulas; lists in the same order.

    Texts are read by sympy: only what is made of names, numbers and operators is.
    """
    if _bare(one) == _bare(other):
        return True
    parts, others = _split(one), _split(other)
    return len(parts) == len(others) and all(_equal(a, b) for a, b in zip(parts, others, strict=True))


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text).strip("[](){}").casefold()


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.strip().strip("[]{}").split(",")]


def _equal(one: str, other: str) -> bool:
    if _bare(one) == _bare(other):
        return True
    a, b = _read(one), _read(other)
    if a is None or b is None:
        return False
    import sympy

    try:
        return bool(sympy.simplify(sympy.nsimplify(a - b, rational=True)) == 0)
    except (TypeError, ValueError, AttributeError, RecursionError):
        return False


def _read(text: str) -> Any:
    import sympy

    if not _PLAIN.fullmatch(text) or len(text) > _LONGEST or "**" in text.partition("**")[2]:
        return None
    try:
        return sympy.sympify(text, locals={name: sympy.Symbol(name) for name in set(re.findall(r"\b[a-zA-Z]\b", text))})
    except Exception:  # sympy raises all kinds for what is no formula
        return None
