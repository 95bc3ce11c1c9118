"""What "3:25" is, by what it is told of."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.dates.clocks import clock_of
from husky_kernel.context.variables import description


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("songs", "min"),
        ("lap_time", "min"),
        ("night shifts", "h"),
        ("flight", "h"),
        ("clips of a trip", ""),
        ("jobs", ""),
    ],
)
def test_what_lasts_minutes_and_what_lasts_hours(words: str, unit: str) -> None:
    assert clock_of(words) == unit


def test_it_is_read_so_and_told() -> None:
    songs = pd.DataFrame({"song": ["a", "b", "c"], "length": ["3:25", "4:10", "0:55"]})
    told = description("What is the total length of the songs in minutes?", {"songs": songs}, 700)
    assert "tidy.duration(songs['length'], unit='min') / pd.Timedelta(minutes=1)" in told.text
    assert [reading.told for reading in told.readings] == ["length: minutes and seconds"]
    jobs = description(
        "What is the total length of the jobs in minutes?", {"jobs": songs.rename(columns={"song": "job"})}, 700
    )
    assert "unit='min'" not in jobs.text
