"""Words that name the same column: who asks for a birthday may mean ``dob``."""

from __future__ import annotations

from collections.abc import Collection, Iterator

_GROUPS = """
salary pay wage earning income compensation remuneration
revenue sale turnover rev
price cost amount amt fee charge
spend expense cost expenditure
profit margin gain
customer client buyer
employee worker staff person emp
supplier vendor
city town
country nation land
region area district
department dept division unit
quantity qty count cnt number num units
birth born birthday dob
gender sex
phone telephone tel mobile
mail email
address street addr
postcode zip postal plz
weight mass
height tall
distance length far
duration time took minutes hours
rating score stars grade mark
start begin began from
end finish finished until to
kg kilo kilogram kilogramme
km kilometre kilometer
yearly annual year
monthly month
average avg mean
percent pct percentage share
temperature temp
description desc
manager mgr boss
joined entered
quit left leaving
id identifier number nr no
name title label
age old
genre category kind type
"""

_MEASURED = """
length: long longer longest short shorter shortest
age: old older oldest young younger youngest
weight: heavy heavier heaviest light lighter lightest
height: tall taller tallest high higher highest low lower lowest
price: expensive cheap cheaper cheapest dear dearer dearest
width: wide wider widest narrow narrower narrowest
depth: deep deeper deepest shallow shallower shallowest
speed: fast faster fastest slow slower slowest
temperature: warm warmer warmest cold colder coldest hot hotter hottest
size area: big bigger biggest large larger largest small smaller smallest
"""
"""What is measured, and the words that compare by it."""

_COMPARED: dict[str, frozenset[str]] = {}
for _line in _MEASURED.strip().split("\n"):
    _nouns, _, _words_of_it = _line.partition(": ")
    _COMPARED |= dict.fromkeys(_words_of_it.split(), frozenset(_nouns.split()))

_KNOWN: dict[str, frozenset[str]] = {}
for _line in _GROUPS.split("\n"):
    _words = frozenset(word.rstrip("s") for word in _line.split())
    for _word in _words:
        _KNOWN[_word] = _KNOWN.get(_word, frozenset()) | _words


_MADE = {
    **dict.fromkeys(["revenue", "turnover", "takings", "proceeds"], frozenset(["price", "qty", "quantity"])),
    **dict.fromkeys(["profit", "margin"], frozenset(["price", "cost", "qty", "quantity"])),
}


def made_of(word: str) -> frozenset[str]:
    """What an amount is computed from, where no column holds it."""
    return _MADE.get(word, frozenset())


def compared(word: str) -> Iterator[str]:
    """What columns that are compared by ``word`` may be called: by "warmest" temperature and temp. "The largest" is of
    any amount, not of an area alone.
    """
    if not word.startswith(("larg", "small", "big")):
        yield from (other for one in measures(word) for other in (one, *synonyms(one)))


def synonyms(word: str) -> frozenset[str]:
    """Other words for ``word``; each in small letters and without a last "s"."""
    return _KNOWN.get(word, frozenset()) - {word}


SHORT, LONG = 3, 6
"""Letters that an abbreviation has at least, and a word that is cut off."""


def cut_off(parts: Collection[str], words: Collection[str]) -> set[str]:
    """Those parts of columns' names that may be one of ``words`` cut off or without its vowels: "emp", "dpt"."""
    long = [word for word in words if len(word) >= LONG]
    initials = {word[0] for word in long}  # of thousands of names few need a closer look
    return {part for part in parts if part[:1] in initials and any(_abbreviates(part, word) for word in long)}


def _abbreviates(part: str, word: str) -> bool:
    if not SHORT <= len(part) <= len(word) - 2:
        return False
    if word.startswith(part):
        return True
    letters = iter(word)
    return part[0] == word[0] and not {*part[1:]} & {*"aeiou"} and all(letter in letters for letter in part)


def measures(word: str) -> frozenset[str]:
    """What is compared by ``word``: by "shorter" it is the length."""
    return _COMPARED.get(word, frozenset())
