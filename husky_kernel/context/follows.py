"""Whether a question goes on from what was asked before it, by the words that point back.

A word points back only where it cannot mean something in the question itself: "plot that", but not "a shop that sells
tea"; "draw it", but not "take the first column and round it".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_BEFORE_THAT = """plot show draw save export write store chart graph sort filter group split print list
give make turn put use do explain describe fix mend round take keep of for with in by from to than like
about on and but is are was were why did does has as at all"""
"""Words behind which "that" stands for something; behind a noun it begins a clause."""

_BACK = re.compile(
    rf"""
    (?:^|\b(?:{"|".join(_BEFORE_THAT.split())})\s+)that\b(?!\s+(?:is|are|was|were|has|have|had)\b)
    |\bthose\b(?!\s+(?:who|that|which|whose|with|without|of|in|from|at|on|\w+ed|born|above|below|not)\b)
    |\bthese\b
    |\bthis\b(?!\s+(?:year|month|week|day|morning|notebook)\b)
    |^(?:\S+\s+){{0,4}}(?:it|them|(?:its|their)\b(?!.*\b(?:each|every)\b))\b
    |\bthe\s+same\s+(?:thing|again|but|by|for|per|with|without|in|chart|table|plot|list|each|only|question|way
        |as\s+(?:a|an|before))\b
    |^(?:(?:and|now|then|do)\W+)?(?:the\s+)?same\b
    |\bagain\b|\binstead\b|\bthe\s+above\b|\bwhat\s+went\s+wrong\b
    |\b(?:previous|last|earlier)\s+(?:question|answer|result|table|chart|plot|one|step|cell)\b
    |^(?:please\s+)?(?:fix|mend|undo)\b(?!.*\bcolumn)
    """,
    re.IGNORECASE | re.VERBOSE,
)

_OWN = re.compile(r"(?:\S+\s+){3,}\S*[.?!;]\s", re.DOTALL)
"""A sentence of the question's own, to which a later "those" belongs."""

_GOES_ON = re.compile(
    r"^how many (?:are |were )?(?:left|remain\w*)\W*$"
    r"|^(?:and|but|only|then|also|now|(?:what|how) about)\b"
    r"|^(?:by|per|in|as a) (?:per ?cent\w*|%|shares?)(?!.*\b(?:what|which|how|who|give|list|show)\b)"
    r"|^(?:by|per)\b(?!.*\b(?:what|which|how|who)\b)"
    r"|^(?:\S+\s+){0,6}(?:did|does|do|was|is|has|have|will|would) (?:it|they)\b"
    r"|\b(?:had|has|have) the (?:most|fewest|least|highest|lowest|largest|smallest)\W*$"
    r"|,? then\W*$|(?<!is)(?<!are)(?<!was)(?<!were)(?<!been) there\W*$",
    re.IGNORECASE,
)
"""How whoever goes on begins."""


_COMMON = """about above after again average before below between charts count every group highest least largest lowest
many month number often other percent percentage share shares should smallest table their there these those total value
values weekday which within would years"""
_SAID = frozenset(word.removesuffix("s") for word in _COMMON.split())
"""Words that any two questions may share."""

LONG = 5
"""Letters of a word that says what a question is about."""


def repeats(question: str, before: Sequence[str]) -> bool:
    """Whether a question that names nothing that is known speaks of what one of those ``before`` it spoke of."""
    said = {word for each in before for word in _words(each)}
    return any(word in said for word in _words(_PROPER.sub("", question)))


_PROPER = re.compile(r"(?<=[^.?!:] )[A-Z][^\W\d_]+")
"""Names in a sentence: who asks about a country again may mean the world's."""


def _words(question: str) -> Iterator[str]:
    for word in re.findall(r"[^\W\d_]+", question.casefold()):
        stem = word.removesuffix("s")
        if len(stem) >= LONG and stem not in _SAID:
            yield stem


_DRAWN = re.compile(
    r"^(?:(?:and|now|then|please)\W+)*(?:plot|draw|chart|graph|show|visuali[sz]e|make|turn)\s+(?:me\s+)?"
    r"(?:that|this|it|these|those|the (?:same|result|table))\b"
    r"(?!.*\b(?:by|per|only|but|without|except|each|every|instead|again)\b)",
    re.IGNORECASE,
)
_CHART = re.compile(r"\b(?:plot|draw|graph|visuali[sz]e|charts?|lines?|bars?|pie|histogram)\b", re.IGNORECASE)


def draws_it(question: str) -> bool:
    """Whether what was answered is to be drawn as it is: "Plot that as a line", but not "Plot that by month"."""
    return bool(_DRAWN.match(question.strip()) and _CHART.search(question))


def follows(question: str) -> bool:
    """Whether a question goes on from what was asked before it."""
    asked = question.strip()
    found = _BACK.search(asked)
    if found and found[0].lower() in ("those", "these") and _OWN.match(asked[: found.start()]):
        return False
    return bool(found or _GOES_ON.search(asked))
