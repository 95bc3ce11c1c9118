"""The part of a date that a question asks for or by is told, where one column of dates is meant."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.context.variables import describe
from husky_kernel.modules.prompting import glance

HIKES = pd.DataFrame({"hut": ["a", "b", "a"], "begun": ["03.05.2031", "14.06.2031", "30.07.2032"], "km": [4, 9, 7]})
BOUGHT = pd.DataFrame({"shoe": ["x", "y"], "bought": pd.to_datetime(["2031-01-05", "2032-03-01"])})
BEGUN = "d['begun']"


def parts(question: str, **tables: Any) -> list[str]:
    told = describe(question, tables or {"hikes": HIKES}, 2000)
    return [line.removeprefix("Part: ") for line in told.splitlines() if line.startswith("Part: ")]


def begins(question: str, **tables: Any) -> list[str]:
    told = describe(question, tables, 2000)
    return [line.removeprefix("Begin with: ") for line in told.splitlines() if line.startswith("Begin with: ")]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many hikes were there in each year?", f"each year is {BEGUN}.dt.year"),
        ("Draw the km of hikes per month.", f"per month is {BEGUN}.dt.to_period('M')"),
        ("On which weekday do most hikes begin?", f"weekday is {BEGUN}.dt.day_name()"),
        ("How many hikes began in May?", f"May is {BEGUN}.dt.month == 5"),
        ("How many hikes began in May 2031?", f"May is {BEGUN}.dt.to_period('M') == '2031-05'"),
        ("How many hikes began after May 2031?", f"after may is {BEGUN}.dt.to_period('M') > '2031-05'"),
        ("How many hikes began from May to July?", f"from may to july is {BEGUN}.dt.month.between(5, 7)"),
        (
            "How many hikes began between May and July 2031?",
            f"between may and july 2031 is ({BEGUN}.dt.year == 2031) & {BEGUN}.dt.month.between(5, 7)",
        ),
        (
            "The km of hikes from November to January?",
            f"from november to january is {BEGUN}.dt.month.isin([11, 12, 1])",
        ),
        ("What was the total km of hikes in 2032?", f"2032 is {BEGUN}.dt.year == 2032"),
        ("How many hikes were there before 2032?", f"before 2032 is {BEGUN}.dt.year < 2032"),
        ("At which hour do most hikes begin?", f"which hour is {BEGUN}.dt.hour"),
    ],
)
def test_a_part_is_told_with_how_it_is_taken(question: str, told: str) -> None:
    assert parts(question) == [told]


def test_one_year_beside_months_over_its_end_leaves_open_which() -> None:
    assert parts("How many hikes began between November and January 2031?") == []


def test_what_is_a_date_already_is_taken_as_it_is() -> None:
    assert parts("How many shoes were bought in each year?", shoes=BOUGHT) == ["each year is shoes['bought'].dt.year"]


def test_of_several_columns_of_dates_the_one_that_is_named() -> None:
    both = HIKES.assign(ended=HIKES["begun"])
    assert parts("How many hikes ended in each year?", hikes=both) == ["each year is d['ended'].dt.year"]
    assert parts("How many hikes were there in each year?", hikes=both) == []


def test_where_one_date_follows_the_other_it_is_that_of_the_beginning() -> None:
    later = (tidy.date(HIKES["begun"]) + pd.Timedelta(days=2)).dt.strftime("%d.%m.%Y")
    both = HIKES.assign(ended=later)[["ended", *HIKES.columns]]
    assert parts("How many hikes were there in each year?", hikes=both) == ["each year is d['begun'].dt.year"]


def test_two_months_are_told() -> None:
    assert parts("Compare the hikes of May and June.") == [
        "May is d['begun'].dt.month == 5",
        "June is d['begun'].dt.month == 6",
    ]


@pytest.mark.parametrize("question", ["How many hikes are there per hut?", "May I see hikes?", "Show the km of hikes."])
def test_nothing_is_told_where_no_part_is_asked_for(question: str) -> None:
    assert parts(question) == []


def test_a_column_of_that_name_is_meant_itself() -> None:
    assert parts("How many hikes were there in each year?", hikes=HIKES.assign(year=2031)) == []


def test_it_stands_right_before_the_question() -> None:
    told = describe("How many hikes were there in each year?", {"hikes": HIKES}, 2000)
    assert glance(told).endswith(f"; each year is {BEGUN}.dt.year")


TRIPS = pd.DataFrame({"bus": ["a", "b"], "back": ["2031-05-03 12:00", "2031-05-04 09:30"]})
TRIPS["out"] = ["2031-05-03 10:00", "2031-05-04 09:00"]


@pytest.mark.parametrize(
    ("question", "column", "call"),
    [
        ("How many minutes did trips of bus a take on average?", "minutes", "({} - {}) / pd.Timedelta(minutes=1)"),
        ("What is the mean duration of trips in hours?", "hours", "({} - {}) / pd.Timedelta(hours=1)"),
        ("How long was the longest of the trips?", "took", "({} - {})"),
    ],
)
def test_how_long_something_lasts_is_from_the_earlier_to_the_later_date(question: str, column: str, call: str) -> None:
    call = call.format("tidy.date(trips['back'])", "tidy.date(trips['out'])")
    assert begins(question, trips=TRIPS) == [f"d = trips.assign({column}={call})"]
    assert parts(f"Add a column with it. {question}", trips=TRIPS) == [f"how long is {call}"]
    own = begins(question, trips=TRIPS.assign(minutes=5, hours=2))
    assert own == [f"d = trips.assign(took={call})"]


def test_one_date_is_no_span() -> None:
    assert parts("How long did hikes last on average?") == []


SEEN = pd.DataFrame({"bird": ["a", "b", "c"], "at": ["03.05.2031 06:10", "14.06.2031 21:40", "30.07.2032 12:05"]})


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many birds were seen before nine in the morning?", "before nine in the morning is {}.dt.hour < 9"),
        ("How many birds were seen after 9 p.m.?", "after 9 p.m. is {}.dt.hour >= 21"),
        ("How many birds were seen after noon?", "after noon is {}.dt.hour >= 12"),
        ("How many birds were seen from 18:00 on?", "from 18:00 is {}.dt.hour >= 18"),
        ("How many birds were seen after ten at night?", "after ten at night is {}.dt.hour >= 22"),
    ],
)
def test_a_time_of_day_is_told_apart(question: str, told: str) -> None:
    assert parts(question, birds=SEEN) == [told.format("d['at']")]


@pytest.mark.parametrize("question", ["How many birds were seen after 3 others?", "Birds seen before 6:30?"])
def test_what_may_be_no_hour_is_left_alone(question: str) -> None:
    assert parts(question, birds=SEEN) == []
    assert parts("How many hikes had begun before 9 am?") == [], "these are days"


SENT = pd.DataFrame({"sent": ["2031-01-05T23:30:00Z", "2031-07-01T04:00:00Z"], "n": [1, 2]})


@pytest.mark.parametrize(
    ("zone", "called"), [("Lima", "America/Lima"), ("New York", "America/New_York"), ("UTC", "UTC")]
)
def test_times_are_read_in_the_zone_that_is_named(zone: str, called: str) -> None:
    told = describe(f"At which hour was most sent, {zone} time?", {"mails": SENT}, 2000)
    assert f"Begin with: d = mails.assign(sent=tidy.date(mails['sent']).dt.tz_convert('{called}'))" in told


@pytest.mark.parametrize(
    ("question", "table"),
    [
        ("At which hour was most sent, Summer time?", SENT),
        ("At which hour was most sent, Lima time?", SENT.assign(sent=["2031-01-05 23:30", "2031-07-01 04:00"])),
        ("At which hour was most sent?", SENT),
    ],
)
def test_no_zone_is_told_where_none_is_known(question: str, table: pd.DataFrame) -> None:
    assert "tz_convert" not in describe(question, {"mails": table}, 2000)


def test_an_adverb_is_told_in_words_that_are_no_variable() -> None:
    assert parts("What do the monthly km come to?", hikes=HIKES.rename(columns={"km": "monthly_km"})) == []
    assert parts("Draw the monthly km as a line.") == ["per month is d['begun'].dt.to_period('M')"]


@pytest.mark.parametrize(
    "question",
    [
        "How many days are between the first and the last entry?",
        "How long is it in log from the earliest to the latest?",
    ],
)
def test_from_the_first_to_the_last_date(question: str) -> None:
    log = pd.DataFrame({"on": ["March 3, 2024", "January 30, 2024", "March 15, 2024"], "n": [1, 2, 3]})
    told = describe(question, {"log": log}, 700)
    assert "Begin with: d = log.assign(on=tidy.date(log['on']))" in told
    assert "Part: from the first to the last is d['on'].max() - d['on'].min()" in told


def test_how_long_something_took_is_its_one_column_of_durations() -> None:
    jobs = pd.DataFrame({"job": [1, 2, 3], "repair": ["2 h 5 min", "40 min", "1 h"], "crew": ["a", "b", "a"]})
    told = describe("Which two jobs took the longest?", {"jobs": jobs}, 700)
    assert "Begin with: d = jobs.assign(repair=tidy.duration(jobs['repair']))" in told
    assert "Begin with" not in describe("Which jobs are there?", {"jobs": jobs}, 700)


def test_a_month_needs_no_year_where_all_dates_are_of_one() -> None:
    one = HIKES.head(2)
    assert parts("How many hikes began since June?", hikes=one) == [f"since june is {BEGUN}.dt.month >= 6"]
    assert parts("How many hikes began until the end of May?", hikes=one) == [f"until may is {BEGUN}.dt.month <= 5"]
    assert parts("How many hikes began since June?") == []


def test_months_of_a_year_are_compared() -> None:
    begun = tidy.date(HIKES["begun"])
    assert (begun.dt.to_period("M") > "2031-05").tolist() == [False, True, True]
