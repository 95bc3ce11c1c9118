"""The names of months and weekdays in the languages of babel's CLDR data."""

from __future__ import annotations

from functools import cache

_LANGUAGES = "en de de_AT fr es it pt nl sv da nb fi pl cs sk hu ro sl bg ru uk tr el ar"
LANGUAGES = tuple(_LANGUAGES.split())
"""By rank: a name that means two months means that of the first language; Croatian is left out for that."""
_ENGLISH = "january february march april may june july august september october november december"
ENGLISH = tuple(_ENGLISH.split())
_FIRST = {"sept": 9} | {spelling: place + 1 for place, name in enumerate(ENGLISH) for spelling in (name, name[:3])}
_ARTICLES = "of the de del den der le la el er st nd rd th d en am um à at г р року dne"
_BESIDE = frozenset(_ARTICLES.split())


def month(word: str) -> int | None:
    """The number of the month that a word in lower case names, or ``None``."""
    return _FIRST.get(word) or _months().get(word)


def beside(word: str) -> bool:
    """Whether a word in lower case may stand in a date without changing it: a weekday, an article, an ending."""
    return word in _BESIDE or word in _weekdays()


@cache
def _months() -> dict[str, int]:
    from babel.dates import get_month_names

    found: dict[str, int] = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for place, name in get_month_names(width, context, locale=language).items():
                    found.setdefault(_word(name), int(place))
    return {word: place for word, place in found.items() if not word.isdigit()}


@cache
def _weekdays() -> frozenset[str]:
    from babel.dates import get_day_names

    return frozenset(
        word
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for name in get_day_names(width, context, locale=language).values()
        for word in _word(name).replace("-", " ").split()
    )


def _word(name: str) -> str:
    return name.lower().rstrip(".")
