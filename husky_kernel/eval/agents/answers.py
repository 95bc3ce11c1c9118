"""The answer that a reply in words ends in."""

from __future__ import annotations

import re

_SAID = re.compile(r"(?:final answer|answer)\s*(?:is|:|=)+[:\s]*(.+)", re.IGNORECASE)
_BOXED = "\\boxed{"
_WRAPPED = "*$`\"' "


def stated(text: str) -> str | None:
    """What stands last in a box, else after "answer is" or "Answer:", else on the last line; None for nothing."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    said = [match.group(1) for line in lines if (match := _SAID.search(line.replace("**", "")))]
    found = _boxed(text) or next((one for one in map(_bare, reversed(said)) if one), None)
    if found is None and lines:
        found = _bare(lines[-1])
    return found or None


def _boxed(text: str) -> str | None:
    """The content of the last ``\\boxed{}``, whose braces must match."""
    start = text.rfind(_BOXED)
    depth = 0
    for place in range(start + len(_BOXED) - 1, len(text)) if start >= 0 else ():
        depth += (text[place] == "{") - (text[place] == "}")
        if depth == 0:
            return text[start + len(_BOXED) : place].strip() or None
    return None


def _bare(text: str) -> str:
    """Without marks around it, the point at its end, and a calculation before it."""
    text = text.strip(_WRAPPED).removesuffix(".").strip(_WRAPPED)
    before, sign, result = text.rpartition("=")
    return result.strip(_WRAPPED) if sign and re.search(r"\d", result) and re.search(r"[-+*/×x]", before) else text
