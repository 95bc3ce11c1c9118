"""The join that a question takes is told where another table alone has what it names."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from husky_kernel.context.variables import describe
from husky_kernel.modules.prompting import glance

LOANS = pd.DataFrame({"reader": [1, 2, 3, 1], "book": ["a", "b", "a", "c"], "days": [3, 9, 4, 8]})
BOOKS = pd.DataFrame(
    {
        "book": ["a", "b", "c"],
        "title": ["Moss", "Oak", "Elk"],
        "shelf mark": ["x1", "x2", "x1"],
        "weight_g": [200, 500, 300],
    }
)
JOIN = "loans.merge(books[['book', {}]], on='book', how='left')"


def joins(question: str, **tables: Any) -> list[str]:
    told = describe(question, {"loans": LOANS, "books": BOOKS, **tables}, 2000)
    return [line.partition(": ")[2] for line in told.splitlines() if line.startswith(("Join: ", "Begin with: "))]


@pytest.mark.parametrize(
    ("question", "columns"),
    [
        ("How many loans are there of each title?", "'title'"),
        ("What is the mean of days by title?", "'title'"),
        ("How many loans were of Elk?", "'title'"),
        ("Count the loans per shelf mark.", "'shelf mark'"),
        ("Which title was loaned most often?", "'title'"),
        ("How many loans were of something heavier than 300 g?", "'weight_g'"),
    ],
)
def test_a_column_or_a_value_of_another_table(question: str, columns: str) -> None:
    assert joins(question) == [f"d = {JOIN.format(columns)}"]


@pytest.mark.parametrize(
    "question",
    [
        "How many loans are there of each book?",
        "How many titles are there in books?",
        "How many books are there per title?",
        "Which reader has the most loans?",
    ],
)
def test_what_one_table_answers_takes_no_join(question: str) -> None:
    assert joins(question) == []


def test_keys_that_are_written_otherwise_are_read_before_they_are_joined() -> None:
    loans = LOANS.assign(book=["A", "b ", "a", "C"])
    assert joins("What is the mean of days by title?", loans=loans) == [
        "d = loans.assign(book=loans['book'].str.strip().str.lower())",
        "d = d.merge(books[['book', 'title']], on='book', how='left')",
    ]
    rows = "books[~books['book'].isin(loans['book'].str.strip().str.lower())]"
    told = describe("Which books have no loans?", {"loans": loans.head(2), "books": BOOKS}, 2000)
    assert f"Part: books without a row in loans are {rows}" in told


def test_a_unit_in_full_names_the_column_that_is_called_by_its_short_form() -> None:
    lots = pd.DataFrame({"book": ["a", "b", "a"], "kg": [3, 4, 5]})
    told = describe("How many kilograms of each title?", {"lots": lots, "books": BOOKS}, 2000)
    assert "Begin with: d = lots.merge(books[['book', 'title']], on='book', how='left')" in told


def test_rows_of_neither_of_two_tables_with_a_key_are_found_by_the_column_that_they_share() -> None:
    bands = pd.DataFrame({"band": ["Moss", "Oak", "Moss"], "hour": [1, 2, 3]})
    votes = pd.DataFrame({"band": ["Moss", "Moss", "Moss"], "stars": [4, 5, 5]})
    told = describe("Which bands got no votes?", {"bands": bands, "votes": votes}, 2000)
    assert "Part: bands without a row in votes are bands[~bands['band'].isin(votes['band'])]" in told
    assert "without a row" not in describe("Which bands got votes?", {"bands": bands, "votes": votes}, 2000)


def test_a_square_metre_names_a_column_of_areas_and_the_largest_none() -> None:
    rooms = pd.DataFrame({"room": ["r1", "r2"], "area_m2": [10, 20], "wing": ["N", "S"]})
    heats = pd.DataFrame({"room": ["r1", "r2", "r1"], "kwh": [3, 4, 5]})
    tables = {"heats": heats, "rooms": rooms}
    told = describe("How many kwh per square metre did each wing take?", tables, 2000)
    assert "d = heats.merge(rooms[['room', 'area_m2', 'wing']], on='room', how='left')" in told
    assert "merge" not in describe("What is the largest kwh?", tables, 2000)
    rooms = pd.concat([rooms, pd.DataFrame({"room": ["r3"], "area_m2": [5], "wing": ["S"]})])
    alone = describe("Which room has no heats?", {"heats": heats, "rooms": rooms}, 2000)
    assert "without a row in" in alone
    assert "merge" not in alone


def test_what_has_no_row_of_something_is_taken_of_these_alone() -> None:
    fines = pd.DataFrame({"book": ["a", "b"], "fine": [1, 2]})
    shelves = pd.DataFrame({"shelf mark": ["x1", "x2", "x3"], "room": [1, 2, 2]})
    tables = {"fines": fines, "books": BOOKS, "shelves": shelves}
    told = describe("How many books needed no fines at all?", tables, 2000)
    assert "Part: books without a row in fines are books[~books['book'].isin(fines['book'])]" in told
    assert "shelves without a row" not in told


def test_a_join_that_adds_rows_or_finds_nothing_is_not_told() -> None:
    question = "How many loans are there of each title?"
    assert joins(question, books=pd.concat([BOOKS, BOOKS.head(1)])) == []
    assert joins(question, books=BOOKS.head(1)) == []


def test_a_join_that_finds_most_rows_is_told_but_not_made() -> None:
    told = describe("How many loans are there of each title?", {"loans": LOANS, "books": BOOKS.head(2)}, 700)
    assert f"Join: {JOIN.format(repr('title'))} has 'title'" in told
    assert "Begin with" not in told


def test_a_few_rows_without_a_partner_keep_their_join() -> None:
    books = pd.DataFrame({"book": list("abcdefgh"), "title": [f"Moss {at}" for at in range(8)]})
    loans = pd.DataFrame({"reader": range(18), "book": list("abcdefghz") * 2})
    told = joins("How many loans are there of each title?", books=books, loans=loans)
    assert told == ["d = " + JOIN.format("'title'")]


def test_the_join_stands_right_before_the_question() -> None:
    told = describe("How many loans are there of no title?", {"loans": LOANS, "books": BOOKS}, 2000)
    assert glance(told).endswith("; loans.merge(books[['book', 'title']], on='book', how='left') has 'title'")


def test_a_join_that_is_told_is_of_the_copy() -> None:
    loans = LOANS.assign(fee=["€1", "€2.50", "€3", "€4"])
    told = describe("What is the fee of loans that have no title?", {"loans": loans, "books": BOOKS}, 2000)
    assert "\nBegin with: d = loans.assign(fee=tidy.number(loans['fee']))" in told
    assert "\nJoin: d.merge(books[['book', 'title']], on='book', how='left') has 'title'" in told


def test_an_amount_that_is_asked_for_by_how_many_is_told_as_a_sum() -> None:
    told = describe("How many days did each reader keep a book?", {"loans": LOANS}, 2000)
    assert told.endswith("\nSum: how many days is the sum of loans['days']")
    assert glance(told).endswith("; how many days is the sum of loans['days']")


@pytest.mark.parametrize("question", ["Which books were never lent?", "Which books have no loan?"])
def test_rows_without_a_partner_are_told(question: str) -> None:
    books = pd.concat([BOOKS, BOOKS.tail(1).assign(book="z")])
    told = describe(question, {"loans": LOANS, "books": books}, 700)
    assert "Part: books without a row in loans are books[~books['book'].isin(loans['book'])]" in told


@pytest.mark.parametrize(
    ("question", "extra"),
    [
        ("Which books were never lent?", []),
        ("Which books were lent?", ["z"]),
        ("Which books have no shelf mark?", []),
        ("For which books is no weight known?", ["z"]),
    ],
)
def test_they_are_not_told_where_there_are_none_or_nobody_asks(question: str, extra: list[str]) -> None:
    books = pd.concat([BOOKS, *(BOOKS.tail(1).assign(book=book) for book in extra)])
    assert "without a row" not in describe(question, {"loans": LOANS, "books": books}, 700)


def test_a_join_over_a_third_table_is_made_whole() -> None:
    shelves = pd.DataFrame({"shelf": ["x1", "x2"], "hall": ["north", "south"]})
    books = BOOKS.rename(columns={"shelf mark": "shelf"})
    told = describe("How many loans are there in each hall?", {"loans": LOANS, "books": books, "shelves": shelves}, 700)
    first = "loans.merge(books[['book', 'shelf']], on='book', how='left')"
    assert f"Begin with: d = {first}.merge(shelves[['shelf', 'hall']], on='shelf', how='left')" in told
    told = describe("How many books are there in each hall?", {"loans": LOANS, "books": books, "shelves": shelves}, 700)
    assert "Begin with: d = books.merge(shelves[['shelf', 'hall']], on='shelf', how='left')" in told


def test_a_column_that_is_called_like_a_small_word_is_not_named_by_it() -> None:
    loans = LOANS.rename(columns={"days": "at"})
    assert joins("How many books have a weight of at least 300?", loans=loans) == []


SHOPS = pd.DataFrame({"shop_id": ["S1", "S2", "S3"], "name": ["Kiosk", "Mill", "Pier"], "rent": [3, 5, 4]})
SALES = pd.DataFrame({"shop_id": ["S1", "S2", "S1", "S3"] * 3, "sold": [4, 5, 6, 7] * 3})


@pytest.mark.parametrize("question", ["How much was sold in each shop?", "Sold per shop.", "Which shop sold most?"])
def test_rows_with_codes_are_called_by_their_names(question: str) -> None:
    told = describe(question, {"sales": SALES, "shops": SHOPS}, 2000)
    assert "Begin with: d = sales.merge(shops[['shop_id', 'name']], on='shop_id', how='left')" in told
    assert "Part: the name of each shop is d['name']" in told


@pytest.mark.parametrize("question", ["How much was sold by shop_id?", "What is the rent of each shop?"])
def test_they_are_left_alone_where_the_code_is_named_or_one_table_is_enough(question: str) -> None:
    assert "the name of each" not in describe(question, {"sales": SALES, "shops": SHOPS}, 2000)


def test_a_name_may_be_a_part_of_a_value() -> None:
    heads = pd.DataFrame({"shop_id": ["S1", "S2", "S3"], "head": ["A. Vidal", "K. Moe", "R. Vidal"]})
    told = describe("How much was sold by the head Moe?", {"sales": SALES, "heads": heads}, 2000)
    assert "Value: Moe is d['head'] == 'K. Moe'" in told
    assert "Vidal is" not in describe("How much was sold by the head Vidal?", {"sales": SALES, "heads": heads}, 2000)


def test_who_has_none_of_what_is_named() -> None:
    shops = pd.concat([SHOPS, pd.DataFrame({"shop_id": ["S9"], "name": ["Barn"], "rent": [2]})])
    told = describe("Who has no sales?", {"sales": SALES, "shops": shops}, 2000)
    assert "Part: shops without a row in sales are shops[~shops['shop_id'].isin(sales['shop_id'])]" in told
