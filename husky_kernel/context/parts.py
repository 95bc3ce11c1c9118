"""The parts of a task that names several: "clean it, then total per segment, then plot".

Each part begins with a verb that says what to do, or with a word that asks. What stands between is no part of its own:
"k means thousand" belongs to the part before it.
"""

from __future__ import annotations

import re

from husky_kernel.agent.part import MOST

_DO = """add append apply bring build bin calculate check clean combine compute convert correct create deduplicate
delete determine discard display divide draw drop exclude explain extract fill find fix get give join keep make merge
multiply normalise normalize parse pivot print put read recode remove rename replace return round save say select show
standardise standardize store strip subtract sum summarise summarize take tell throw transform trim turn unify visualise
visualize write"""
_ALSO_NAMES = """average change chart count export filter flag graph group label list mark name order pick plot rank
report set sort split total use"""
_DO, _ALSO_NAMES = "|".join(_DO.split()), "|".join(_ALSO_NAMES.split())
_OBJECT = r"(?:the|a|an|it|its|them|their|that|this|those|these|all|each|every|only|by|how|which|what|me|us)\b"
_ASKS = r"(?:how|what|which|who|when|where)\b"
_BEGIN = rf"(?:(?:{_DO})\b|{_ASKS}|(?:{_ALSO_NAMES})\b(?! (?:of|is|was|are|were|in)\b))"
_BEGINS = re.compile(_BEGIN, re.IGNORECASE)
"""How a sentence begins that is a part."""

_THEN = r"(?:[,;]\s*|\s)(?:and\s+)?(?:then|after that|afterwards)"
_NEXT = r"(?:[,;]\s*(?:and\s+)?|\s+and\s+)(?:next|finally|lastly)"
_MARK = re.compile(rf"(?:{_THEN}|{_NEXT})\b,?\s+(?={_BEGIN})", re.IGNORECASE)
"""Words of whoever says what comes after what."""

_LIST = re.compile(r"(?:^|:\s*|\n\s*)\(?1[.)]\s")
_NUMBER = re.compile(r"(?:^|\s)\(?\d{1,2}[.)]\s+(?=[A-Z])")
_BULLET = re.compile(r"(?:^|\n)\s*[-*•]\s+")
_SENTENCE = re.compile(r"(?<=[.;?!])\s+(?=[A-Z])|;\s+|\n+")
_SENTENCES = re.compile(r"(?<=[.?!])\s+(?=[A-Z])")
_COMMA = re.compile(
    rf",\s+(?:and\s+)?(?=(?:{_DO})\b|(?:{_ALSO_NAMES})\s+{_OBJECT})|\s+and\s+(?=(?:{_DO}|{_ALSO_NAMES})\s+{_OBJECT})",
    re.IGNORECASE,
)
"""Between two things to do in one sentence. Words that name things as well say what to do only before what it is done
to: "count them"."""

_GROUPS = re.compile(r"(?:group|bin|bucket)\b", re.IGNORECASE)
_TO_THEM = re.compile(r"\S+\s+(?:them|it|these|those|each)[.,]*(?:\s|$)")
"""What is done to groups at once, "count them": groups alone are no value."""

_FIRST = re.compile(r"^(?:(?:please|first(?:ly)?|then|now|next|finally|and)\b,?\s*)+", re.IGNORECASE)


def parts_of(question: str) -> tuple[str, ...]:
    """The parts of ``question`` in their order, each as a sentence; none where it is a task of one part.

    A task has parts only where its words say so: "then", a numbered list, or several verbs in a row. Two sentences
    without such a word are one task.

    >>> parts_of("Clean the names, then count them per town, and draw the counts as bars.")
    ('Clean the names.', 'Count them per town.', 'Draw the counts as bars.')
    >>> parts_of("What is the mean and the sum of weight?")
    ()
    """
    pieces, listed = [question], _LIST.search(question) is not None
    for cut in (*([_NUMBER] if listed else []), _BULLET, _MARK, _SENTENCE, _COMMA):
        pieces = [piece for whole in pieces for piece in ([whole] if _colon(whole, cut) else cut.split(whole))]
    parts: list[str] = []
    told = ""
    for piece in pieces:
        bare = _FIRST.sub("", piece.strip(" ,;\n"))
        if not bare.strip(".,;!? "):
            continue
        if parts and _GROUPS.match(parts[-1]) and _TO_THEM.match(bare):
            parts[-1] = f"{parts[-1].rstrip('.')} and {bare[:1].lower()}{_sentence(bare)[1:]}"
        elif _BEGINS.match(bare):
            parts.append(told + _sentence(bare))
            told = ""
        elif parts:
            parts[-1] = f"{parts[-1]} {_sentence(bare)}"
        else:
            told = f"{told}{_sentence(bare)} "
    if not (listed or _MARK.search(question) or len(_BULLET.findall(question)) > 1):
        if parts and re.match(_ASKS, parts[0], re.IGNORECASE):
            return ()  # "Which city is it? Give the name."
        if len(parts) == len(_SENTENCES.split(question)) == 2:
            return ()  # two sentences are one program: "Drop the double rows. How many are left?"
    return tuple(parts) if 1 < len(parts) <= MOST else ()


def _colon(text: str, cut: re.Pattern[str]) -> bool:
    """Whether ``text`` says in detail behind a colon what it names before it."""
    return cut is _COMMA and ": " in text


def _sentence(text: str) -> str:
    bare = text.strip(" ,;\n")
    return bare[:1].upper() + bare[1:] + ("" if bare.endswith((".", "?", "!", ":")) else ".")
