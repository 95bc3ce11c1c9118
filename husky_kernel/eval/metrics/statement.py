r"""What a text states as its answer: ``\boxed{18}``, ``#### 18``, ``The answer is 18.``"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARK = re.compile(r"(?i)\b(?:answers?|solutions?)\b[^.\n\d:=]{0,60}?(?:\bis\b|\bare\b|\bwould be\b|[:=])(?!\s*not\b)")
_HASHES = re.compile(r"####\s*(.+)")
_REASON = re.compile(
    r"(?i)[\s,;]+(?:because|since|as\b(?! (?:a|an|of|the)\b)|so that|which|not)\b.*|\.\s+(?=[A-Z]).*", re.S
)
_EMPHASIS = re.compile(r"(?<![^\s(])\*\*(?=\S)(.+?)(?<=\S)\*\*(?![\w(*])")
_BULLET = re.compile(r"^\s*[-–*•]\s+(?=\S)")
_BOXED = re.compile(r"\\(?:boxed|fbox)\s*\{")


def boxed(text: str) -> list[str]:
    r"""The contents of every ``\boxed{...}``, in order; one that is never closed is not one."""
    return [inner for match in _BOXED.finditer(text) if (inner := _braced(text, match.end())) is not None]


def stated(text: str, *, cut: bool = True) -> str | None:
    """What stands in a box, after ``####``, or after the last "answer is"; None where nothing is marked so.

    A reason that follows ("because ...", ". This is ...") is ``cut`` off.
    """
    if found := boxed(text):
        return found[-1].strip()
    if hashes := _HASHES.findall(text):
        return str(hashes[-1]).strip()
    marks = [tail for match in _MARK.finditer(text) if (tail := text[match.end() :].strip())]
    if not marks:
        return None
    line = _first_line(marks[-1])
    return without_reason(line) if cut else line


def without_emphasis(text: str) -> str:
    """``**18**`` as ``18``; a power such as ``x**2 + y**2`` stays."""
    return _EMPHASIS.sub(r"\1", text)


def without_bullets(text: str) -> str:
    """A list's dashes, as in "Answer:\\n- 18", are no signs: they go where a line is an item of a list.

    A list is one of several lines, or stands under a line that ends with a colon, or under an empty one.
    """
    lines = text.splitlines()
    items = [bool(_BULLET.match(line)) for line in lines]
    for place, line in enumerate(lines):
        above = lines[place - 1].strip() if place else None
        beside = items[max(place - 1, 0) : place] + items[place + 1 : place + 2]
        if items[place] and (any(beside) or above == "" or (above or "").endswith(":")):
            lines[place] = _BULLET.sub("", line)
    return "\n".join(lines)


def without_reason(text: str) -> str:
    """The statement before "because", "since", "which", ", not" or a further sentence."""
    return _REASON.sub("", text, count=1).strip()


def tails(sentence: str) -> Iterator[str]:
    """What follows "is", "are", "was", "were", "be", "equals" or a colon, from the last of them to the first."""
    for match in reversed(list(re.finditer(r"(?i)\b(?:is|are|was|were|be|equals|by)\b\s+|:\s+", sentence))):
        yield sentence[match.end() :].strip()


def _first_line(text: str) -> str:
    return next(line.strip() for line in text.splitlines() if line.strip())


def _braced(text: str, start: int) -> str | None:
    depth = 1
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return text[start:place]
    return None
