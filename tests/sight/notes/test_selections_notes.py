from __future__ import annotations

import pandas as pd
import pytest
from watching import against, told

HALLS = pd.DataFrame(
    {"town": ["Moss", "moss ", "Hamar", None], "open": ["True", "False", "True", "True"], "seats": [1, 2, 3, 4]}
)


@pytest.mark.parametrize(
    ("program", "text"),
    [
        (
            "halls[halls['town'] == 'Moss']",
            "1 row of `town` has 'moss ' for 'Moss'; make them one first by tidy.text(halls['town'])",
        ),
        ("halls[halls['town'].isin(['Moss'])]", "`town` has 'moss ' for 'Moss'"),
        ("halls[halls['open'] == True]", "`open` holds texts ('True', 'False'): == True fits no row"),
        ("halls[halls['seats'] == '3']", "`seats` holds no texts: == '3' fits no row"),
    ],
)
def test_a_condition_that_misses_rows(program: str, text: str) -> None:
    assert text in against(program, halls=HALLS)


def test_an_empty_selection_is_told_with_what_is_near_and_not_against() -> None:
    program = "halls[halls['town'] == 'Hammar']"
    assert against(program, halls=HALLS) == []
    found = told(program, halls=HALLS)
    assert "no row has 'Hammar' as `town`; the nearest: 'Hamar'" in found
    assert "no row of `halls` fits the selection" in found
    assert told("halls.loc[halls['seats'] > 9]", halls=HALLS) == ["no row of `halls` fits the selection"]


def test_missing_values_in_a_share() -> None:
    found = told("(halls['town'] == 'Hamar').mean()", halls=HALLS)
    assert found == ["1 row without `town` count as not 'Hamar'"]


@pytest.mark.parametrize(
    "program",
    [
        "halls[halls['town'] == 'Hamar']",
        "halls[halls['town'].str.strip().str.title() == 'Moss']",
        "halls[halls['town'].isin(['Hamar', 'Moss', 'moss '])]",
        "halls[halls['open'] == 'True']",
        "halls[halls['seats'] == 3]",
    ],
)
def test_conditions_that_fit(program: str) -> None:
    assert against(program, halls=HALLS) == []


@pytest.mark.parametrize("name", ["difference", "intersection", "isin"])
def test_texts_among_dates(name: str) -> None:
    posts = pd.DataFrame({"at": ["2031-05-01", "2031-05-03"], "day": pd.to_datetime(["2031-05-01", "2031-05-03"])})
    days = f"pd.date_range('2031-05-01', '2031-05-04').{name}"
    [told] = against(f"{days}(posts['at'])", posts=posts)
    assert told == "`at` holds texts, none of which is one of the dates; read it first by tidy.date(posts['at'])"
    assert against(f"{days}(posts['day'])", posts=posts) == []


def test_a_spelling_that_tidy_text_gives_is_to_be_made_the_only_one() -> None:
    posts = pd.DataFrame({"town": ["Moss", "moss "]})
    told = "1 row of `town` has 'moss ' for 'Moss'; make them one first by tidy.text(posts['town'])"
    assert against("posts[posts['town'] == 'Moss']", posts=posts) == [told]
    assert against("posts[posts['town'] == 'moss ']", posts=posts) == ["1 row of `town` has 'Moss' for 'moss '"]


@pytest.mark.filterwarnings("ignore:Boolean Series key")
def test_a_condition_of_another_table() -> None:
    posts = pd.DataFrame({"town": ["Moss", "Elk"], "n": [1, 2]})
    calls = pd.DataFrame({"town": ["Moss", "Elk", "Oak"]})
    [told] = against("posts[calls['town'].isna()]", posts=posts, calls=calls)
    assert told == "the condition on `posts` is of another table (3 rows for 2): merge them, or use .isin()"
    assert against("posts[posts['town'].isin(calls['town'])]", posts=posts, calls=calls) == []


GUESTS = pd.DataFrame({"guest": ["a1", "a2", "A3"]})
ROOMS = pd.DataFrame({"booked": ["A1", "A3", None], "number": [1, 2, 3]})


def test_keys_that_another_column_writes_otherwise_are_not_without_a_partner() -> None:
    told_of = "1 row of `guest` would be in `booked` but for case or blanks: 'a1' is 'A1' there"
    assert against("guests[~guests['guest'].isin(rooms['booked'])]", guests=GUESTS, rooms=ROOMS) == [
        f"{told_of}; bring both to one spelling first"
    ]
    assert against("guests[~guests['guest'].str.upper().isin(rooms['booked'])]", guests=GUESTS, rooms=ROOMS) == []


def test_texts_are_not_found_among_numbers() -> None:
    assert against("guests[~guests['guest'].isin(rooms['number'])]", guests=GUESTS, rooms=ROOMS) == [
        "no `guest` is in `number`: `guest` holds texts, `number` none; bring both to one kind first"
    ]
