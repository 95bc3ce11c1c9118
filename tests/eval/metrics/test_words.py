from __future__ import annotations

import pytest

from husky_kernel.eval.metrics.words import exact_match, f1, gives_words, normalized, yes_or_no

OLDER = "Which was published first, Alpha or Beta?"


@pytest.mark.parametrize(
    ("text", "answer", "question", "right"),
    [
        ("Paris", "Paris", "", True),
        ("The answer is Paris.", "Paris", "", True),
        ("The capital is **Paris**.", "Paris", "", True),
        ("There is a surplus.", "surplus", "", True),
        ("July 24, 1969", "24 July 1969", "", True),
        ("2:10 PM", "2:10 P.M.", "", True),
        ("In 1949", "1949", "", True),
        ("Alpha was published first.", "Alpha", OLDER, True),
        ("It is Paris because the king lived there.", "Paris", "", True),
        ("So we look.\nThe town is Paris.", "Paris", "", True),
        ("Beta was published before Alpha", "Alpha", OLDER, False),
        ("Alpha was not published first", "Alpha", OLDER, False),
        ("It is not Paris", "Paris", "", False),
        ("Paris or London", "Paris", "Paris or London?", False),
        ("2:15 PM", "2:10 P.M.", "", False),
        ("1948", "1949", "", False),
        ("-3", "3", "", False),
        ("12.3", "1.23", "", False),
        ("3 Idiots", "3 Musketeers", "", False),
        ("The -5 rule", "5 rule", "", False),
        ("", "Paris", "", False),
        ("Yes, because it is so.", "yes", "", True),
        ("true", "yes", "", True),
        ("No.", "yes", "", False),
        ("maybe", "no", "", False),
    ],
)
def test_words_alone_and_in_sentences(text: str, answer: str, question: str, right: bool) -> None:
    assert gives_words(text, answer, question) is right


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Yes, because…", True),
        ("yes", True),
        ("No", False),
        ("The answer is no.", False),
        ("Therefore it is false.", False),
        (r"\text{Yes}", True),
        ("yes and no", True),
        ("It is not possible to say yes or no", None),
        ("Paris", None),
        ("", None),
        (None, None),
    ],
)
def test_yes_and_no(text: str | None, said: bool | None) -> None:
    assert yes_or_no(text) is said


def test_normalisation_and_scores_are_those_of_squad() -> None:
    assert normalized("The  Cat's  a-hat!") == "cats ahat"
    assert exact_match("the Cat.", "cat")
    assert f1("the black cat", "black dog") == 0.5
    assert f1("yes it is", "yes") == 0.0
    assert f1("dog", "cat") == 0.0
