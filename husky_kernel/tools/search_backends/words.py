"""Reads a query: its tokens, and which facts, kinds of thing and superlatives it speaks of.

The same :func:`tokens` makes the text of the full-text index, so a query never meets the index's own syntax: every
token is letters and digits only.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from husky_kernel.agent.decisions.rounding import unrounded

MAX_QUERY = 2_000
MAX_TOKENS = 48
MAX_PHRASE = 6
STEM = 5

_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_APOSTROPHE = re.compile(r"['’`](?:s\b)?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of ``words.toml``."""

    stop: frozenset[str]
    filler: frozenset[str]
    whole: frozenset[str]
    asks: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, tuple[str, ...]]
    superlatives: Mapping[str, tuple[str, str]]
    ordinals: Mapping[str, int]

    @classmethod
    def from_toml(cls, data: Mapping[str, Any]) -> Vocabulary:
        """Freeze the tables of the file."""
        return cls(
            stop=frozenset(data["stop"].split()),
            filler=frozenset(data["filler"].split()),
            whole=frozenset(data["whole"].split()),
            asks={word: tuple(slots) for word, slots in data["asks"].items()},
            kinds={word: tuple(kinds) for word, kinds in data["kinds"].items()},
            superlatives={word: (facts, most) for word, (facts, most) in data["superlatives"].items()},
            ordinals=data["ordinals"],
        )


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once."""
    file = resources.files("husky_kernel.tools.search_backends") / "words.toml"
    return Vocabulary.from_toml(tomllib.loads(file.read_text(encoding="utf-8")))


def tokens(text: str) -> list[str]:
    """Lower-case words and numbers: no accents, no possessives, ``U.S.`` as ``us``, ``1,234.5`` as ``1234p5``."""
    return [word.casefold() for word in _split(text)]


def _split(text: str) -> list[str]:
    folded = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    folded = _ACRONYM.sub(lambda match: match[0].replace(".", "").upper() + " ", folded)
    folded = _DECIMAL.sub("p", _THOUSANDS.sub("", _APOSTROPHE.sub("", folded)))
    return _WORD.findall(folded)


def stems(words: Iterable[str]) -> set[str]:
    """Beginnings of words: rough, but enough to compare texts that were found by real stems, and to cut them."""
    return {word[:STEM] for word in words}


def name_key(name: str) -> str:
    """The form under which a name is looked up: its tokens without a leading article."""
    words = tokens(name)
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


@dataclass(frozen=True, slots=True)
class Superlative:
    """``largest``, ``3rd longest``: rank by the first of ``facts`` that the rows have; ``rank`` 0 means the top few."""

    word: str
    facts: tuple[str, ...]
    descending: bool
    rank: int


@dataclass(frozen=True, slots=True)
class Query:
    """A query, read. ``asks`` holds slots of alternative facts; ``shout`` marks tokens written in capitals, ``proper``
    those that begin with one.
    """

    words: tuple[str, ...]
    shout: tuple[bool, ...]
    proper: tuple[bool, ...]
    asks: tuple[tuple[str, ...], ...]
    kinds: frozenset[str]
    superlative: Superlative | None
    understood: frozenset[str]

    @property
    def content(self) -> tuple[str, ...]:
        """Words worth finding in a text: neither stop words nor repeated."""
        return tuple(dict.fromkeys(word for word in self.words if word not in vocabulary().stop))

    @property
    def telling(self) -> tuple[str, ...]:
        """Content words without filler such as ``total``; all of them if there are no others."""
        return tuple(word for word in self.content if word not in vocabulary().filler) or self.content

    @property
    def rest(self) -> tuple[str, ...]:
        """Telling words that are neither the name of a fact nor of a kind of thing."""
        known = vocabulary().filler | self.understood
        return tuple(word for word in self.content if word not in known)


def read_query(text: str) -> Query:
    """Read the first :data:`MAX_TOKENS` tokens of a query; any text will do."""
    raw = _split(unrounded(text[:MAX_QUERY]))[:MAX_TOKENS]  # "to the nearest ten" is no superlative
    words = tuple(word.casefold() for word in raw)
    shouting = all(word.isupper() or not word.isalpha() for word in raw)
    shout = tuple(len(word) > 1 and word.isupper() and not shouting for word in raw)
    known = vocabulary()
    asks, asked = _find(words, known.asks)
    kinds, kind_words = _find(words, known.kinds)
    superlative, words_of_rank = _superlative(words, tuple(slot.split("|")[0] for slot in asks))
    return Query(
        words=words,
        shout=shout,
        proper=tuple(word[0].isupper() for word in raw),
        asks=tuple(tuple(slot.split("|")) for slot in asks),
        kinds=frozenset(kinds),
        superlative=superlative,
        understood=frozenset(asked | kind_words | words_of_rank),
    )


def quoted(word: str) -> str:
    """A token as a string of the index's query language; tokens are letters and digits, so nothing needs escaping."""
    return f'"{word}"'


def phrases(words: tuple[str, ...], longest: int = MAX_PHRASE) -> list[tuple[int, int, str]]:
    """Every run of up to ``longest`` words as (start, end, text), longer runs first."""
    return [
        (start, start + size, " ".join(words[start : start + size]))
        for size in range(min(longest, len(words)), 0, -1)
        for start in range(len(words) - size + 1)
    ]


def _find(words: tuple[str, ...], table: Mapping[str, tuple[str, ...]]) -> tuple[list[str], set[str]]:
    """Entries of ``table`` that the words name, longer phrases first, and the words used up."""
    found: list[str] = []
    taken: set[int] = set()
    used: set[str] = set()
    for start, end, phrase in phrases(words, 3):
        if phrase in table and taken.isdisjoint(range(start, end)):
            found.extend(entry for entry in table[phrase] if entry not in found)
            taken.update(range(start, end))
            used.update(words[start:end] if table[phrase] else ())
    return found, used


def _superlative(words: tuple[str, ...], asked: tuple[str, ...]) -> tuple[Superlative | None, set[str]]:
    known = vocabulary()
    for _, _, phrase in phrases(words, 2):
        if phrase in known.superlatives:
            facts, most = known.superlatives[phrase]
            ranks = [known.ordinals[word] for word in words if word in known.ordinals]
            order = (*asked, *(fact for fact in facts.split("|") if fact not in asked))
            used = {*phrase.split(), *(word for word in words if word in known.ordinals)}
            return Superlative(phrase, order, most == "most", ranks[0] if ranks else 0), used
    return None, set()
