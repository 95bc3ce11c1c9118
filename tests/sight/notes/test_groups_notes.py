from __future__ import annotations

import pandas as pd
import pytest
from watching import against, told

TRIPS = pd.DataFrame(
    {"town": ["Moss", "moss ", "Hamar", None], "bus": ["A", "a", "B", "B"], "km": [1, 2, 3, 4]}
).assign(kind=pd.Categorical(["tram", "tram", "boat", "boat"], categories=["tram", "boat", "ferry"]))


@pytest.mark.parametrize(
    "program",
    [
        "trips.groupby('town')['km'].sum()",
        "trips.groupby(['town', 'bus']).size()",
        "trips['km'].groupby(trips['town']).sum()",
        "trips['town'].value_counts()",
        "trips['town'].str.slice(0).value_counts()",
        "trips['town'].nunique()",
        "trips.pivot_table(index='town', values='km', aggfunc='sum')",
        "pd.crosstab(trips['town'], trips['bus'])",
    ],
)
def test_one_value_in_two_spellings(program: str) -> None:
    assert against(program, trips=TRIPS) == [
        "`town` has one value in several spellings: 'Moss', 'moss '; make them one first by tidy.text(trips['town'])"
    ]


def test_rows_in_no_group_are_told_and_not_against() -> None:
    assert told("trips.groupby('town')['km'].sum()", trips=TRIPS) == ["1 row without `town` is in no group"]
    assert told("trips.groupby('town', dropna=False)['km'].sum()", trips=TRIPS) == []


@pytest.mark.parametrize("grouped", ["['km'].sum()", ".size()", "['km'].count()"])
def test_a_share_of_groups_that_leave_rows_out(grouped: str) -> None:
    trips = TRIPS.assign(town=["Moss", "Moss", "Hamar", None])
    [text] = against(f"g = trips.groupby('town'){grouped}\ng / g.sum()", trips=trips)
    assert text == "the total of the groups leaves out 1 row without `town`: take that of the table"
    assert against(f"g = trips.groupby('town'){grouped}\ng / trips['km'].sum()", trips=trips) == []
    assert against(f"g = trips.groupby('bus'){grouped}\ng / g.sum()", trips=TRIPS.iloc[[0, 2, 3]]) == []


def test_letters_may_mean_something_by_their_case() -> None:
    assert against("trips.groupby('bus')['km'].sum()", trips=TRIPS) == []


def test_cleaned_keys_are_one() -> None:
    program = "trips.groupby(trips['town'].str.strip().str.title())['km'].sum()"
    assert against(program, trips=TRIPS) == []


def test_categories_that_do_not_occur() -> None:
    expected = ["`kind`: categories that do not occur are counted: 'ferry'"]
    assert told("trips['kind'].value_counts()", trips=TRIPS) == expected
    assert told("trips.groupby('kind', observed=False).size()", trips=TRIPS) == expected
    assert told("trips.groupby('kind').size()", trips=TRIPS) == []


def test_a_key_of_another_table() -> None:
    bus = pd.DataFrame({"line": ["a", "b"], "town": ["Moss", "Elk"]})
    expected = "`line` is of another table (2 rows for 4), rows are matched by their numbers: merge first"
    four = pd.DataFrame({"km": [1, 2, 3, 4]})
    assert against("four['km'].groupby(bus['line']).sum()", four=four, bus=bus) == [expected]
    assert against("four.groupby(bus['line'])['km'].sum()", four=four, bus=bus) == [expected]
    assert against("four['km'].groupby(four['km'] > 2).sum()", four=four) == []
