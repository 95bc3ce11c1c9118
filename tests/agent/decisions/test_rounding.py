"""Answers rounded as the question says."""

from __future__ import annotations

import pytest

from husky_kernel.agent.decisions.rounding import rounded, unrounded


@pytest.mark.parametrize(
    ("answer", "question", "shown"),
    [
        ("4220.8", "How many days, to the nearest ten?", "4220"),
        ("5240.0", "How many, rounded to the nearest ten?", "5240"),
        ("0.456", "What share, rounded to one decimal place?", "0.5"),
        ("1,234.567", "How many dollars, to two decimal places?", "1234.57"),
        ("2.5", "How many, to the nearest whole number?", "3"),
        ("-2.5", "How many? Round your answer to the nearest integer.", "-3"),
        ("13384523.2", "How many, to the nearest thousand?", "13385000"),
        ("48000", "How many, to the nearest ten thousand?", "50000"),
        ("12", "How many, to the nearest tenth?", "12.0"),
        ("21.98", "How many whole pieces would there be?", "21"),
        ("0.125", "How much, to the nearest cent?", "0.13"),
    ],
)
def test_a_number_gets_the_place_that_is_asked_for(answer: str, question: str, shown: str) -> None:
    assert rounded(answer, question) == shown


@pytest.mark.parametrize(
    ("answer", "question"),
    [
        ("about 5", "How many, to the nearest ten?"),
        ("1e5", "How many, to the nearest ten?"),
        ("", "How many, to the nearest ten?"),
        ("7.25", "To the nearest ten, then to one decimal?"),
        ("7.25", "How far is it to the nearest city?"),
        ("7.25", "How many?"),
    ],
)
def test_anything_else_is_left_alone(answer: str, question: str) -> None:
    assert rounded(answer, question) == answer


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("How many days, to the nearest ten?", "How many days?"),
        ("How many days, rounded to one decimal place?", "How many days?"),
        ("How many? Round your answer to two decimal places.", "How many?"),
        ("To the nearest tenth, what is 5/3?", "what is 5/3?"),
        ("To the nearest ten, and to the nearest tenth?", "To the nearest ten, and to the nearest tenth?"),
        ("How far is the nearest city?", "How far is the nearest city?"),
    ],
)
def test_only_words_that_are_heeded_are_taken_out(question: str, rest: str) -> None:
    assert unrounded(question) == rest
