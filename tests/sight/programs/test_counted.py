"""Amounts that a question asks for by "how many" are added up; a program that counts their rows does not fit."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.sight import added_up, amounts_asked, counted, not_counted
from husky_kernel.sight.programs.counted import all_rows, marks_added_up, told_apart

TRIPS = pd.DataFrame(
    {
        "crew": ["a", "b", "a", "c", "b"],
        "litres": [12, 30, 12, 7, 9],
        "sacks": ["3", "5 sacks", "2", "-", "8"],
        "year": [2030, 2031, 2030, 2031, 2030],
        "leg": [1, 2, 3, 4, 5],
        "wet": [0, 1, 1, 0, 0],
        "boat": ["Ida", "Una", "Ida", "Eva", "Una"],
    }
)
TABLES = {"trips": TRIPS}
LITRES = "how many litres: the program counts rows, add up trips['litres']"


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("How many litres did each crew use?", "trips.groupby('crew')['litres'].count()"),
        ("How many litres did each crew use?", "trips.groupby('crew').size()"),
        ("How many litres did each crew use?", "trips['crew'].value_counts()"),
        ("How many litres went to crew a?", "len(trips[trips['crew'] == 'a'])"),
        ("How many litres went to crew a?", "(trips['crew'] == 'a').sum()"),
        ("How many litres went to crew a?", "trips[trips['crew'] == 'a'].shape[0]"),
    ],
)
def test_rows_in_the_place_of_amounts(question: str, program: str) -> None:
    assert list(counted(question, program, TABLES)) == [LITRES]


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("How many litres did each crew use?", "trips.groupby('crew')['litres'].sum()"),
        ("How many litres did each crew use?", "trips.groupby('crew').agg(used=('litres', 'sum'))"),
        ("How many litres did crew a use?", "sum(trips.litres[trips.crew == 'a'])"),
        ("How many litres did crew a use on leg 3?", "trips.loc[trips['leg'] == 3, 'litres'].item()"),
        ("How many trips used over 9 litres?", "len(trips[trips['litres'] > 9])"),
        ("How many litres values are over 9?", "len(trips[trips['litres'] > 9])"),
        ("How many trips did each crew make?", "trips.groupby('crew').size()"),
        ("How many boats are there?", "trips['boat'].nunique()"),
        ("How many years are there?", "trips['year'].nunique()"),
        ("How many legs did crew a sail?", "(trips['crew'] == 'a').sum()"),
        ("How many litres did each crew use?", "trips.groupby('crew'"),
    ],
)
def test_what_is_added_up_read_or_counted_rightly(question: str, program: str) -> None:
    assert list(counted(question, program, TABLES)) == []


def test_amounts_are_numbers_or_texts_that_are_read_as_such() -> None:
    assert [amount.column for amount in amounts_asked("How many sacks, and how many litres?", TABLES)] == [
        "sacks",
        "litres",
    ]
    assert amounts_asked("How many litres?", {**TABLES, "litres": TRIPS}) == [], "the rows of a table may be meant"


@pytest.mark.parametrize(
    "program",
    [
        "trips.groupby('crew')['litres'].sum()",
        "t = tidy.number(trips['sacks']).groupby(trips['crew']).sum()\nt.plot(kind='bar')",
        "trips[trips['year'] == 2030]['litres'].sum()",
    ],
)
def test_amounts_in_the_place_of_rows(program: str) -> None:
    [told] = added_up("How many trips did each crew make?", program, TABLES)
    assert told.endswith(", count the rows")


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("How many trips did each crew make?", "trips.groupby('crew').size()"),
        ("How many trips did each crew make?", "(trips['litres'] > 9).sum()"),
        ("How many trips did each crew make?", "trips.groupby('crew')['wet'].sum()"),
        ("How many litres did each crew use?", "trips.groupby('crew')['litres'].sum()"),
        ("How many trips were made, and how many litres used?", "trips['litres'].sum()"),
        ("How many barrels did each crew use?", "trips.groupby('crew')['litres'].sum()"),
        ("How many trips were there?", "trips ("),
    ],
)
def test_what_is_counted_or_may_be_added_up(question: str, program: str) -> None:
    assert list(added_up(question, program, TABLES)) == []


def test_a_column_that_counts_people_is_added_up() -> None:
    games = {"games": pd.DataFrame({"score": ["1:0", "2:2"], "crowd": [812, 1204], "cost": [90, 80]})}
    asked = "How many people came to the games with a score of 2:2?"
    assert list(added_up(asked, "games[games['score'] == '2:2']['crowd'].sum()", games)) == []
    assert list(added_up(asked, "games[games['score'] == '2:2']['cost'].sum()", games)) != []


def test_rows_are_counted_after_a_change() -> None:
    [told] = added_up("Make litres a number, and then count the large ones.", "trips['litres'].sum()", TABLES)
    assert told == "how many ones: the program adds up `litres`, count the rows"
    assert list(added_up("Make litres a number, and then count the litres.", "trips['litres'].sum()", TABLES)) == []


def test_a_share_of_rows_is_no_share_of_amounts() -> None:
    program = "d.loc[d['wet'], 'litres'].sum() / d['litres'].sum() * 100"
    [told] = added_up("What share of trips was wet, in percent?", program, TABLES)
    assert told == "a share of trips: the program adds up `litres`, count the rows"
    [told] = added_up("What share of trips used litres of crew a?", program, TABLES)
    assert told.startswith("a share of trips: ")
    assert not list(added_up("What share of the litres was used on wet trips?", program, TABLES))


CREWS = {"stays": pd.DataFrame({"guest": list("ab") * 20, "room": list("cdef") * 10, "left": ["", "1.2.2024"] * 20})}


def test_different_values_are_no_rows() -> None:
    [told] = told_apart("How many cars have not left?", "stays[stays['left'] == '']['room'].nunique()", CREWS)
    assert told == "how many cars: the program counts the different values of `room`, count the rows"
    for question in ("How many rooms were taken?", "How many different places were there?", "How many people came?"):
        assert not list(told_apart(question, "stays['room'].nunique()", CREWS))
    assert not list(told_apart("How many cars have not left?", "len(stays)", CREWS))


@pytest.mark.parametrize("program", ["d[d['eur'] < 0]['kind'].value_counts()", "d.groupby('kind').size()", "len(d)"])
def test_how_much_is_added_up(program: str) -> None:
    assert list(not_counted("How much was spent on each kind?", program)) == [
        "how much: the program counts rows, add up the amounts"
    ]


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("How much was spent on each kind?", "d.groupby('kind')['eur'].sum()"),
        ("How many were spent on each kind?", "d['kind'].value_counts()"),
        ("How much more often was it bought?", "d['kind'].value_counts()"),
    ],
)
def test_other_counts_are_none_of_it(question: str, program: str) -> None:
    assert not list(not_counted(question, program))


RATED = {"rides": pd.DataFrame({"town": [*"ab"] * 20, "stars": [1, 2, 3, 4, 5] * 8, "fare": range(40)})}


def test_marks_are_not_added_up_where_rows_are_asked_for() -> None:
    program = "t = rides.groupby('town')['stars'].sum()\nt.plot(kind='bar')"
    assert [*marks_added_up("Show the rides per town as bars.", program, RATED)] == [
        "rides are asked for: the program adds up `stars`, count the rows"
    ]
    assert [*marks_added_up("Show the stars of the rides per town.", program, RATED)] == []
    assert [*marks_added_up("Show the rides per town.", program.replace("stars", "fare"), RATED)] == []
    assert [*marks_added_up("Show the rides per town.", "rides.groupby('town').size()", RATED)] == []


@pytest.mark.parametrize(
    "condition", ["(t['n'] > 3)", "t['day'].between('2024-01-01', '2024-02-01')", "t['a'].isin(['x'])"]
)
def test_all_rows_are_no_count_of_a_condition(condition: str) -> None:
    told = ["value_counts().sum() is the number of all rows: take .sum() of the condition itself"]
    assert [*all_rows(f"{condition}.value_counts().sum()")] == told
    assert [*all_rows(f"{condition}.sum()")] == [*all_rows(f"{condition}.value_counts()[True]")] == []
    assert [*all_rows("t['a'].value_counts().sum()")] == [*all_rows("t['a'].value_counts(")] == []
