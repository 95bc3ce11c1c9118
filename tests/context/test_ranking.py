"""Words of a question and what was done."""

from __future__ import annotations

import pytest

from husky_kernel.context.ranking import deed, names_deed, stem


@pytest.mark.parametrize(
    ("column", "word"),
    [("bookings", "booked"), ("rental", "rented"), ("attendance", "attended"), ("takings", "took"), ("sold", "sales")],
)
def test_what_was_done_is_one_word(column: str, word: str) -> None:
    assert deed(stem(column)) == deed(stem(word))


def test_other_words_are_others() -> None:
    assert deed("sail") != deed("sale")
    assert deed("took") != deed("token")


def test_a_table_is_named_by_what_was_done() -> None:
    assert names_deed("attendances", {"attended"})
    assert not names_deed("attendances", {"attending"})
