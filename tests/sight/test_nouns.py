"""One of a thing and several of it."""

from __future__ import annotations

import pytest

from husky_kernel.context.ranking import stem
from husky_kernel.sight.nouns import plural, singular

NOUNS = [
    ("class", "classes"),
    ("address", "addresses"),
    ("status", "statuses"),
    ("house", "houses"),
    ("course", "courses"),
    ("box", "boxes"),
    ("match", "matches"),
    ("city", "cities"),
    ("price", "prices"),
]


@pytest.mark.parametrize(("one", "several"), NOUNS)
def test_the_plural_speaks_of_the_same(one: str, several: str) -> None:
    assert (singular(several), singular(one)) == (one, one)
    assert stem(several) == stem(one)


def test_a_name_in_ie_has_the_stem_of_its_plural() -> None:
    assert stem("movies") == stem("movie")


@pytest.mark.parametrize(
    ("one", "several"), [("box", "boxes"), ("city", "cities"), ("day", "days"), ("match", "matches")]
)
def test_several(one: str, several: str) -> None:
    assert plural(one) == several
