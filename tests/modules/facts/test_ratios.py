"""Ratios that are upside down."""

from __future__ import annotations

import pytest

from husky_kernel.modules.facts.ratios import upside_down

BODIES = "How many bodies as wide as Earth make up the diameter of the Sun?"
EARTH, SUN = "earth = 12756  # km\n", "sun = 1391400  # km\n"


@pytest.mark.parametrize("last", ["earth / sun", "round(earth / sun, 1)", "bodies = earth / sun"])
def test_a_count_far_below_one_is_upside_down(last: str) -> None:
    wrong = upside_down(EARTH + SUN + last, BODIES)
    assert wrong == "earth / sun is only 0.0092, and the question asks how many: divide sun by earth"


@pytest.mark.parametrize(
    ("code", "question"),
    [
        (EARTH + SUN + "sun / earth", BODIES),
        (EARTH + SUN + "earth / sun", "How many percent of the diameter of the Sun is that of Earth?"),
        (EARTH + SUN + "earth / sun", "What is Earth's diameter by the Sun's?"),
        ("erie = 64\nben = 96\nerie / ben", "How many times the height of Big Ben is the depth of Lake Erie?"),
        (EARTH + "earth / moon", BODIES),
        ("print()", BODIES),
        ("", BODIES),
        ("no program", BODIES),
    ],
)
def test_any_other_is_left_alone(code: str, question: str) -> None:
    assert upside_down(code, question) is None
