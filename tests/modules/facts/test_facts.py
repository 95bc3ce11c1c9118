"""Facts as a program can use them."""

from __future__ import annotations

import pytest

from husky_kernel.modules.facts.facts import usable

STATE = "Iowa: U.S. state. Total area 56,273 square miles (145,746 km2)."
TOWER = "Big Ben: clock tower. Height 96 m (316 feet) above the ground."
PLANET = "Pluto: Mean distance 5,906 million km (39.5 AU). Orbit 90,560 days (247.9 years)."


@pytest.mark.parametrize(
    ("facts", "question", "used"),
    [
        (STATE, "What is the area in square kilometers?", "Iowa: U.S. state. Total area 145,746 km2."),
        (
            STATE,
            "How many acres, with 640 acres in a square mile?",
            "Iowa: U.S. state. Total area 56,273 square miles.",
        ),
        (STATE, "How many times as large?", "Iowa: U.S. state. Total area 145,746 km2."),
        (TOWER, "How many feet?", "Big Ben: clock tower. Height 316 feet above the ground."),
        (TOWER, "How many times as high?", "Big Ben: clock tower. Height 96 m above the ground."),
        (PLANET, "How far?", "Pluto: Mean distance 5,906,000,000 km. Orbit 90,560 days."),
        (PLANET, "How many years?", "Pluto: Mean distance 5,906,000,000 km. Orbit 247.9 years."),
    ],
)
def test_one_unit_is_left_that_of_the_question_or_the_metric_one(facts: str, question: str, used: str) -> None:
    assert usable(facts, question) == used


@pytest.mark.parametrize(
    ("facts", "question"),
    [
        (TOWER, "How many m, and how many feet?"),
        ("Rome: Population 2,761,632 (2021 census).", "How many?"),
        ("Lot: 12 m (3 acres).", "How many?"),
        ("Trip of 3 days (by train).", "How many?"),
    ],
)
def test_what_is_given_once_or_asked_for_twice_is_left_alone(facts: str, question: str) -> None:
    assert usable(facts, question) == facts


def test_nautical_miles_are_no_miles() -> None:
    facts = usable("Elbe: Length about 1,094 km (680 miles).", "How many nautical miles of 1.852 kilometers?")
    assert facts == "Elbe: Length about 1,094 km."
