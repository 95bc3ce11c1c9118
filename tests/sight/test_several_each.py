"""Things of which a table has several rows each."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.sight.several_each import several_each

SONGS = pd.DataFrame({"song": range(1, 13), "title": [f"t{n}" for n in range(12)], "seconds": range(100, 220, 10)})
PLAYS = pd.DataFrame({"song": [*range(1, 13)] * 3, "station": list("abc") * 12, "plays": range(36)})
TABLES = {"songs": SONGS, "plays": PLAYS}


@pytest.mark.parametrize("question", ["Which song has the most plays?", "List the three most played songs."])
@pytest.mark.parametrize(
    "program", ["plays.nlargest(3, 'plays')", "d = plays.merge(songs, on='song')\nd.sort_values('plays').tail(1)"]
)
def test_the_rows_of_each_are_put_together_first(question: str, program: str) -> None:
    assert list(several_each(question, program, TABLES)) == [
        "songs: `plays` has several rows for each `song`, put them together first"
    ]


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("Which song has the most plays?", "plays.groupby('song')['plays'].sum().nlargest(1)"),
        ("Which song has the most plays on a single station?", "plays.nlargest(1, 'plays')"),
        ("Which song is the most expensive?", "plays.nlargest(1, 'plays')"),
        ("Which song has the most seconds?", "songs.nlargest(1, 'seconds')"),
        ("Which station has the most plays?", "plays.nlargest(1, 'plays')"),
        ("Which song has the most plays?", "plays.nlargest("),
        ("Which station has the most plays of all songs?", "plays.nlargest(1, 'plays')"),
        ("How many songs are there?", "plays.nlargest(1, 'plays')"),
    ],
)
def test_all_else_is_left_alone(question: str, program: str) -> None:
    assert list(several_each(question, program, TABLES)) == []
