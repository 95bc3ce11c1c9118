"""A part of a date that was taken for a column is taken of the dates."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.modules.repairs import cured
from husky_kernel.sight.tables import hint

TRIPS = pd.DataFrame({"at": pd.to_datetime(["2031-01-02", "2032-03-04", "2032-05-06"]), "km": [1, 2, 3]})
YEARS = pd.DataFrame({"year": [2031, 2032], "rain": [5, 6]})


@pytest.mark.parametrize(
    ("program", "value"),
    [
        ("d = trips.copy()\nd.groupby('year')['km'].sum()", {2031: 1, 2032: 5}),
        ("trips.groupby(by='year')['km'].sum()", {2031: 1, 2032: 5}),
        ("trips.groupby(['year', 'km'])['km'].sum()", {(2031, 1): 1, (2032, 2): 2, (2032, 3): 3}),
    ],
)
def test_it_is_taken_of_them(program: str, value: object) -> None:
    names = {"trips": TRIPS, "years": YEARS, "pd": pd}
    with pytest.raises(KeyError) as caught:
        exec(program, names)
    told = f"KeyError: 'year'\n{hint(caught.value, program, {'trips': TRIPS, 'years': YEARS})}"
    repair = cured(program, told)
    assert repair is not None
    assert repair.kind == "part"
    *lines, last = repair.text.split("\n")
    exec("\n".join(lines), names)
    assert eval(last, names).to_dict() == value


@pytest.mark.parametrize(
    ("program", "value"),
    [
        ("d = trips.copy()\nd.groupby('at.dt.year')['km'].sum()", {2031: 1, 2032: 5}),
        ("trips.groupby(by=['at.dt.year'])['km'].sum()", {2031: 1, 2032: 5}),
        ("trips.groupby(\"at.dt.to_period('Y').dt.year\")['km'].sum()", {2031: 1, 2032: 5}),
    ],
)
def test_one_in_quotation_marks_is_taken_of_its_column(program: str, value: object) -> None:
    names = {"trips": TRIPS, "pd": pd}
    with pytest.raises(KeyError) as caught:
        exec(program, names)
    repair = cured(program, f"KeyError: {caught.value}\n{hint(caught.value, program, {'trips': TRIPS})}")
    assert repair is not None
    assert repair.kind == "part"
    *lines, last = repair.text.split("\n")
    exec("\n".join(lines), names)
    assert eval(last, names).to_dict() == value


def test_what_is_no_python_stays_as_it_was() -> None:
    program = "trips.groupby('at.dt.year of the trip')['km'].sum()"
    assert cured(program, "KeyError: 'at.dt.year of the trip'") is None


def test_a_table_without_dates_is_left_alone() -> None:
    program = "years.groupby('month')['rain'].sum()"
    with pytest.raises(KeyError) as caught:
        exec(program, {"years": YEARS})
    assert "dates" not in hint(caught.value, program, {"years": YEARS, "trips": TRIPS})
