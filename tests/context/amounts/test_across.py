"""A quotient of amounts of two tables is one of sums, each of which is taken where its amount stands."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.context.variables import describe

TRIPS = pd.DataFrame({"crew": ["c1", "c2", "c1"], "fuel_used": [3.0, 4.0, 5.0], "tide": ["in", "out", "in"]})
CREWS = pd.DataFrame({"crew": ["c1", "c2", "c3"], "allowance": ["10 l", "20 l", "5 l"], "boat": ["x", "x", "y"]})


def parts(question: str, crews: pd.DataFrame = CREWS) -> tuple[list[str], list[str]]:
    told = describe(question, {"trips": TRIPS, "crews": crews}, 2000).splitlines()
    kinds = [[line.partition(": ")[2] for line in told if line.startswith(kind)] for kind in ("Begin with", "Part")]
    return kinds[0], [part for part in kinds[1] if "divided" in part]


def test_for_each_group_of_the_table_that_has_the_lower_one() -> None:
    begun, [part] = parts("For each boat, what is the fuel used divided by the allowance, in percent?")
    namespace = {"trips": TRIPS, "crews": CREWS, "tidy": tidy}
    exec("\n".join(begun), namespace)
    said, _, program = part.partition(" is ")
    assert said == "fuel_used divided by allowance for each boat"
    assert eval(program, namespace).round(6).to_dict()["x"] == 40.0


def test_over_all() -> None:
    _, [part] = parts("What is the fuel used divided by the allowance?")
    assert part.endswith("['fuel_used'].sum() / tidy.number(crews['allowance']).sum()")


@pytest.mark.parametrize(
    "question",
    [
        "What is the fuel used divided by the allowance for each tide?",
        "What is the fuel used divided by the number of trips?",
        "What is the allowance divided by the fuel used?",
    ],
)
def test_other_quotients_are_not_told(question: str) -> None:
    assert parts(question)[1] == []


def test_nor_where_the_lower_one_stands_in_several_rows_of_a_key() -> None:
    assert parts("What is the fuel used divided by the allowance?", pd.concat([CREWS, CREWS]))[1] == []
