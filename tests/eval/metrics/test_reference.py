from __future__ import annotations

import pytest

from husky_kernel.eval.metrics import reference


@pytest.mark.parametrize(
    ("text", "answer", "right"),
    [
        ("18", "18", True),
        ("3 boys and 18", "18", False),
        ("18 boys and 3", "18", True),
        ("1800", "18", True),
        ("0.18", "18", True),
        ("$1,018", "1018", True),
        ("18.0005", "18", True),
        ("18.01", "18", False),
        ("eighteen", "18", False),
        (None, "18", False),
    ],
)
def test_gsm8k(text: str | None, answer: str, right: bool) -> None:
    assert reference.first_number_right(text, answer) is right


@pytest.mark.parametrize(
    ("text", "answer", "right"),
    [
        ("-12.14", "12.14", True),
        ("12.3", "1.23", True),
        ("3/4", "3/5", True),
        ("12.141", "12.14", False),
        ("Rose", "rose", True),
        ("5 roses", "rose", False),
        (None, "5", False),
    ],
)
def test_tables(text: str | None, answer: str, right: bool) -> None:
    assert reference.table_right(text, answer) is right


@pytest.mark.parametrize(
    ("text", "answer", "right"),
    [
        (r"\frac{20}{6}", r"\frac{10}{3}", True),
        (r"$\frac{10}{3}$", r"\frac{10}{3}", False),
        ("40 min", "40", True),
        ("82", r"82^\circ", False),
        ("5*v**9", "5*v**2", True),
        ("-1, 7", "-1, 0, 1/5", True),
        ("0.05", "5", True),
        ("x = 5", "5", True),
        ("total = 5", "5", False),
        ("(1, 0.5)", r"(1,\frac{1}{2})", True),
        ("2x = y", "y = 2x", True),
        (r"(-4,-3) \cup (1,2)", r"(1,2) \cup (-4,-3)", True),
        (r"(1,2)\cup(-4,-2)", r"(-4,-3)\cup(1,2)", False),
        ("yes", "True", True),
        ("It is true", "True", False),
        (None, "5", False),
    ],
)
def test_expressions(text: str | None, answer: str, right: bool) -> None:
    assert reference.expression_right(text, answer) is right


@pytest.mark.parametrize(
    ("text", "answer", "right"),
    [("Yes, it is", "yes", True), ("It is so: yes", "yes", False), ("Nobody", "no", True), (None, "no", False)],
)
def test_yes_and_no_by_the_first_letters(text: str | None, answer: str, right: bool) -> None:
    assert reference.yes_no_right(text, answer) is right


def test_words_and_numbers_of_huskyqa() -> None:
    assert reference.words_right("the Thames", "Thames")
    assert not reference.words_right("It is the Thames", "Thames")
    assert not reference.words_right(None, "Thames")
    assert reference.number_right("about 1,972 miles", "1972")
    assert not reference.number_right("In 2020: 1972", "1972")
    assert not reference.number_right(None, "1972")
