"""Questions that go on from the one before, and those that only sound so."""

from __future__ import annotations

import pytest

from husky_kernel.context.follows import draws_it, follows, repeats


@pytest.mark.parametrize(
    "question",
    [
        "Plot that.",
        "Save that as a.csv.",
        "How many of those are late?",
        "How many of those?",
        "Show it as a bar chart.",
        "Sort them by weight.",
        "And in May?",
        "Only for the north.",
        "The same by depot.",
        "Do the same for 2031.",
        "Show the same as a table.",
        "By month, please.",
        "What about Kiel?",
        "Use bars instead.",
        "Why is that?",
        "What went wrong there?",
        "Which of these is the oldest?",
        "Draw the last table as lines.",
        "Fix it.",
        "In percent of all parcels.",
        "As a share, please.",
        "The median, then.",
        "Which week had the fewest?",
        "By how many percent did it rise from May to June?",
        "How often did they come late?",
        "How many stay below 30 kg there?",
        "Well done! How many of those are late?",
    ],
)
def test_what_points_back(question: str) -> None:
    assert follows(question)


@pytest.mark.parametrize(
    "question",
    [
        "How many parcels came twice? Remove them.",
        "Take the column town and write it in small letters.",
        "For each depot that has drivers, what is the weight?",
        "How many parcels have a number that starts with 7?",
        "What share of those who paid was late?",
        "By depot, what is the average weight?",
        "By how many percent did the weight rise?",
        "How many parcels came this year?",
        "Which drivers live in the same town?",
        "How many are above 30 kg?",
        "How much lighter is the last parcel than the previous parcel?",
        "Turn the weight into a number; it has a comma.",
        "Fix the spelling of the column town.",
        "What share of its parcels did each depot lose?",
        "In percent, how many came late?",
        "How many depots are there?",
        "Which driver earns the most?",
        "In weight 0 means that nobody weighed. Set those to missing.",
    ],
)
def test_what_stands_alone(question: str) -> None:
    assert not follows(question)


def test_what_speaks_of_the_same_again() -> None:
    before = ["What is the mean of the beds? -9 means that the sensor failed."]
    assert repeats("How often did the sensor fail?", before)
    assert not repeats("How many people live in Peru?", before)
    assert not repeats("Who was the first president of Norway?", ["What did we sell in Norway?"])
    assert not repeats("What is the average number of each month?", ["What is the average per month?"])


@pytest.mark.parametrize(
    ("question", "draws"),
    [
        ("Plot that as a line with a title.", True),
        ("Now show this as bars.", True),
        ("Draw it.", True),
        ("Plot that by month.", False),
        ("Show that only for 2031 as a chart.", False),
        ("Show that table.", False),
        ("Plot the weight of these parcels as a line.", False),
    ],
)
def test_what_was_answered_is_drawn_as_it_is(question: str, draws: bool) -> None:
    assert draws_it(question) is draws
