"""Keys that another table writes otherwise are found, and how they are read."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.sight import keys
from husky_kernel.sight.linked import joined

WELLS = pd.DataFrame({"well": ["W1", "W2", "W3"], "depth": [4, 9, 6]})


@pytest.mark.parametrize(
    ("written", "key", "read", "read_key"),
    [
        (["W1", "W3", "W2", "W1"], ["W1", "W2", "W3"], "", ""),
        (["w1", "W3", "w2", "W1"], ["W1", "W2", "W3"], "….str.upper()", ""),
        (["w1", "w3", "w2", "w1"], ["W1", "W2", "W3"], "….str.upper()", ""),
        (["w1", "W3", "w2", "W1"], ["w1", "w2", "w3"], "….str.lower()", ""),
        ([" W1", "W3 ", "W2", "W1"], ["W1", "W2", "W3"], "….str.strip()", ""),
        (["W1", "W3", "W2", "W1"], ["W1 ", "W2", "W3"], "", "….str.strip()"),
        ([" w1", "W3", "w2", "W1"], ["W1", "W2", "W3"], "….str.strip().str.upper()", ""),
        (["w1", "W3", "w2", "W1"], ["w1", "W2", "w3"], "….str.upper()", "….str.upper()"),
        (["001", "003", "002", "001"], [1, 2, 3], "tidy.number(…)", ""),
        ([1, 3, 2, 1], ["01", "02", "03"], "", "tidy.number(…)"),
    ],
)
def test_how_they_are_read(written: list[Any], key: list[Any], read: str, read_key: str) -> None:
    tests, wells = pd.DataFrame({"well": written, "salt": [1, 2, 3, 4]}), WELLS.assign(well=key)
    tables = {"tests": tests, "wells": wells}
    [link] = [link for link in keys(tables) if link.table == "tests"]
    assert (link.share, link.read, link.read_key) == (1, read, read_key)
    values, known = link.values(tables)
    assert values.isin(known).all()
    made = eval(joined(link, ["depth"]), {**tables, "tidy": tidy})
    assert made["depth"].tolist() == [4, 6, 9, 4]
    assert link.turned.turned == link


@pytest.mark.parametrize(
    ("written", "key"),
    [
        (["w1", "W1", "w2", "W1"], ["w1", "W1", "W2"]),  # different keys would become one
        (["w1", "V7", "x9", "Y2"], ["W1", "W2", "W3"]),
        (["1a", "3", "2", "1"], [1, 2, 3]),
        (["1", "3", "2", "01"], ["1", "01", "2"]),
    ],
)
def test_what_is_left_as_it_is(written: list[Any], key: list[Any]) -> None:
    tables = {"tests": pd.DataFrame({"well": written, "salt": [1, 2, 3, 4]}), "wells": WELLS.assign(well=key)}
    assert not any(link.read or link.read_key for link in keys(tables))


@pytest.mark.parametrize(
    ("name", "table", "key"),
    [
        ("well_no", "wells", "well"),
        ("well", "wells", "well id"),
        ("well_no", "wells", "id"),
        ("test_well", "wells", "well"),
        ("wel", "wells", "no"),
        ("well", "deep_wells", "code"),
    ],
)
def test_names_that_speak_of_the_same_are_linked(name: str, table: str, key: str) -> None:
    tests = pd.DataFrame({name: [11, 13, 12, 11], "salt": [1, 2, 3, 4]})
    wells = pd.DataFrame({key: [11, 12, 13, 14], "depth": [4.5, 9.5, 6.5, 1.5]})
    [link] = keys({"tests": tests, table: wells})
    assert (link.column, link.key, link.share) == (name, key, 1)


@pytest.mark.parametrize(("name", "key"), [("num_wells", "well"), ("salt", "depth"), ("no", "id"), ("best", "well")])
def test_small_numbers_of_other_things_are_not(name: str, key: str) -> None:
    tests = pd.DataFrame({name: [1, 3, 2, 1]})
    assert keys({"tests": tests, "wells": pd.DataFrame({key: [1, 2, 3, 4]})}) == []


def test_numbers_of_which_some_are_missing_are_keys_too() -> None:
    tests = pd.DataFrame({"well": [11, None, 12, 11]})
    [link] = keys({"tests": tests, "wells": pd.DataFrame({"well": [11, 12, 13]})})
    assert (link.column, link.share) == ("well", 1)


def test_codes_of_another_name_are_found_in_other_letters_and_words_are_not() -> None:
    tests = pd.DataFrame({"place": ["w11", "w13", "w12"]})
    [link] = keys({"tests": tests, "wells": pd.DataFrame({"shaft": ["W11", "W12", "W13"]})})
    assert (link.column, link.read) == ("place", "….str.upper()")
    tests = pd.DataFrame({"place": ["oak", "elm", "ash"]})
    assert keys({"tests": tests, "wells": pd.DataFrame({"shaft": ["Oak", "Elm", "Ash"]})}) == []


def test_many_words_in_other_letters_are_the_same_in_two_columns_by_no_chance() -> None:
    trees = ["oak", "elm", "ash", "fir", "yew"]
    tables = {
        "tests": pd.DataFrame({"place": trees}),
        "wells": pd.DataFrame({"shaft": [*map(str.upper, trees), "BOX"]}),
    }
    [link] = keys(tables)
    assert (link.column, link.key, link.share) == ("place", "shaft", 1)
    values, known = link.values(tables)
    assert values.isin(known).all()
