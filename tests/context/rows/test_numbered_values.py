"""Numbers that stand with the name of a column."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.looked import Looked
from husky_kernel.context.rows.numbered_values import asked_numbers

JUMPS = pd.DataFrame(
    {"round": [1, 2, 3] * 4, "lane": range(12), "metres": [6.5, 7.25, 6.0] * 4, "who": list("abcd") * 3}
)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What is the mean of metres in round 3?", ["round 3 is jumps['round'] == 3"]),
        ("What is the mean of metres at 3 rounds?", ["3 rounds is jumps['round'] == 3"]),
        ("Who jumped farther, lane 4 or lane 7?", ["lane 4 is jumps['lane'] == 4", "lane 7 is jumps['lane'] == 7"]),
        ("How many jumps were of 7.25 metres?", ["7.25 metres is jumps['metres'] == 7.25"]),
        ("Who jumped in round 9?", []),
        ("Who jumped more than 6 metres?", []),
        ("Who led after the first 2 rounds?", []),
        ("What was the best of the last 3 rounds?", []),
        ("Compare round 1 to 3.", ["round 1 is jumps['round'] == 1"]),
    ],
)
def test_the_rows_are_told(question: str, told: list[str]) -> None:
    assert list(asked_numbers(question, Looked({"jumps": JUMPS}), ["jumps"], [])) == told


def test_of_the_copy_where_there_is_one() -> None:
    lines = ["d = jumps.assign(metres=tidy.number(jumps['metres']))"]
    assert list(asked_numbers("Who won round 2?", Looked({"jumps": JUMPS}), ["jumps"], lines)) == [
        "round 2 is d['round'] == 2"
    ]
