"""Which tables a question is about, and whether it is about the user's data at all: by what it shares with them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from husky_kernel.context.follows import follows
from husky_kernel.context.linking import MOST, mentioned, phrases
from husky_kernel.context.meanings import meaning
from husky_kernel.context.synonyms import compared, made_of
from husky_kernel.context.tables import columns_of, texts_of
from husky_kernel.sight.nouns import singular
from husky_kernel.tidy.months import ENGLISH

NAMED, COLUMN, VALUE, GENERIC = 8.0, 2.0, 1.5, 0.5
"""What the mention of a table's name, of a column, of a value, and of a column with an everyday name weigh."""

_EVERYDAY = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "by",
        "date",
        "day",
        "each",
        "for",
        "from",
        "how",
        "i",
        "id",
        "in",
        "index",
        "is",
        "it",
        "many",
        "month",
        "much",
        "name",
        "no",
        "number",
        "of",
        "on",
        "or",
        "per",
        "the",
        "time",
        "to",
        "total",
        "type",
        "value",
        "was",
        "week",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "with",
        "year",
        "years",
    ]
)
"""Words of any question: that a column is called so says little."""

_DATA = re.compile(
    r"\b(tables?|data|data ?frames?|datasets?|rows?|columns?|records?|entries|missing|duplicates?)\b", re.IGNORECASE
)
"""Words of whoever speaks of tables."""

_PROPER = re.compile(
    r"(?<![.?!:]\s)(?<!^)\b(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b|"
    rf"(?:{'|'.join(map(str.title, ENGLISH))})\b)[A-Z][a-z]{{2,}}"
)
"""A name in the middle of a sentence, but for days and months: these are spoken of everywhere."""

_TOLD = re.compile(
    r"(?:please |now |then )*(?:group|sort|count|list|show|plot|draw|make|split|bin|divide|rank|compare|turn|convert|"
    r"fill|drop|remove|rename|save)\b(?: \w+)? the \w",
    re.IGNORECASE,
)
"""What is said to do with something that is known."""

_ANALYSIS = re.compile(
    r"\b(plot|charts?|draw|graph|show|list|describe|summar\w+|totals?|averages?|mean|median|sum|count|how many|most"
    r"|least|highest|lowest|largest|smallest|top|percent\w*|shares?|per|group\w*|sort\w*|trend|compare)\b",
    re.IGNORECASE,
)
"""What analysts ask for."""

SMALL = frozenset(
    ("a", "an", "and", "any", "are", "as", "at", "be", "by", "do", "for", "from", "has", "how", "if", "in")
)
SMALL |= {"is", "it", "no", "not", "of", "on", "or", "per", "so", "than", "the", "to", "was"}
"""Words that stand in any sentence: a column that is called so is not named by them."""

_NUMBER = re.compile(r"\d[\d,.]*")

_YEAR = re.compile(r"(?:19|20)\d\d")
"""A number that is most often a year: in a talk about tables two of them make no sum."""

_WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A table with how much the question shares with it; ``named`` if by its name."""

    name: str
    score: float
    named: bool = False


def rank(
    question: str, namespace: Mapping[str, Any], names: Collection[str], recent: Collection[str] = ()
) -> list[Ranked]:
    """The tables ``names``, those first that share most with the question; the talk is about ``recent``."""
    words, asked = frozenset(_stems(question)), phrases(question)
    known = words | {deed(word) for word in words} | {part for word in words for part in made_of(word)}
    known |= {part for word in words for part in compared(word)}
    found = []
    for name in names:
        named = _is_named(name, question, words)
        score = NAMED * named + _columns(namespace[name], known) + _values(namespace[name], asked)
        found.append(Ranked(name, score + 0.5 * (name in recent), named))
    return sorted(found, key=lambda one: -one.score)


def told_in_full(ranked: Sequence[Ranked], most: int) -> list[str]:
    """Up to ``most`` tables that are worth telling whole; where some are named, of the others few."""
    least = COLUMN if any(one.named for one in ranked) else 0.1
    return [one.name for one in ranked if one.score >= least][:most] or [one.name for one in ranked[:most]]


def is_about(question: str, ranked: Collection[Ranked], *, talked: bool) -> bool:
    """Whether a question is about the user's tables. ``talked``: something was asked of them before."""
    if not ranked:
        return False
    best = max(one.score for one in ranked)
    if best >= 1 or any(one.named for one in ranked) or _DATA.search(question):
        return True
    if talked and (follows(question) or _TOLD.match(question)):
        return True
    numbers = [number for number in _NUMBER.findall(question) if not (talked and _YEAR.fullmatch(number))]
    stands_alone = bool(_PROPER.search(question)) or len(numbers) > 1
    analysed = _ANALYSIS.search(question) or (talked and _YEAR.search(question))
    return not stands_alone and (best > 0 or bool(analysed))


def _is_named(name: str, question: str, words: frozenset[str]) -> bool:
    """Whether the name stands in the question: as it is, with blanks for underscores, as singular or plural.

    An everyday word is a name in backquotes alone.
    """
    if name.casefold() in _EVERYDAY:
        return f"`{name}`" in question
    if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", question):
        return True
    parts = list(_stems(name))
    return bool(parts) and all(part in words for part in parts)


def _columns(table: Any, words: frozenset[str]) -> float:
    score = 0.0
    for column in columns_of(table)[:MOST]:
        score += max(_shared(str(column)[:100], words), _shared(meaning(table, column), words))
    return min(score, 3 * COLUMN)


def _shared(text: str, words: frozenset[str]) -> float:
    """What a column's name, or what it means, has of the question's words."""
    parts = [part for part in _stems(text) if len(part) > 1]
    known = [part for part in parts if part in words or deed(part) in words]
    if not known:
        return 0.0
    return GENERIC if all(part in _EVERYDAY for part in known) else COLUMN * len(known) / len(parts)


def _values(table: Any, asked: frozenset[str]) -> float:
    return VALUE * min(2, sum(1 for _, texts in texts_of(table) for _ in mentioned(texts, asked)))


def _stems(text: str) -> Iterator[str]:
    """Words without case and plural: ``soldUnits`` shares one with "the units"."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    yield from map(stem, _WORD.findall(spaced))


def spoken(question: str) -> list[str]:
    """The words of a question, without case and plural."""
    return [stem(word) for word in re.findall(r"[^\W_]+", question.casefold())]


def parts_of(column: str) -> list[str]:
    """The words of a column's name, without case and plural; digits are none."""
    return [stem(part) for part in re.findall(r"[^\W\d_]+", column.casefold())]


def is_small(column: str) -> bool:
    """Whether a column is called by a word that stands in any sentence, as "No." is: no sentence names it."""
    return column.casefold().strip(" .:") in SMALL


def names_group(column: str, noun: str, beside: Collection[str] = ()) -> bool:
    """Whether a column says which one of ``noun`` a row is of, by the noun alone but for words ``beside`` it."""
    parts = [part for part in parts_of(column) if part not in beside]
    return parts == [stem(word) for word in noun.split()[:1]]


def called(columns: Iterable[str], question: str) -> list[str]:
    """Those of the columns that are called by a word of a question, whatever is done: "booking" by "booked"."""
    roots = {*map(deed, spoken(question))}
    return [column for column in columns if deed(stem(column)) in roots]


def stem(word: str) -> str:
    """A word without case and plural."""
    folded = word.casefold()
    one = singular(folded) if len(folded) > 3 else folded[:-1] if re.fullmatch(r"\w[^\Wuis]s", folded) else folded
    return f"{one[:-2]}y" if len(one) > 4 and one.endswith("ie") else one


def names_deed(table: str, spoken: Collection[str]) -> bool:
    """Whether a table holds what one of the words ``spoken`` tells as done: ``bookings`` what was booked."""
    done = root(stem(table))
    return len(done) > 3 and any(word.endswith("ed") and root(word) == done for word in spoken)


def deed(word: str) -> str:
    """The root of a word, where enough is left of it."""
    bare = root(word)
    return bare if len(bare) > 2 else word


_DONE = """bought buy caught catch drove drive driven drive flew fly flown fly gave give given give grew grow grown grow
held hold lent lend rode ride ridden ride sell sale selling sale sent send sold sale spent spend taken take taught teach
took take won win written write wrote write"""
_DEEDS = dict(zip(_DONE.split()[::2], _DONE.split()[1::2], strict=True))
"""Verbs that say what was done by another word."""


def root(word: str) -> str:
    """A word without the ending of a deed: booking and booked, rental and rented, attendance and attended, takings and
    took have one.
    """
    bare = re.sub(r"(?:ings?|als?|ances?|ed)$", "", _DEEDS.get(word.casefold(), word.casefold()))
    return re.sub(r"([^aeiou])\1$", r"\1", bare).removesuffix("e")
