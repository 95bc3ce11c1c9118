r"""LaTeX as models and books write it, made plain enough to be read: no spacing, ``$``, units, degrees."""

from __future__ import annotations

import re

_GONE = re.compile(
    r"\\left\b|\\right\b|(?<!\\)\\[!;:, ]|\\displaystyle\b|\\limits\b|(?<!\\)\\[()\[\]]|\\?\$|[$~`]|\\q?quad\b"
)
_DEGREES = re.compile(r"\^\s*\{?\s*\\circ\s*\}?|\\degree\b|°|\bdegrees?\b")
_TEXT = re.compile(r"\\(?:text|textbf|textit|mathrm|mathbf|mbox|operatorname)\s*\{([^{}]*)\}")
_UNIT = (
    r"(?:square|sq\.?|cubic)?\s*(?:units?|cm|mm|km|m|ft|feet|foot|in|inch(?:es)?|miles?|meters?|yards?|hours?|minutes?|min"
    r"|seconds?|days?|weeks?|months?|years?|cents?|dollars?|percent|mph|kg|grams?|liters?|points?|ways?|people|students"
    r"|radians?|degrees?)\s*(?:\^\s*\{?[23]\}?|[²³])?"
)
_TRAILING_UNIT = re.compile(
    rf"(?<=[\d}})])\s*(?:\s{_UNIT}|\\?%)$|(?<=[\d}}])(?:cm|mm|km|ft)(?:\^\s*\{{?[23]\}}?)?$", re.I
)
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,]|\s*[)\]])")
_MEMBER = re.compile(r"^\s*[A-Za-z]\s*(?:\\in\b|∈)")
_PLAIN = (
    ("{,}", ","),
    (",\\!", ","),
    ("−", "-"),
    ("–", "-"),
    ("²", "^2"),
    ("³", "^3"),
    ("π", r"\pi "),
    ("∞", r"\infty "),
    ("\\dfrac", "\\frac"),
    ("\\tfrac", "\\frac"),
    ("\\cfrac", "\\frac"),
    ("bmatrix}", "pmatrix}"),
)


def plain(text: str) -> str:
    """What is to be read as one expression: without delimiters, spacing, units, degree signs, thousands separators."""
    for old, new in _PLAIN:
        text = text.replace(old, new)
    text = _TEXT.sub(lambda match: f" {match[1]} ", _GONE.sub(" ", text))
    text = _DEGREES.sub(" ", text).strip().rstrip(".,;:").strip()
    text = _MEMBER.sub("", _TRAILING_UNIT.sub("", text))
    if "(" not in text and "[" not in text:
        text = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), text)
    return re.sub(r"(?<=\d)_\{?(?:\d+|[a-z]{3,})\}?$", "", text).strip()


def math_parts(text: str) -> list[str]:
    r"""What stands between ``$`` signs, or in ``\(...\)`` and ``\[...\]``, in order."""
    found = re.findall(r"\$\$(.+?)\$\$|(?<!\\)\$(.+?)(?<!\\)\$|\\\((.+?)\\\)|\\\[(.+?)\\\]", text, re.S)
    return [next(filter(None, groups)) for groups in found]
