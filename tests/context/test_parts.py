"""A task of several parts says so by its words; a question of one part is left whole."""

from __future__ import annotations

import pytest

from husky_kernel.agent.part import MOST
from husky_kernel.context.parts import parts_of

PARTED = {
    "Drop the double rows, then give the mean depth per lake.": [
        "Drop the double rows.",
        "Give the mean depth per lake.",
    ],
    "Fill the gaps with 0. After that, sum up the catch and finally plot it.": [
        "Fill the gaps with 0.",
        "Sum up the catch.",
        "Plot it.",
    ],
    "1. Join lakes and boats. 2. Count the boats per lake. 3. Which lake has most?": [
        "Join lakes and boats.",
        "Count the boats per lake.",
        "Which lake has most?",
    ],
    "Please do this:\n- take only 2024\n- sort it by date\n- show the last 5 rows": [
        "Do this: Take only 2024.",
        "Sort it by date.",
        "Show the last 5 rows.",
    ],
    "Join lakes and boats, count the boats per lake and draw them as bars": [
        "Join lakes and boats.",
        "Count the boats per lake.",
        "Draw them as bars.",
    ],
    "Drop the double rows, then group the boats by lake, count them and draw that as bars.": [
        "Drop the double rows.",
        "Group the boats by lake and count them.",
        "Draw that as bars.",
    ],
    "Turn catch into a number, where none means 0; then what is its total?": [
        "Turn catch into a number, where none means 0.",
        "What is its total?",
    ],
    "In catch k means thousand. Make it a number, then add it up.": [
        "In catch k means thousand. Make it a number.",
        "Add it up.",
    ],
    "Drop the double rows. Join lakes and boats. Count the boats per lake.": [
        "Drop the double rows.",
        "Join lakes and boats.",
        "Count the boats per lake.",
    ],
    "Sum up catch per boat, then list the best three. Boats are called by their names.": [
        "Sum up catch per boat.",
        "List the best three. Boats are called by their names.",
    ],
}

WHOLE = (
    "What are the sum and the mean of catch?",
    "Group the boats by decade of launch and count them.",
    "How many boats are there per lake? Draw it as bars.",
    "Which lake has the most boats? Give its name.",
    "How many rows stand there twice? Remove them.",
    "Drop the double rows. How many are left?",
    "Which boats were out in May and then in June?",
    "Clean the names: strip blanks and write them in small letters.",
    "Show the count and the change in percent per week.",
    "What is the difference between week 2 and week 3. Count from Monday on.",
    "Show lakes that are deep, large and clean.",
    "Plot the catch - in tons - per week.",
    "What is the next show after 2031?",
    "Set depth to 3 where it is missing.",
    "",
)


@pytest.mark.parametrize("question", PARTED)
def test_the_parts_in_their_order(question: str) -> None:
    assert list(parts_of(question)) == PARTED[question]


@pytest.mark.parametrize("question", WHOLE)
def test_a_question_of_one_part_is_left_whole(question: str) -> None:
    assert parts_of(question) == ()


def test_a_task_of_very_many_parts_is_told_as_one() -> None:
    assert len(parts_of("Show the lakes. " * MOST)) == MOST
    assert parts_of("Show the lakes. " * (MOST + 1)) == ()
