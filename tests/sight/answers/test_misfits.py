"""What does not fit a question is told in one line; what may fit is not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest

from husky_kernel.sight import Drawn, expected, misfits

PARCELS = pd.DataFrame(
    {
        "depot": ["Oslo", "Bergen", "Moss", "Hamar", "Oslo", "Moss"],
        "kg": [4, 2, 9, 1, 3, 3],
        "late": ["yes", "no", "no", "yes", "no", "no"],
        "sent": pd.date_range("2031-05-01 10:00", periods=6),
    }
)
TABLES = {"parcels": PARCELS, "kinds": pd.DataFrame({"kind": ["soft", "soft, red", "round"]})}
PER_DEPOT = PARCELS.groupby("depot")["kg"].sum()
BARS = Drawn("bar", {"Oslo": 7, "Bergen": 2, "Moss": 12})

WRONG: list[tuple[str, Any, str]] = [
    ("What is the total kg per depot?", PER_DEPOT.head(3), "per depot: 4 depots, the answer has 3 rows"),
    ("What is the total kg per depot?", PARCELS.assign(depot="x"), "per depot: 4 depots, the answer has 6 rows"),
    ("What is the total kg per depot?", 22, "per depot: 4 depots, the answer is one value"),
    (
        "What is the total kg by depot and late?",
        PARCELS.groupby("late")["kg"].sum(),
        "per depot: the answer does not show which, group by 'depot'",
    ),
    (
        "Make a table of late by depot with the number of parcels.",
        PARCELS.groupby("depot")["late"].count().reset_index(name="late"),
        "a table of late by depot: the answer does not show 'late'",
    ),
    ("And in May only, over all depots?", PER_DEPOT, "one value over all was asked for: the answer has 4 rows"),
    ("How many parcels per depot are there?", np.int64(6), "per depot: 4 depots, the answer is one value"),
    ("How many parcels are late?", "Oslo", "how many: the answer is a text"),
    (
        "What is the average kg of each depot?",
        PARCELS["depot"].drop_duplicates(),
        "a number was asked for: the answer has no number",
    ),
    ("How many kg are there of each kind?", PARCELS[["depot", "late"]].head(3), "how many: the answer has no number"),
    ("How many parcels are late?", np.True_, "how many: the answer is True"),
    (
        "Which sender has the heaviest total in each depot?",
        PARCELS.groupby("depot", as_index=False)["kg"].mean(),
        "which sender: the answer has numbers only",
    ),
    ("How many parcels are late?", True, "how many: the answer is True"),
    ("How many parcels are late?", PARCELS[PARCELS["late"] == "yes"], "how many: the answer is a table of 2 rows"),
    ("What is the mean kg?", float("nan"), "the answer is missing (nan)"),
    (
        "What is the mean kg per depot?",
        PER_DEPOT * float("nan"),
        "every number of the answer is missing: see what could not be read, or what was joined to nothing",
    ),
    ("Which depot has the highest total?", 12, "which depot: the answer is a number"),
    ("Which depot has the highest total?", np.float64(12.5), "which depot: the answer is a number"),
    ("Who sent the most?", 12.5, "who: the answer is a number"),
    (
        "On which day was the heaviest parcel sent?",
        pd.Timestamp("2031-05-03 10:00"),
        "which day: the answer has a time of",
    ),
    ("On which day was the heaviest parcel sent?", "2031-05-03 10:00:00", "which day: the answer has a time of day"),
    ("On which day of the week were most sent?", 4, "which weekday: the answer is a number"),
    ("What percentage of the parcels is late?", 0.3333, "a percentage was asked for, 0.3333 looks like a share of 1"),
    ("What percentage of the parcels is late?", 3333.3, "a percentage is between 0 and 100, the answer is 3333.3"),
    ("Show the two heaviest parcels.", PARCELS.nlargest(4, "kg"), "2 were asked for, the answer has 4 rows"),
    (
        "When was the last parcel sent?",
        PARCELS.groupby("depot")["sent"].last(),
        "one date was asked for: the answer has 4 rows",
    ),
    ("How many kg do parcels have on average?", PER_DEPOT, "one number was asked for: the answer has 4 rows"),
    ("Which two parcels took the longest?", PARCELS.loc[2, ["depot", "kg"]], "2 were asked for, the answer is one row"),
    ("Show the two heaviest parcels.", 9, "2 were asked for, the answer is one value"),
    (
        "Remove duplicates from parcels.",
        PARCELS,
        "a change was asked for, nothing changed: assign the result to the table itself",
    ),
    ("Save parcels as p.csv.", None, "a file was asked for, none was written"),
    ("Draw a bar chart of kg per depot.", PER_DEPOT, "a bar chart was asked for, none was drawn"),
]


def test_groups_of_which_there_are_no_rows_need_not_be_there() -> None:
    piers = pd.DataFrame({"pier": ["A", "B", "C"], "port": ["Ayr", "Bude", "Cork"]})
    ships = pd.DataFrame({"ship": range(4), "pier": ["A", "b", "A", "B"]})
    two = pd.Series([2, 2], index=["Ayr", "Bude"])
    tables = {"piers": piers, "ships": ships}
    assert misfits(expected("How many ships are there per port?"), two, tables=tables) == ()
    assert misfits(expected("How many ships are there per port?"), two.head(1), tables=tables) != ()


def test_spellings_are_no_groups_of_their_own() -> None:
    stalls = pd.DataFrame({"stall": ["A", "a ", "B", "C"], "kg": [1, 2, 3, 4]})
    three = pd.Series([3, 3, 4], index=["A", "B", "C"])
    assert misfits(expected("What is the total kg per stall?"), three, tables={"stalls": stalls}) == ()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("And by quarter, over all depots?", "per quarter: a row for each is asked for, the answer is one value"),
        ("By month?", "per month: a row for each is asked for, the answer is one value"),
        ("And by depot, for all kinds?", "per depot: 4 depots, the answer is one value"),
    ],
)
def test_groups_that_are_asked_for_after_a_total_are_no_total(question: str, told: str) -> None:
    assert [*misfits(expected(question), 33.5, (), (), (), TABLES)] == [told]


@pytest.mark.parametrize("question", ["How often did each depot send?", "How many did each depot send?"])
def test_a_count_is_no_date(question: str) -> None:
    found = misfits(expected(question), PARCELS.groupby("depot")["sent"].max(), (), (), (), TABLES)
    assert found[0].endswith("is asked for: the answer has dates, count the rows")
    assert not misfits(expected(question), PARCELS.groupby("depot")["sent"].count(), (), (), (), TABLES)


@pytest.mark.parametrize("question", ["Which of these is the heaviest?", "And which one of them was sent last?"])
def test_one_of_several_has_a_name(question: str) -> None:
    [found] = misfits(expected(question), 12.5, (), (), (), TABLES)
    assert found == "which of them: the answer is a number, give its name or label"
    assert misfits(expected(question), "Moss", (), (), (), TABLES) == ()


@pytest.mark.parametrize(("question", "value", "told"), WRONG)
def test_a_misfit_is_told(question: str, value: Any, told: str) -> None:
    [found] = misfits(expected(question), value, (), (), (), TABLES)
    assert found.startswith(told)


RIGHT: list[tuple[str, Any]] = [
    ("List the depots above the average kg.", PARCELS["depot"].drop_duplicates()),
    ("Which depots have more than the average kg for each kind?", PARCELS["depot"].head(2)),
    ("Make a table of late by depot with the number of parcels.", pd.crosstab(PARCELS["depot"], PARCELS["late"])),
    ("Make a table of late by depot.", PARCELS.groupby(["depot", "late"]).size()),
    ("Make a table of kg by depot.", PER_DEPOT),
    ("What is the total kg per depot?", PER_DEPOT),
    ("What is the total kg per depot?", PER_DEPOT.to_dict()),
    ("What is the total kg per depot?", PER_DEPOT.reset_index()),
    ("What is the total kg per depot of late parcels?", PER_DEPOT.head(2)),
    ("What is the total kg per depot for Oslo and Moss?", PER_DEPOT.head(2)),
    ("What is the average kg per depot?", 5.5),
    ("Which depot has the highest kg per parcel?", "Moss"),
    ("Which depots have more than 5 kg?", ["Oslo", "Moss"]),
    ("What is the total kg per day?", PARCELS.set_index("sent")["kg"]),
    ("How many parcels are late?", 2),
    ("How many parcels are late?", pd.DataFrame({"n": [2]})),
    ("How many parcels are late?", "2 parcels"),
    ("How many parcels are there in each depot?", PARCELS.groupby("depot").size()),
    ("Make a table of late by depot with the kg.", PARCELS.pivot_table("kg", "late", "depot", "sum")),
    ("What is the total kg for each depot?", pd.Series([7, 2, 12, 1], index=["Oslo", "Bergen", "Moss", "Hamar"])),
    ("Which columns have missing values, and how many?", PARCELS.isna().sum()),
    ("By how many percent did kg grow?", 250.0),
    ("What percentage of the parcels is late?", 33.3),
    ("What percentage of the parcels is late?", 0.0),
    ("Which month had the highest total?", 5),
    ("What percentage of its budget has each depot used?", pd.Series({"Oslo": 120.0, "Moss": 80.0})),
    ("What is the moving average of kg for each depot?", PARCELS),
    ("How many parcels are there of each kind?", pd.Series({"soft": 2, "red": 1})),
    ("Fill the gaps in kg by 0 and show the mean.", 3.67),
    ("On which day was the heaviest parcel sent?", datetime(2031, 5, 3)),
    ("When was the last parcel sent?", PARCELS.loc[2, ["depot", "sent"]]),
    ("When was the last parcel of each depot sent?", PARCELS.groupby("depot")["sent"].last()),
    ("Show the two lightest parcels.", PARCELS.nsmallest(2, "kg")),
    ("Show the three lightest parcels.", PARCELS.nsmallest(3, "kg", keep="all")),
    ("What is the sum of the two largest kg?", 13),
    ("Describe the table parcels.", PARCELS.describe()),
    ("Why is Moss so high?", "Because of one parcel."),
    ("What is the mean kg?", 3.67),
    ("Show parcels.", object()),
    ("How many parcels are late?", None),
    ("Which of these years is the best?", 2031),
    ("How many of these are late?", 2),
]


@pytest.mark.parametrize(("question", "value"), RIGHT)
def test_what_may_fit_is_not_held_against_an_answer(question: str, value: Any) -> None:
    assert misfits(expected(question), value, (), (), (), TABLES) == ()


def test_a_chart_is_held_against_the_kind_that_was_asked_for() -> None:
    def told(question: str, *drawn: Drawn) -> tuple[str, ...]:
        return misfits(expected(question), None, drawn, (), (), TABLES)

    ask = "Draw a bar chart of kg per depot."
    assert told(ask, Drawn("line", points=3)) == ("a bar chart was asked for, a line chart was drawn",)
    assert told(ask, Drawn("empty")) == ("a bar chart was asked for, what was drawn is empty",)
    assert told(ask, BARS) == ("per depot: 4 depots, the chart has 3 bars",)
    assert told("Draw a bar chart of kg per depot for late parcels.", BARS) == ()
    assert told("Draw the kg per parcel as horizontal bars.", BARS)[0].startswith(
        "a horizontal bar chart was asked for"
    )
    assert told("Plot kg.", Drawn("line", points=3)) == ()
    assert told("Draw a bar chart of kg.", Drawn("barh", {"a": 1})) == ()


def test_a_line_of_one_point_is_none() -> None:
    point = Drawn("line", lines=[[("May", 3.0)], [("May", 4.0)]], names=["a", "b"], points=2)
    assert misfits(expected("Plot kg per month as a line."), None, [point], (), (), TABLES) == (
        "a line of one point was drawn",
    )


def test_a_change_and_a_file_that_were_made_fit() -> None:
    assert misfits(expected("Remove duplicates from parcels."), None, (), {"parcels"}, (), TABLES) == ()
    assert misfits(expected("Save parcels as p.csv."), None, (), (), {"p.csv"}, TABLES) == ()


def test_an_average_is_not_a_long_table() -> None:
    long = pd.DataFrame({"depot": list("abcdefghijklmn"), "kg": range(14)})
    [told] = misfits(expected("What is the average kg for soft and for hard parcels?"), long, (), (), (), TABLES)
    assert told == "one number, or a few, was asked for: the answer has 14 rows"
    assert misfits(expected("What is the average kg for soft and for hard?"), PARCELS.head(2), (), (), (), TABLES) == ()


def test_a_percentage_of_those_who_did_something_is_at_most_all_of_them() -> None:
    shares = pd.Series({"q1": 60.8, "q2": 128.9})
    ask = "For each question, what percentage of those who replied said yes?"
    assert "between 0 and 100" in misfits(expected(ask), shares, (), (), (), TABLES)[0]
    used = "What percentage of its budget has each depot used?"
    assert misfits(expected(used), shares, (), (), (), TABLES) == ()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Make a table of depot by kind with the number of parcels.", "per kind: 2 kinds, the answer has 40 rows"),
        ("In how many percent of the cases was it late?", "a percentage was asked for: the answer has 40 rows"),
        ("What is the number of parcels for late ones?", "one number was asked for: the answer has 40 rows"),
        ("Show the number of parcels, late ones.", "one number, or a few, was asked for: the answer has 40 rows"),
        ("Now the average kg?", "the answer has a row for each of `parcels`: put them together first"),
        ("Now the average of each parcel?", None),
        ("Sort the parcels by the number of days.", None),
        ("Show the parcels.", None),
        ("Now the moving average?", None),
    ],
)
def test_rows_that_were_not_put_together(question: str, told: str | None) -> None:
    many = pd.DataFrame({"kind": ["soft", "hard"] * 20, "kg": range(40), "depot": list("abcd") * 10})
    assert misfits(expected(question), many, (), (), (), {"parcels": many}) == ((told,) if told else ())


@pytest.mark.parametrize(
    ("question", "fits"),
    [
        ("What is the total kg of the parcels that came late?", False),
        ("What is the average kg per unit?", False),
        ("What is the average kg for soft and for hard parcels?", True),
        ("What is the average kg per depot?", True),
        ("What is the average kg by town?", True),
        ("What are the averages of kg?", True),
    ],
)
def test_one_number_is_no_table(question: str, fits: bool) -> None:
    several = PARCELS.groupby("depot")["kg"].sum()
    expected_told = () if fits else (f"one number was asked for: the answer has {len(several)} rows",)
    assert misfits(expected(question), several, (), (), (), TABLES) == expected_told


def test_numbers_over_all_are_no_columns_of_numbers() -> None:
    asked = expected("What is the total kg, and the average price?")
    by = pd.Series([3, 4], ["a", "b"])
    assert misfits(asked, (by, by / 2)) == (
        "one number of each is asked for: the answer has many, take them over all rows",
    )
    assert misfits(asked, (7, 3.5)) == ()


def test_a_duration_is_no_number_of_minutes() -> None:
    took = pd.Series(pd.to_timedelta([60, 90], unit="s"))
    for value in (took, took.mean()):
        [told] = misfits(expected("How long did it take on average, in minutes?"), value, (), (), (), TABLES)
        assert told == "the answer is a duration, minutes are asked for: divide it by pd.Timedelta(minutes=1)"
        assert misfits(expected("How long did it take?"), value, (), (), (), TABLES) == ()


def test_a_table_that_is_wider_than_any_of_the_users() -> None:
    wide = pd.DataFrame([range(60)] * 4, index=list("abcd"))
    ask = "How many parcels came to each depot?"
    assert misfits(expected(ask), wide, (), (), (), TABLES) == ("the answer has 60 columns",)
    assert misfits(expected(ask), wide, (), (), (), {**TABLES, "wide": wide}) == ()


def test_more_years_than_there_are() -> None:
    days = pd.Series(range(70), index=pd.date_range("2031-05-01", periods=70))
    [told] = misfits(expected("How many parcels came in each year?"), days, (), (), (), TABLES)
    assert told == "per year: the answer has 70 rows"
    assert misfits(expected("How many parcels came on each day?"), days, (), (), (), TABLES) == ()
    bars = Drawn("bar", {f"{day}": 1.0 for day in range(70)})
    [told] = misfits(expected("How many came in each year? Show it as a bar chart."), None, [bars], (), (), TABLES)
    assert told == "per year: the chart has 70 bars"


def test_texts_that_were_added_are_no_number() -> None:
    [told] = misfits(expected("What is the total kg?"), "1.52.0" * 50, (), (), (), TABLES)
    assert told == "a number was asked for: the answer is a text of 300 characters"


def seen(question: str, drawn: Drawn) -> tuple[str, ...]:
    return misfits(expected(question), None, [drawn], (), (), TABLES)


def test_all_together_are_one_line() -> None:
    lines = Drawn(
        "line", lines=[[("May", 3.0), ("June", 4.0)], [("May", 4.0), ("June", 5.0)]], names=["a", "b"], points=4
    )
    assert seen("Plot the kg of all depots together per month as a line.", lines) == (
        "all together were asked for, 2 lines were drawn: put them together first",
    )
    assert seen("Plot the kg of all depots per month as lines.", lines) == ()


def test_hundreds_of_bars_are_no_chart() -> None:
    bars = Drawn("bar", {f"{place}, x": 1.0 for place in range(300)})
    [found] = seen("Draw the number of parcels per quarter.", bars)
    assert found == "300 bars were drawn, which nobody can read: put them together first"


def test_a_follow_up_by_other_groups_has_these_alone() -> None:
    six = pd.Series(range(6), index=[f"d{place}" for place in range(6)])
    for ask in ("And per depot?", "And by depot?"):
        assert misfits(expected(ask), six, tables=TABLES)[0] == "per depot: 4 depots, the answer has 6 rows"


def test_a_bar_for_each_row_is_no_chart_of_numbers_of_rows() -> None:
    many = pd.DataFrame({"kind": ["soft", "hard"] * 20, "kg": range(40)})
    bars = Drawn("bar", {f"bar {place}": 1.0 for place in range(40)})
    [told] = misfits(expected("Show how many of which kind came as a bar chart."), None, [bars], (), (), {"p": many})
    assert told == "the chart has a row for each of `p`: put them together first"
    assert misfits(expected("Show the kg of the parcels as a bar chart."), None, [bars], (), (), {"p": many}) == ()


def test_one_of_each_group_is_no_row_for_every_pair() -> None:
    tables = {
        "p": pd.DataFrame({"depot": list("abcabcabcabc"), "driver": [f"d{n}" for n in range(12)], "kg": range(12)})
    }
    pairs = tables["p"].groupby(["depot", "driver"], as_index=False)["kg"].sum()
    asked = expected("Which driver brought the most in each depot, by kg?")
    [told] = misfits(asked, pairs, (), (), (), tables)
    assert told.startswith("one driver for each depot is asked for: 3 depots, 12 rows")
    best = pairs.loc[pairs.groupby("depot")["kg"].idxmax()]
    assert misfits(asked, best, (), (), (), tables) == ()


def test_one_number_on_average_is_no_table() -> None:
    per_depot = PARCELS.groupby("depot")["kg"].mean()
    [told] = misfits(expected("On average, how many kg does a parcel weigh?"), per_depot, (), (), (), TABLES)
    assert "one number was asked for" in told
    assert misfits(expected("On average, how many kg does a parcel weigh?"), 3.5, (), (), (), TABLES) == ()


def test_row_numbers_are_no_names() -> None:
    per_depot = PARCELS.groupby("depot")["kg"].idxmax()
    [told] = misfits(expected("Which driver has the heaviest parcel in each depot?"), per_depot, (), (), (), TABLES)
    assert told == "which driver: the answer has numbers of rows, take the rows by .loc"
    [told] = misfits(expected("Which driver has the heaviest parcel?"), int(PARCELS["kg"].idxmax()), (), (), (), TABLES)
    assert told.startswith("which driver: the answer is the number of a row")
    assert misfits(expected("Which hour has the most parcels?"), 2, (), (), (), TABLES) == ()
    most = pd.Series([2, 1], index=pd.MultiIndex.from_tuples([("Oslo", "Ada"), ("Moss", "Bo")]))
    assert misfits(expected("Which driver has the most parcels in each depot?"), most, (), (), (), TABLES) == ()
    most = PARCELS.groupby("depot")["kg"].max() + 0.5
    [told] = misfits(expected("Which driver has the heaviest parcel in each depot?"), most, (), (), (), TABLES)
    assert told == "which driver: the answer has numbers only, take the rows with their driver by .loc"
    whole = PARCELS.groupby("depot", as_index=False)["kg"].max().astype({"kg": int})
    ask = "Which driver has the heaviest parcel in each depot?"
    assert misfits(expected(ask), whole, (), (), (), TABLES) == (told,)
    ids = whole.rename(columns={"kg": "driver_nr"})
    assert misfits(expected(ask), ids, (), (), (), TABLES) == ()
    named = PARCELS.loc[PARCELS.groupby("depot")["kg"].idxmax(), ["depot", "late", "kg"]]
    assert misfits(expected("Which driver has the heaviest parcel in each depot?"), named, (), (), (), TABLES) == ()


def test_an_answer_by_whole_lists_is_told() -> None:
    styles = pd.Series([["rock", "pop"], ["pop"], ["pop"]])
    [told] = misfits(expected("What are the most frequent styles?"), styles.value_counts())
    assert told == "the answer is by whole lists: take .explode() first"
    assert not misfits(expected("What are the most frequent styles?"), styles.explode().value_counts())
    assert misfits(expected("How many styles are there?"), ["rock", "pop"])


def test_a_table_of_one_by_another_has_a_row_for_each_of_the_first() -> None:
    long = pd.DataFrame({"ward": [f"w{n % 9}" for n in range(40)], "state": [f"s{n % 4}" for n in range(40)]})
    ask = expected("Make a table of ward by answer to state with the number of beds.")
    counts = long.groupby("ward")["state"].value_counts().reset_index(name="beds")
    [told] = misfits(ask, counts, tables={"beds": long})
    assert told == "a table of ward by state has a row for each ward: pd.crosstab, or .unstack()"
    assert misfits(ask, pd.crosstab(long["ward"], long["state"]), tables={"beds": long}) == ()


SPLIT = Drawn("bar", {f"{depot}, {late}": 2.0 for depot in ("Oslo", "Bergen", "Moss") for late in ("yes", "no")})


def test_bars_that_are_split_by_what_nobody_asked_for() -> None:
    [found] = misfits(expected("Plot the kg per depot as bars."), None, [SPLIT], (), (), TABLES)
    assert found == "per depot: the bars are split by yes, no too, one bar for each was asked for"


@pytest.mark.parametrize(
    "ask",
    ["Plot the kg per depot and late as bars.", "Compare the kg per depot as bars.", "Plot yes and no per depot."],
)
def test_bars_that_may_be_split(ask: str) -> None:
    assert not [one for one in misfits(expected(ask), None, [SPLIT], (), (), TABLES) if "split" in one]


def test_lines_whose_points_have_no_value() -> None:
    lines = [[(place, float("nan") if place % 3 else 1.0) for place in range(30)] for _ in range(2)]
    [found] = misfits(expected("Draw a line for each depot."), None, [Drawn("line", lines=lines)], (), (), TABLES)
    assert found.startswith("most points of the lines have no value")


@pytest.mark.parametrize("value", [PER_DEPOT, PER_DEPOT.reset_index(), PER_DEPOT.nlargest(2)])
def test_one_is_asked_for_and_the_answer_has_all(value: Any) -> None:
    [found] = misfits(expected("Which depot has the most kg?"), value, (), (), (), TABLES)
    assert found == f"which depot: the answer has {len(value)} rows, take the one that is asked for"


@pytest.mark.parametrize(
    ("ask", "value"),
    [
        ("Which depot has the most kg?", PER_DEPOT.nlargest(1)),
        ("Which depot has the most kg?", PARCELS.loc[2]),
        ("Which depot has the most kg?", pd.Series({"Oslo": 7, "Moss": 7})),
        ("Which depots have the most kg?", PER_DEPOT.nlargest(2)),
        ("Which depot has the most kg of each kind?", PER_DEPOT),
        ("Which depot is in the north?", PER_DEPOT),
    ],
)
def test_one_row_a_tie_and_several_are_left_alone(ask: str, value: Any) -> None:
    assert not [one for one in misfits(expected(ask), value, (), (), (), TABLES) if "take the one" in one]


@pytest.mark.parametrize("ask", ["Which depot has the most kg?", "How many kg came?", "What is the mean kg?"])
def test_a_chart_is_no_answer_where_a_value_is_asked_for(ask: str) -> None:
    [found] = misfits(expected(ask), PER_DEPOT, [BARS], (), (), TABLES)
    assert found == "no chart was asked for: end with the value that answers, and draw nothing"
    assert misfits(expected(f"{ask} Show it as a bar chart."), PER_DEPOT, [BARS], (), (), {}) == ()


def test_an_average_per_group_of_which_each_has_one_row_is_one_value() -> None:
    depots = pd.DataFrame({"depot": ["Oslo", "Moss", "Hamar"], "parcels": [4, 9, 2]})
    value, tables = depots.groupby("depot")["parcels"].mean(), {"depots": depots}
    [found] = misfits(expected("What is the average number of parcels per depot in depots?"), value, tables=tables)
    assert found.startswith("one value over all was asked for: the answer has 3 rows")
    assert misfits(expected("What is the number of parcels per depot in depots?"), value, tables=tables) == ()


def test_a_unit_behind_a_comma_asks_for_no_second_value() -> None:
    [found] = misfits(expected("What is the mean weight of the parcels, in kg?"), PER_DEPOT, tables=TABLES)
    assert found == "one number was asked for: the answer has 4 rows"


def test_a_price_per_unit_sold_is_one_number() -> None:
    [found] = misfits(expected("What is the average price per unit sold?"), PER_DEPOT, tables=TABLES)
    assert found == "one number was asked for: the answer has 4 rows"


@pytest.mark.parametrize(
    ("question", "value", "told"),
    [
        ("What is the total kg per month?", 7.5, ("per month: a row for each is asked for, the answer is one value",)),
        ("What is the total kg per month?", float("nan"), ("the answer is missing (nan)",)),
        ("What is the average kg per month?", 7.5, ()),
        ("What is the total of the average kg per month?", 7.5, ()),
    ],
)
def test_one_value_for_many_periods(question: str, value: float, told: tuple[str, ...]) -> None:
    assert misfits(expected(question), value, (), (), (), TABLES) == told


@pytest.mark.parametrize(
    ("question", "column"),
    [("Which team has a draw of 3?", "draw"), ("What is the top 5 of the driver with 12 starts?", "top 5")],
)
def test_a_column_by_that_name_is_neither_a_chart_nor_a_number_of_rows(question: str, column: str) -> None:
    table = pd.DataFrame({"starts": [9, 12], column: [3, 4]})
    assert misfits(expected(question), 3, tables={"season": table}) == ()
    assert misfits(expected("Draw the starts as bars."), 3, tables={"season": table}) != ()


def test_bars_that_are_labelled_by_pairs_are_named_by_one_thing() -> None:
    days = ["Friday", "Monday", "Sunday", "Tuesday"]
    bars = Drawn("bar", {f"({day}, {place})": 2.0 for place, day in enumerate(days)})
    [found] = seen("Draw a bar chart of parcels by weekday.", bars)
    assert found.startswith("the weekdays are not in their order: take .reindex(['Monday', ")
    bars = Drawn("bar", {f"({depot}, {place})": 2.0 for place, depot in enumerate(("Oslo", "Bergen", "Moss"))})
    [found] = seen("Draw a bar chart of kg.", bars)
    assert found == "the labels of the bars are pairs, '(Oslo, 0)': name each bar by one thing"
    assert seen("Draw a bar chart of kg.", SPLIT) == ()


@pytest.mark.parametrize("question", ["How old are the drivers on average?", "On average, how far do parcels go?"])
def test_what_is_so_on_average_is_one_number(question: str) -> None:
    value = pd.Series([3.0, 4.0], index=["a", "b"])
    assert misfits(expected(question), value, (), (), (), TABLES) == (
        "one number was asked for: the answer has 2 rows",
    )
    assert misfits(expected(question[:-1] + " for each depot?"), value, (), (), (), {}) == ()


def test_how_much_less_it_is_is_above_0() -> None:
    told = ("how much less it is was asked for: the answer is below 0, take the difference the other way round",)
    for question in ("How much less do late parcels weigh?", "How many fewer parcels came than were sent?"):
        assert misfits(expected(question), -4, (), (), (), TABLES) == told
        assert misfits(expected(question), 4, (), (), (), TABLES) == ()
    assert misfits(expected("How much more do late parcels weigh?"), -4, (), (), (), TABLES) == ()
