"""A quotient that is asked for is divided."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.sight import unrated

PLOTS = pd.DataFrame({"price": [900], "area": [30]})


def test_a_program_that_divides_nothing_is_told() -> None:
    [told] = unrated("What is the mean price per square metre?", "d['price'].mean()", {"plots": PLOTS})
    assert told == "per square metre was asked for: the program divides nothing"


@pytest.mark.parametrize(
    ("question", "program", "table"),
    [
        ("What is the mean price per square metre?", "(d['price'] / d['area']).mean()", PLOTS),
        ("What is the mean price per square metre?", "d['price'].div(d['area']).mean()", PLOTS),
        ("What is the mean price per square metre?", "d['per_m2'].mean()", PLOTS.assign(per_m2=30)),
        ("What is the mean price per plot?", "d['price'].mean()", PLOTS),
        ("Which stop of the line has a kilometre of 25?", "d[d['km'] == 25]['stop'].iloc[0]", PLOTS),
        ("What is the mean price per square metre?", "d['price'", PLOTS),
    ],
)
def test_nothing_is_told_of_others(question: str, program: str, table: pd.DataFrame) -> None:
    assert not list(unrated(question, program, {"plots": table}))


def test_per_bed_divides_by_the_beds() -> None:
    tables = {"wards": pd.DataFrame({"ward": ["a", "b"], "beds": [4, 5]})}
    question = "How many stays were there per bed in each ward?"
    [told] = unrated(question, "d.groupby(['ward', 'beds']).size()", tables)
    assert told == "per bed was asked for: the program divides nothing"
    assert not list(unrated(question, "d.groupby('ward').size() / d.groupby('ward')['beds'].first()", tables))
    assert not list(unrated("How many stays were there per ward?", "d.groupby('ward').size()", tables))
