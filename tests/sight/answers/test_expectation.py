"""What a question expects is read from general words, and nothing that it does not say."""

from __future__ import annotations

from dataclasses import fields

import pytest

from husky_kernel.sight import expected

EXPECTED: dict[str, dict[str, object]] = {
    "How many parcels are late?": {"count": True},
    "How many games ended in a draw?": {"count": True},
    "For how many parcels is the depot not known?": {"count": True},
    "Make a table of colour by depot.": {"per": ("depot",)},
    "How many bar stools were sold?": {"count": True},
    "How many rows were removed?": {"count": True},
    "How many parcels per depot?": {"count": True, "per": ("depot",)},
    "What is the total weight per depot?": {"number": True, "per": ("depot",)},
    "Show the mean price for each colour of car.": {"number": True, "per": ("colour",)},
    "Show total kg by depot and month.": {"number": True, "per": ("depot", "month")},
    "And the same by depot?": {"per": ("depot",)},
    "What is the sum of the three largest orders?": {"number": True},
    "Which depot has the most parcels?": {"name": "depot"},
    "Who sold the most?": {"name": "who"},
    "On which day were most parcels sent?": {"name": "day", "date": "day"},
    "On which day of the week do most calls come in?": {"name": "day", "date": "weekday"},
    "What percentage of the parcels is late?": {"percentage": True},
    "By how many percent did sales grow?": {},
    "Show the three heaviest parcels.": {"items": 3},
    "List the top 5 customers by revenue.": {"items": 5},
    "Which three depots have the most parcels?": {"items": 3},
    "What are the names of the two oldest trees?": {"items": 2},
    "Draw a bar chart of weight per depot.": {"chart": "bar", "per": ("depot",)},
    "Plot the number of calls per month as a line.": {"chart": "line", "per": ("month",)},
    "Draw the five busiest stations as horizontal bars.": {"chart": "barh", "items": 5},
    "Show a histogram of the weights.": {"chart": "hist"},
    "Make a scatter plot of weight and distance.": {"chart": "scatter"},
    "Make a pie chart of the shares.": {"chart": "pie"},
    "Show the distribution of weights as a box plot.": {"chart": "box"},
    "Plot weight against distance.": {"chart": "any"},
    "Which line has the most delays?": {"name": "line"},
    "Remove exact duplicates from parcels and say how many there were.": {"change": True},
    "Clean the column price, then total it per depot.": {"change": True, "per": ("depot",)},
    "Convert weight to numbers.": {"change": True},
    "Turn the column sent into dates.": {"change": True},
    "Set the price of tea to 5.": {"change": True},
    "In parcels, give driver the value nobody where it is missing.": {"change": True},
    "Give the column driver the label late.": {"change": True},
    "Give the columns better names.": {"change": True},
    "Who sent the most parcels? Give the name.": {"name": "who"},
    "Please drop the empty rows.": {"change": True},
    "Some parcels are there twice. Take the second ones out.": {"change": True},
    "Get rid of the empty rows.": {"change": True},
    "Take the first column and show it.": {},
    "Without changing parcels, drop the empty rows and count the rest.": {},
    "Save the table as out.csv.": {"file": True},
    "Write the totals per depot to totals.xlsx.": {"file": True, "per": ("depot",)},
    "Why is Moss so low?": {"words": True},
    "What does the column kg mean?": {"words": True},
    "Sort the parcels by weight.": {},
    "How many parcels were sent and replaced later?": {"count": True},
    "How many songs were sung by two singers?": {"count": True},
    "What is the total number of laps by all drivers?": {"number": True},
    "How many rows are duplicates? Remove them.": {"count": True, "change": True},
    "The column sent holds day numbers. How many parcels were sent in May?": {"count": True},
    "There is one reading for each hour. How many hours are missing?": {"count": True},
    "How many parcels were sent in each year? Show it as a bar chart.": {
        "count": True,
        "per": ("year",),
        "chart": "bar",
    },
    "List the code of the three parcels with the highest weight.": {"items": 3},
    "Show the sum of the three largest orders.": {"number": True},
    "What do all the parcels come to in kg?": {"number": True},
    "What did they amount to?": {"number": True},
    "What does each depot come to?": {"per": ("depot come",)},
    "By depot, what is the total weight?": {"per": ("depot",), "number": True},
    "Add the town of the depot to parcels, as a new column.": {"change": True},
    "Give parcels simple column names.": {"change": True},
    "Raise all prices in menu by 5%.": {"change": True},
    "Make the towns capital letters.": {"change": True},
    "Split sender into first and last name.": {"change": True, "shown": True},
    "Fill the gaps in kg by 0 and show the mean.": {"change": True, "shown": True},
    "Replace -9 in kg by the mean. Keep parcels itself.": {},
    "Make a table of kg with a column for each depot.": {"per": ("depot",)},
    "Save one file for each depot.": {"file": True, "per": ("depot",)},
    "Show kg by month as stacked bars.": {"chart": "bar"},
    "Draw the share of yes in each of q1 to q4.": {"chart": "any"},
    "Name one of the top three runners.": {},
    "Which member of the 500 club is the youngest?": {"name": "member"},
    "In which year was the percentage of late parcels highest?": {"name": "year", "date": "year"},
    '"Drop dead" was sung on what date?': {},
}


@pytest.mark.parametrize(("question", "told"), EXPECTED.items(), ids=EXPECTED)
def test_what_a_question_expects(question: str, told: dict[str, object]) -> None:
    found = expected(question)
    said = {field.name: getattr(found, field.name) for field in fields(found) if field.name != "question"}
    assert {name: value for name, value in said.items() if value not in (False, "", (), None)} == told


def test_what_stands_before_the_words_that_ask_hides_nothing() -> None:
    assert expected("In 2031, how many parcels were sent?").count
    assert expected("On average, how many kg does a parcel weigh?").count
    assert expected("In March, which driver was the fastest?").name == "driver"
    assert expected("For each depot, how many parcels were sent?").per == ("depot",)
    assert expected("By depot, what is the total?").per == ("depot",)
    assert expected("In which month, by kg, were most sent?").date == "month"
