"""What stands inside JSON objects."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from husky_kernel import tidy
from husky_kernel.context.variables import describe
from husky_kernel.modules.prompting import glance

CRATES = pd.DataFrame({"crate": [1, 2, 3], "about": ['{"fruit": "pear", "kilos": 4}', '{"kilos": 2.5}', None]})
TAKEN = "crates['about'].map(lambda each: json.loads(each).get('kilos'), na_action='ignore')"


def test_it_is_told_how_it_is_taken() -> None:
    assert glance(describe("How many kilos are in all crates?", {"crates": CRATES}, 700)).endswith(f"kilos is {TAKEN}")
    names: dict[str, Any] = {"crates": CRATES, "json": json}
    assert eval(TAKEN, names).sum() == 6.5


def test_other_words_are_not() -> None:
    assert "json.loads(each)" not in describe("How many crates are there?", {"crates": CRATES}, 700)


def test_a_value_that_stands_in_one_is_told() -> None:
    told = glance(describe("How many crates hold a pear?", {"crates": CRATES}, 700))
    call = "crates['about'].map(lambda each: json.loads(each).get('fruit'), na_action='ignore') == 'pear'"
    assert told.endswith(f"pear is {call}")
    assert eval(call, {"crates": CRATES, "json": json}).tolist() == [True, False, False]


LISTS = pd.DataFrame(
    {
        "crate": [1, 2, 3],
        "held": [
            '[{"fruit": "pear", "kilos": 4}, {"fruit": "fig", "kilos": 1}]',
            '[{"fruit": "fig", "kilos": 2}]',
            "[]",
        ],
    }
)


def test_objects_in_lists_become_rows_and_their_keys_columns() -> None:
    told = describe("What are the total kilos in all crates?", {"crates": LISTS}, 700)
    lines = [line.removeprefix("Begin with: ") for line in told.splitlines() if line.startswith("Begin with: ")]
    names: dict[str, Any] = {"crates": LISTS, "tidy": tidy, "pd": pd}
    for line in lines:
        exec(line, names)
    assert names["d"]["kilos"].tolist() == [4, 1, 2]
    assert "Part: d has a row for each of held, with d['fruit'], d['kilos']" in told
    assert "one row for each of held" not in told


def test_lists_of_which_no_key_is_named_are_left() -> None:
    assert "json_normalize" not in describe("How many crates are there?", {"crates": LISTS}, 700)
    assert "json_normalize" not in describe("What are the kilos?", {"crates": LISTS.assign(kilos=3)}, 700)
