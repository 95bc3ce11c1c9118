from __future__ import annotations

import pytest

from husky_kernel.modules.likeness import Likeness

TEXTS = (
    "A lamp costs $40 and is sold for $50. What is the profit %?",
    "A lamp costs $40 and is sold for $30. What is the loss %?",
    "How far does a train go in 3 hours?",
)


def test_the_same_question_in_other_numbers_is_the_same() -> None:
    cosine, place = Likeness(TEXTS).nearest("A lamp costs $7.50 and is sold for $1,250. What is the profit %?")[0]
    assert (round(cosine, 9), place) == (1.0, 0)


def test_the_nearest_comes_first_and_strangers_not_at_all() -> None:
    found = Likeness(TEXTS).nearest("a LAMP is sold: what is the loss?")
    assert [place for _, place in found] == [1, 0, 2]
    assert found[0][0] > found[1][0] > 3 * found[2][0]
    assert Likeness(TEXTS).nearest("Purple elephants dance") == []


def test_rare_words_count_more() -> None:
    many = [f"What is the price of the {thing}?" for thing in ("lamp", "desk", "chair", "train")]
    assert Likeness(many).nearest("The train?")[0][1] == 3


def test_words_that_no_text_has_make_it_less_like() -> None:
    bare, more = (Likeness(TEXTS).nearest(text)[0][0] for text in ("a train", "a train of purple elephants"))
    assert more < bare


@pytest.mark.parametrize("text", ["", "?!", "🐕"])
def test_a_text_without_words_is_like_nothing(text: str) -> None:
    assert Likeness(TEXTS).nearest(text) == []
    assert Likeness([text, "a lamp"]).nearest("a lamp")[0][1] == 1
    assert Likeness(()).nearest("a lamp") == []
