"""Millions and the like, in texts and in programs."""

from __future__ import annotations

import pytest

from husky_kernel.modules.facts.scales import written_out, wrong_scale


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Distance 5,906 million km (39.5 AU).", "Distance 5,906,000,000 km (39.5 AU)."),
        ("about 4.78 billion people", "about 4,780,000,000 people"),
        ("0.25 Thousand", "250"),
        ("1.5 trillion dollars", "1,500,000,000,000 dollars"),
    ],
)
def test_the_scale_is_put_into_the_number(text: str, written: str) -> None:
    assert written_out(text) == written


@pytest.mark.parametrize(
    "text", ["12 km", "millions of people", "3 millionaires", "a million", "version 1.2.3 million", ""]
)
def test_other_text_is_left_alone(text: str) -> None:
    assert written_out(text) == text


@pytest.mark.parametrize(
    ("code", "by"),
    [
        ("round(total / 1000000000, 1)  # million dollars", "1000000"),
        ("total / 10_000  # thousand dollars", "1000"),
        ("total / 1e6  # billions: billion people", "1000000000"),
        ("x = total / 10**9  # million", "1000000"),
    ],
)
def test_a_division_by_another_scale_than_the_comment_says_is_wrong(code: str, by: str) -> None:
    assert (wrong_scale(code, "How much?") or "").endswith(f"divide by {by}")


@pytest.mark.parametrize(
    "code",
    [
        "total / 1000000  # million dollars",
        "total / 1e9  # a thousand million",
        "total / 1000  # km",
        "total / 100  # million",
        "total / people  # million",
        "total / (1 / 0)  # million",
        "total / -1000  # million",
        "no program",
        "",
    ],
)
def test_any_other_line_is_left_alone(code: str) -> None:
    assert wrong_scale(code, "How much?") is None


def test_numbers_that_are_written_out_are_brought_to_the_scale_that_is_asked_for() -> None:
    question = "How many million kilometers farther from the Sun is Pluto?"
    assert wrong_scale("pluto = 5906000000\npluto - 228000000", question) == (
        "the question asks how many million: divide by 1000000 in the end"
    )
    assert wrong_scale("pluto = 5906000000\n(pluto - 228000000) / 10**6", question) is None
    assert wrong_scale("pluto = 5906\npluto", "How many kilometers, if a million is 1000000?") is None
