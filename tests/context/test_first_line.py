"""The line that a program begins with reads the columns that the question names."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.calendar import Span
from husky_kernel.context.first_line import first_line

BEDS = pd.DataFrame(
    {
        "bed": ["a", "b", "c", "d"],
        "yield": ["3 kg", "4.5 kg", "6 kg", "none yet"],
        "weight": ["3 kg", "4.5 kg", "6.2 kg", "7 kg"],
        "grower": ["Kim", "kim ", "Lou", "Lou"],
        "watered": ["yes", "no", "yes", "no"],
        "depth cm": ["5 cm", "6 cm", "7 cm", "8 cm"],
        "n": [1, 2, 3, 4],
    }
)


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("What is the mean weight of the beds?", "weight=tidy.number(beds['weight'])"),
        ("How heavy are the beds in all?", "weight=tidy.number(beds['weight'])"),
        ("How many beds has each grower?", "grower=tidy.text(beds['grower'])"),
        ("How many beds were watered?", "watered=tidy.truth(beds['watered'])"),
        ("What is the weight for each grower?", "weight=tidy.number(beds['weight']), grower=tidy.text(beds['grower'])"),
    ],
)
def test_what_is_named_is_read(question: str, read: str) -> None:
    assert first_line(question, {"beds": BEDS}, ["beds"]) == ("beds", f"d = beds.assign({read})")


@pytest.mark.parametrize("question", ["How many beds are there?", "What is the largest n?", "How deep in cm?"])
def test_there_is_nothing_to_read(question: str) -> None:
    assert first_line(question, {"beds": BEDS}, ["beds"]) is None


def test_amounts_in_several_units_are_read_into_one() -> None:
    beds = BEDS.assign(weight=["3 kg", "450 g", "6.2 kg", "7 kg"])
    _, line = first_line("What is the mean weight?", {"beds": beds}, ["beds"]) or ("", "")
    assert line == "d = beds.assign(weight=tidy.number(beds['weight'], unit='kg'))"


def test_what_lasts_and_what_is_known_come_first() -> None:
    span = Span("trips", "hours", "trips['end'] - trips['start']")
    trips = pd.DataFrame({"start": [1], "end": [2]})
    found = first_line("How long for each grower?", {"beds": BEDS, "trips": trips}, ["beds", "trips"], span=span)
    assert found == ("trips", "d = trips.assign(hours=trips['end'] - trips['start'])")
    found = first_line("How much?", {"trips": trips, "beds": BEDS}, ["trips"], also=[("beds", "weight")])
    assert found == ("beds", "d = beds.assign(weight=tidy.number(beds['weight']))")
