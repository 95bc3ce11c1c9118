from __future__ import annotations

import pandas as pd
from watching import against, told

DOGS = pd.DataFrame({"kg": [20.0, None, 30.0], "paid": ["1,200", "95", "n/a"], "born": ["03/04/2031"] * 3})


def test_a_mean_over_some_of_the_rows() -> None:
    assert told("dogs['kg'].mean()", dogs=DOGS) == ["the mean of `kg` is over 2 of 3 rows: the others are missing"]
    assert told("dogs.groupby('born')['kg'].mean()", dogs=DOGS)
    assert told("dogs['kg'].dropna().mean()", dogs=DOGS) == []


def test_a_conversion_that_loses_numbers_and_one_that_loses_words() -> None:
    program = "pd.to_numeric(dogs['paid'], errors='coerce').sum()"
    [text] = against(program, dogs=DOGS)
    assert text == "to_numeric could not read 2 rows of `paid`, which are missing now: '1,200'"
    assert against(program, dogs=DOGS.iloc[1:]) == []
    assert told(program, dogs=DOGS.iloc[1:]) == ["1 row of `paid` are missing now: 'n/a'"]


def test_words_for_missing_are_values_to_isna() -> None:
    stays = pd.DataFrame(
        {"beds": ["4", "none", "7", "full", "6", "2"], "town": ["Elk", "?", "Moss", "Elk", "Moss", "Oak"]}
    )
    stays = stays[stays["beds"] != "full"]
    expected = (
        "'none' in `beds` are no numbers, and isna takes them for values; read it first by tidy.number(stays['beds'])"
    )
    assert against("stays['beds'].isna().sum()", stays=stays) == [expected]
    [text] = against("stays[stays['town'].notna()]", stays=stays)
    assert text.endswith(
        "stand for missing, and notna takes them for values; read it first by tidy.missing(stays['town'])"
    )
    assert against("stays['town'].dropna()", stays=stays.iloc[2:]) == []
    assert against("stays['town'].isna()", stays=stays.iloc[2:]) == []


def test_dates_whose_day_and_month_cannot_be_told() -> None:
    expected = "`born` may have day or month first; it was read with the month first"
    assert told("pd.to_datetime(dogs['born'])", dogs=DOGS) == [expected]
    assert told("pd.to_datetime(dogs['born'], dayfirst=True)", dogs=DOGS) == []


def test_arithmetic_of_columns_whose_labels_do_not_fit() -> None:
    other = DOGS.set_index("paid")
    [text] = against("dogs['kg'] / other['kg']", dogs=DOGS, other=other)
    assert text == "no label of `kg` and `kg` is in both: all results are missing"
