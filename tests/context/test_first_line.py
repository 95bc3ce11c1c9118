"""A program begins with the columns that the question names, read, and the table joined as it takes."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.context.dates.spans import Span
from husky_kernel.context.first_line import first_lines
from husky_kernel.context.joins import Join
from husky_kernel.context.looked import Looked
from husky_kernel.context.variables import describe
from husky_kernel.sight import Link

BEDS = pd.DataFrame(
    {
        "bed": ["a", "b", "c", "d"],
        "yield": ["3 kg", "4.5 kg", "6 kg", "none yet"],
        "weight": ["3 kg", "4.5 kg", "6.2 kg", "7 kg"],
        "grower": ["Kim", "kim ", "Lou", "Lou"],
        "watered": ["yes", "no", "yes", "no"],
        "depth cm": ["5 cm", "6 cm", "7 cm", "8 cm"],
        "n": [1, 2, 3, 4],
        "lead": ["0.7", "<0.2", "0.9", "1.1"],
    }
)


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("What is the mean weight of the beds?", "weight=tidy.number(beds['weight'])"),
        ("How heavy are the beds in all?", "weight=tidy.number(beds['weight'])"),
        ("How many beds has each grower?", "grower=tidy.text(beds['grower'])"),
        ("How many beds has each grower? They are not spelled the same.", "grower=tidy.text(beds['grower'])"),
        ("How many beds has each grower? Spelling of the grower does not matter.", "grower=tidy.text(beds['grower'])"),
        ("What is the mean weight of the beds in g?", "weight=tidy.number(beds['weight'], unit='g')"),
        ("What is the total weight of the beds in tonnes?", "weight=tidy.number(beds['weight'], unit='tonne')"),
        ("What is the mean weight in kg?", "weight=tidy.number(beds['weight'])"),
        ("What is the mean weight in May?", "weight=tidy.number(beds['weight'])"),
        ("What percentage of the beds were watered?", "watered=tidy.truth(beds['watered'])"),
        ("What is the mean yield? none yet is no harvest.", "**{'yield': tidy.number(beds['yield'])}"),
        (
            "What is the mean weight by depth?",
            "weight=tidy.number(beds['weight']), **{'depth cm': tidy.number(beds['depth cm'])}",
        ),
        ("What is the weight for each grower?", "weight=tidy.number(beds['weight']), grower=tidy.text(beds['grower'])"),
    ],
)
def test_what_is_named_is_read(question: str, read: str) -> None:
    [line] = first_lines(question, Looked({"beds": BEDS}), ["beds"])
    assert line == f"d = beds.assign({read})"
    exec(line, {"beds": BEDS, "tidy": tidy})


@pytest.mark.parametrize(
    "question",
    [
        "How many beds are there?",
        "What is the largest n?",
        "Of how many is the yield none yet?",
        "Were beds watered?",
        "How many spellings of grower are there?",
        "Of how many beds is the lead below what can be measured (<)?",
    ],
)
def test_there_is_nothing_to_read(question: str) -> None:
    assert first_lines(question, Looked({"beds": BEDS}), ["beds"]) == []


def test_amounts_in_several_units_are_read_into_one() -> None:
    beds = BEDS.assign(weight=["3 kg", "450 g", "6.2 kg", "7 kg"])
    lines = first_lines("What is the mean weight?", Looked({"beds": beds}), ["beds"])
    assert lines == ["d = beds.assign(weight=tidy.number(beds['weight'], unit='kg'))"]


RUNS = pd.DataFrame({"run": ["1:05:00", "0:45:30", "2:10:00"], "flags": ["wet; late", "late", "wet"], "n": [1, 2, 3]})


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("How long was a run on average in minutes?", "minutes=tidy.duration(runs['run']) / pd.Timedelta(minutes=1)"),
        ("How many were running longer than an hour?", "run=tidy.duration(runs['run'])"),
        ("Which flags are most frequent?", "flags=tidy.items(runs['flags'])"),
    ],
)
def test_durations_and_lists_are_read_by_the_word_of_a_deed_too(question: str, line: str) -> None:
    assert first_lines(question, Looked({"runs": RUNS}), ["runs"]) == [f"d = runs.assign({line})"]


def test_what_is_read_tells_how_it_is_compared_and_taken_apart() -> None:
    told = describe("How many runs took longer than an hour?", {"runs": RUNS}, 700)
    assert "Part: an hour is pd.Timedelta(hours=1)" in told
    assert "an hour is" not in describe("How long is a run in hours, if an hour counts?", {"runs": RUNS}, 700)
    assert "Part: one row for each of flags is d.explode('flags')" in describe(
        "Which flags are there?", {"runs": RUNS}, 700
    )


def test_a_value_that_is_spelled_in_several_ways_is_made_one_where_it_is_spoken_of() -> None:
    clay = pd.DataFrame({"pot": [1, 2, 3, 4], "glaze": ["ASH", "ash", "Shino", "ash "], "kiln": ["A", "A", "B", "B"]})
    told = describe("How many pots of clay have ash?", {"clay": clay}, 700)
    assert "Begin with: d = clay.assign(glaze=tidy.text(clay['glaze'], case='common'))" in told
    assert "Value: 'ash' is a value of d['glaze']" in told
    assert "Begin with" not in describe("How many pots of clay have shino?", {"clay": clay}, 700)


def test_what_lasts_and_what_is_known_come_first() -> None:
    span = Span("trips", "hours", "trips['end'] - trips['start']")
    trips = pd.DataFrame({"start": [1], "end": [2]})
    lines = first_lines(
        "How long for each grower?", Looked({"beds": BEDS, "trips": trips}), ["beds", "trips"], span=span
    )
    assert lines == ["d = trips.assign(hours=trips['end'] - trips['start'])"]
    lines = first_lines("How much?", Looked({"trips": trips, "beds": BEDS}), ["trips"], also=[("beds", "weight")])
    assert lines == ["d = beds.assign(weight=tidy.number(beds['weight']))"]


def test_a_join_stands_between_what_is_read_of_one_table_and_of_the_other() -> None:
    sales = pd.DataFrame({"bed": ["a", "a", "b"], "price": ["€3", "€4.50", "€5"]})
    join = Join(Link("sales", "bed", "beds", "bed", 1.0), ("weight",))
    tables = {"sales": sales, "beds": BEDS}
    assert first_lines("What is the price by weight?", Looked(tables), ["sales"], join=join) == [
        "d = sales.assign(price=tidy.number(sales['price']))",
        "d = d.merge(beds[['bed', 'weight']], on='bed', how='left')",
        "d = d.assign(weight=tidy.number(d['weight']))",
    ]
    plain = Join(Link("sales", "bed", "beds", "bed", 1.0), ("n",))
    lines = first_lines("How many sales by n?", Looked(tables), ["sales"], join=plain)
    assert lines == ["d = sales.merge(beds[['bed', 'n']], on='bed', how='left')"]


HIKES = pd.DataFrame({"hut": ["a", "b"], "begun": ["03.05.2031 10:00", "14.06.2031 11:00"], "km": ["4 km", "9 km"]})


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("Plot the km per week as a line.", "km=tidy.number(hikes['km']), begun=tidy.date(hikes['begun'])"),
        ("On which day were the most km hiked?", "km=tidy.number(hikes['km']), begun=tidy.date(hikes['begun'])"),
        ("How many hikes were there in May?", "begun=tidy.date(hikes['begun'])"),
        ("How many hikes were begun on a weekend?", "begun=tidy.date(hikes['begun'])"),
        ("How many hikes were begun before 11 am?", "begun=tidy.date(hikes['begun'])"),
    ],
)
def test_dates_are_read_where_the_question_goes_by_them(question: str, read: str) -> None:
    assert first_lines(question, Looked({"hikes": HIKES}), ["hikes"]) == [f"d = hikes.assign({read})"]
    told = describe(question, {"hikes": HIKES}, 700)
    assert "tidy.date" not in told.partition("Begin with: ")[2].partition("\n")[2]


def test_a_column_that_is_named_as_a_deed_is_no_amount() -> None:
    looked = Looked(
        {"tickets": pd.DataFrame({"paid": ["$ 2.00", "$ 3.50", "$ 1.00"], "method": ["card", "app", "card"]})}
    )
    assert first_lines("How many tickets were paid by card?", looked, ["tickets"]) == []
    assert first_lines("How many dollars were paid by card on average?", looked, ["tickets"]) != []
    assert first_lines("How much was paid by card?", looked, ["tickets"]) != []


def test_of_two_columns_of_dates_none_is_read_unless_it_is_named() -> None:
    both = HIKES.assign(ended=HIKES["begun"])
    assert first_lines("How many hikes were there in May?", Looked({"hikes": both}), ["hikes"]) == []
    [line] = first_lines("How many hikes ended in May?", Looked({"hikes": both}), ["hikes"])
    assert line == "d = hikes.assign(ended=tidy.date(hikes['ended']))"


def test_the_table_of_which_most_is_named_is_copied_else_the_likeliest() -> None:
    looked = Looked({"trips": BEDS[["yield", "grower"]], "beds": BEDS})
    assert first_lines("What is the mean weight by grower?", looked, ["trips", "beds"])[0].startswith("d = beds.")
    assert first_lines("What is the mean yield?", looked, ["trips", "beds"])[0].startswith("d = trips.")
    assert first_lines("What is the mean yield?", looked, ["beds", "trips"])[0].startswith("d = beds.")


def test_the_table_is_copied_of_which_a_value_is_spoken_of() -> None:
    calls = pd.DataFrame({"ward": list("NSNS") * 3, "end": ["settled", "Settled", "lost", "settled "] * 3})
    wards = pd.DataFrame({"ward": ["N", "S"], "head": ["Ames", "Dietz"]})
    for question in ("What percentage was settled in each ward?", "How many were settled and lost? Spelling aside."):
        told = describe(question, {"wards": wards, "calls": calls}, 700)
        assert "Begin with: d = calls.assign(end=tidy.text(calls['end'], case='common'))" in told


def test_a_word_for_missing_that_is_asked_for_itself_is_left_as_it_is() -> None:
    crew = pd.DataFrame({"who": ["a", "b", "c", "d"], "sign": ["NA", "K.O.", "NA", "L.M."]})
    assert "tidy.missing" in describe("What is the most frequent sign of the crew?", {"crew": crew}, 700)
    told = describe("How many of the crew have the sign NA?", {"crew": crew}, 700)
    assert not [line for line in told.splitlines() if line.startswith("Begin with") and "tidy.missing" in line]


def test_a_number_of_something_names_no_column_that_is_called_so() -> None:
    heats = pd.DataFrame({"No.": ["1.", "2.", "3."], "number": ["7 a", "8", "9"], "won": ["red", "blue", "red"]})
    for question in ("What is the number of times red won?", "Give the number of heats."):
        assert "Begin with" not in describe(question, {"heats": heats}, 2000)


def test_a_small_word_names_no_column_that_begins_with_it() -> None:
    oats = pd.DataFrame({"oat": ["a", "b"], "per_kg": ["3,10 €", "4,20 €"]})
    fed = pd.DataFrame({"oat": ["a", "b", "a"], "stall": ["x", "y", "y"], "grams": [1, 2, 3]})
    assert "per_kg'" not in "".join(
        line
        for line in describe("What is fed per stall?", {"fed": fed, "oats": oats}, 2000).splitlines()[3:]
        if "Begin" in line
    )
