"""Rows for so many of something else."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.variables import describe
from husky_kernel.modules.prompting import glance

TOWNS = pd.DataFrame({"town": ["Ayr", "Bude", "Cork"], "people": ["1 200", "3 400", "900"], "km2": [3, 9, 2]})
FIRES = pd.DataFrame({"town": ["Ayr", "Bude", "Ayr", "Cork"] * 3, "hours": [1, 2, 3, 4] * 3})
DRILLS = pd.DataFrame({"town": ["Ayr", "Bude", "Cork"] * 5, "crew": [1, 2, 3] * 5})
TABLES = {"fires": FIRES, "towns": TOWNS, "drills": DRILLS}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "How many fires per 1000 people did each town have?",
            "fires per 1000 people for each town are "
            "d.groupby('town').size() / d.groupby('town')['people'].first() * 1000",
        ),
        (
            "How many fires are there for every ten drills, by town?",
            "fires per ten drills for each town are fires.groupby('town').size() / drills.groupby('town').size() * 10",
        ),
    ],
)
def test_how_they_are_divided_is_told(question: str, told: str) -> None:
    assert told in glance(describe(question, TABLES, 900))


@pytest.mark.parametrize("question", ["How many fires per town?", "How many hours per 1000 people, by town?"])
def test_other_quotients_are_not_told(question: str) -> None:
    assert " / " not in glance(describe(question, TABLES, 900))


def test_an_amount_that_is_a_number_already_is_divided_too() -> None:
    farms = pd.DataFrame(
        {"farm": ["F1", "F2", "F3"], "valley": ["Low", "Low", "High"], "hectares": ["1,5", "2,0", "4,0"]}
    )
    cuts = pd.DataFrame({"farm": ["f1", "F2", "F3"] * 3, "kg": [30, 40, 20] * 3})
    told = describe("How many kilograms per hectare did each valley bring?", {"cuts": cuts, "farms": farms}, 900)
    assert (
        "Part: kg per hectare is d.groupby('valley')['kg'].sum() / "
        "tidy.number(farms['hectares']).groupby(farms['valley']).sum()"
    ) in told


def test_an_amount_is_divided_by_what_stands_once_for_each_row_of_the_other_table() -> None:
    barges = pd.DataFrame(
        {"barge": ["B1", "B2", "B3"], "canal": ["East", "East", "West"], "berths": ["1 200", "40", "9"]}
    )
    loads = pd.DataFrame({"barge": ["B1", "B2", "B3"] * 3, "load": ["3 t", "400 kg", "2 t"] * 3})
    told = describe("How many tons per berth did each canal carry?", {"loads": loads, "barges": barges}, 900)
    assert (
        "Part: load per berth is d.groupby('canal')['load'].sum() / "
        "tidy.number(barges['berths']).groupby(barges['canal']).sum()"
    ) in told


def test_a_code_is_no_amount() -> None:
    towns = TOWNS.assign(county=[1, 2, 1])
    assert " / " not in glance(describe("How many fires were there per county?", {"fires": FIRES, "towns": towns}, 900))
