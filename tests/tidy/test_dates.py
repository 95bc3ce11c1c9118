"""Dates as people write them."""

from __future__ import annotations

import warnings
from typing import Any

import pandas as pd
import pytest

from husky_kernel import tidy

DAY = pd.Timestamp("2024-05-13")


def quiet(values: list[Any], **options: Any) -> pd.Series[Any]:
    """What is read without any warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return tidy.date(values, **options)


FORMS = [
    *("13.05.2024", "13/05/2024", "05/13/2024", "13-05-2024", "13.5.24", "13. 5. 2024", "2024-05-13", "2024/5/13"),
    *("20240513", "13 May 2024", "May 13, 2024", "13-May-24", "13. Mai 2024", "13 mai 2024", "13 de mayo de 2024"),
    *("13 maggio 2024", "13 мая 2024", "Monday, 13 May 2024", "Mon 13 May 2024", "13th May 2024", "2024年5月13日"),
    *("45425", 45425, 45425.0, 20240513, "2024-05-13 00:00:00", "May 13 2024", "2024 May 13"),
]


@pytest.mark.parametrize("form", FORMS)
def test_a_date_is_read(form: Any) -> None:
    assert quiet([form]).tolist() == [DAY]


TIMES = {
    "2024-05-13 08:30": "08:30",
    "2024-05-13T08:30:15": "08:30:15",
    "13.05.2024 08:30 Uhr": "08:30",
    "05/13/2024 8:30 PM": "20:30",
    "05/13/2024 12:05 am": "00:05",
    "13 May 2024, 08:30:15.250": "08:30:15.250",
    "2024-05-13T08:30:00.5": "08:30:00.5",
    "45425.5": "12:00",
}


@pytest.mark.parametrize(("form", "time"), TIMES.items())
def test_the_time_of_day_is_kept(form: str, time: str) -> None:
    assert quiet([form]).tolist() == [pd.Timestamp(f"2024-05-13 {time}")]


def test_the_order_is_decided_by_the_whole_column() -> None:
    assert quiet(["01/02/2024", "13/02/2024"]).dt.month.tolist() == [2, 2]
    assert quiet(["01/02/2024", "02/13/2024"]).dt.month.tolist() == [1, 2]


def test_an_order_that_nothing_decides_is_told() -> None:
    with pytest.warns(tidy.Ambiguous, match="order='mdy'"):
        assert tidy.date(["01/02/2024", "03/04/2024"]).dt.month.tolist() == [2, 4]
    assert quiet(["01/02/2024", "03/04/2024"], order="mdy").dt.month.tolist() == [1, 3]


def test_one_slip_does_not_decide_the_order_without_a_word() -> None:
    dates = [f"{day:02}/{month:02}/2024" for day in range(1, 13) for month in range(1, 13) if day < month]
    with pytest.warns(tidy.Ambiguous, match="as 1 of 67 different dates say"):
        assert tidy.date([*dates, "02/13/2024"]).dt.month.tolist()[0] == 1
    assert quiet([*dates, *(f"02/{day}/2024" for day in range(13, 29))]).dt.month.tolist()[0] == 1


def test_both_orders_in_one_column_are_read_where_they_are_clear() -> None:
    with pytest.warns(tidy.Ambiguous, match="both day/month and month/day"):
        read = tidy.date(["13/02/2024", "02/13/2024", "03/04/2024"])
    assert read.dt.month.tolist()[:2] == [2, 2]
    assert pd.isna(read[2])


def test_a_year_of_two_digits_that_comes_first_is_told() -> None:
    with pytest.warns(tidy.Ambiguous, match="two digits"):
        assert tidy.date(["24-05-13", "24-06-27", "24-07-01"]).dt.year.tolist() == [2024] * 3


def test_offsets_give_utc() -> None:
    read = quiet(["2024-05-13T08:30+02:00", "2024-05-13T08:30Z"])
    assert read.tolist() == [pd.Timestamp("2024-05-13 06:30", tz="UTC"), pd.Timestamp("2024-05-13 08:30", tz="UTC")]
    with pytest.warns(tidy.Ambiguous, match="no offset"):
        tidy.date(["2024-05-13T08:30Z", "2024-05-13T08:30"])


@pytest.mark.parametrize(
    "form",
    [
        "31.02.2024",
        "2024-13-01",
        "May 2",
        "12",
        "Q1 2024",
        "1.2.3",
        "soon",
        "0024-05-13",
        "5 May 2024 – 7 May 2024",
        "13 Foo 2024",
        "24:61",
    ],
)
def test_what_is_no_date_is_told_and_missing(form: str) -> None:
    with pytest.warns(tidy.Unread, match="1 of 2 values could not be read"):
        assert tidy.date(["2024-05-13", form]).isna().tolist() == [False, True]


def test_words_for_missing_are_missing_and_the_index_stays() -> None:
    series = pd.Series(["2024-05-13", "n/a", None], index=[3, 4, 5], name="day")
    read = quiet(series)  # type: ignore[arg-type]
    assert read.index.tolist() == [3, 4, 5]
    assert read.name == "day"
    assert read.isna().tolist() == [False, True, True]
