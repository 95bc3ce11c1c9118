from __future__ import annotations

import pytest

from husky_kernel.agent.decisions.spelled import spelled_number
from husky_kernel.eval.metrics.algebra import gives_expression
from husky_kernel.eval.metrics.numbers import final_number, gives_number, read_numbers, single_number

RIGHT = [
    ("$1,200.00", "1200"),
    ("3 boys and 18", "18"),
    ("18.0", "18"),
    ("$18 in all", "18"),
    ("1/2", "0.5"),
    ("1 1/2", "1.5"),
    (r"$\frac{3}{4}$", "0.75"),
    (r"\frac34", "3/4"),
    ("30%", "30"),
    ("30 percent", "30"),
    ("30\u00a0000 of 40", "40"),
    ("Answer:\n- 18", "18"),
    ("- 3 boys\n- 18", "18"),
    ("It is - 18", "-18"),
    ("- 18", "-18"),
    ("1 000", "1000"),
    ("12 345 678 euros", "12345678"),
    ("1\u202f000", "1000"),
    ("minus 5", "-5"),
    ("−5", "-5"),
    ("$-5", "-5"),
    ("1.5e3", "1500"),
    (r"1.5 \times 10^{3}", "1500"),
    ("1.2 million", "1200000"),
    ("1.2 million", "1.2"),
    ("10-5 = 5", "5"),
    ("The answer is 3 + 15 = 18", "18"),
    ("The answer is 18 because 3 x 6 = 18 and 4 < 5", "18"),
    (r"So \boxed{18} of the 20.", "18"),
    ("#### 18", "18"),
    ("**18**", "18"),
    ("eighteen", "18"),
    ("14.06", "14.0625"),
    ("0.333", "1/3"),
    ("30", "30 minutes"),
    ("30 minutes", "30 min"),
]
WRONG = [
    ("-12.14", "12.14"),
    ("12.3", "1.23"),
    ("3/4", "3/5"),
    ("0.3", "30"),
    ("1800", "18"),
    ("18 and 3", "18"),
    ("1,018", "18"),
    ("14", "14.0625"),
    ("14.16", "14.0625"),
    ("17.9", "18"),
    ("0.0001", "0.0009"),
    ("30 hours", "30 minutes"),
    ("1e400", "18"),
    ("3/0", "3"),
    ("", "18"),
    ("none", "18"),
    ("5299117000000001", "5299117000000000"),
    ("0.3%", "30%"),
    ("30%", "0.3"),
    ("0.3", "30%"),
    ("of 100 200 300", "100200"),
    ("5 of 1 000", "51000"),
]


@pytest.mark.parametrize(("text", "answer"), RIGHT)
def test_a_careful_reader_would_accept_it(text: str, answer: str) -> None:
    assert gives_number(text, answer)


@pytest.mark.parametrize(("text", "answer"), WRONG)
def test_a_careful_reader_would_reject_it(text: str, answer: str) -> None:
    assert not gives_number(text, answer)


@pytest.mark.parametrize(
    ("text", "answer", "exact", "rounded", "right"),
    [
        ("2529", "2528.9", False, False, True),
        ("2529", "2528.9", True, False, False),
        ("0.0238", "1/42", True, False, True),
        ("9.31", "9.3", False, False, False),
        ("9.31", "9.3", False, True, True),
        ("9.31%", "9.3%", False, True, True),
        ("9.41", "9.3", False, True, False),
    ],
)
def test_exact_and_rounded_answers(text: str, answer: str, exact: bool, rounded: bool, right: bool) -> None:
    assert gives_number(text, answer, exact=exact, rounded=rounded) is right


@pytest.mark.parametrize(
    ("text", "answer"), [("10%", "0.1"), ("10%", "10"), ("0.1", "10%"), ("1 000", "1000"), ("Answer:\n- 18", "18")]
)
def test_numbers_and_expressions_are_equal_in_one_way(text: str, answer: str) -> None:
    assert gives_number(text, answer) is gives_expression(text, answer)


def test_a_share_counts_for_a_percentage_where_a_set_says_so() -> None:
    assert gives_number("30%", "0.3", shares=True)
    assert not gives_number("0.3", "30", shares=True)


def test_numbers_are_read_in_order_and_not_out_of_names() -> None:
    values = [number.value for number in read_numbers("x2 has -3, 4.5 and 1,000 of 2 - 7")]
    assert values == [-3, 4.5, 1000, 2, 7]


@pytest.mark.parametrize(("text", "value"), [("2013-14", 14), ("$5", 5), ("-0.5 kg", -0.5)])
def test_the_final_number(text: str, value: float) -> None:
    found = final_number(text)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("text", "single"), [("1,374", True), ("$5.20", True), ("30 minutes", True), ("3 and 4", False), ("Rose", False)]
)
def test_what_is_a_number_as_a_whole(text: str, single: bool) -> None:
    assert (single_number(text) is not None) is single


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty-one", 21),
        ("two hundred and five", 205),
        ("three thousand four hundred", 3400),
        ("two boys and seven girls", 7),
        ("none of them", None),
        ("hundred", None),
    ],
)
def test_numbers_in_words(text: str, value: int | None) -> None:
    assert spelled_number(text) == value
