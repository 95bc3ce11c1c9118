"""The shipped tables: complete, and the figures of a row fit one another."""

from __future__ import annotations

import csv
from importlib import resources
from itertools import pairwise

import pytest

from husky_kernel.tools.search_backends.facts import fact_passages
from husky_kernel.tools.search_backends.store import Passage

KM2 = 2.589988110336


def table(name: str) -> list[dict[str, str]]:
    text = (resources.files("husky_kernel.tools") / "facts" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@pytest.fixture(scope="module")
def passages() -> dict[tuple[str, str], Passage]:
    return {(passage.title, passage.kind): passage for passage in fact_passages()}


def test_fifty_states_and_the_district_add_up_to_the_census_totals() -> None:
    rows = table("us_states.csv")
    assert sum(row["kind"] == "state" for row in rows) == 50
    assert len(rows) == 51
    # Totals that the Census Bureau publishes; areas are rounded by row here.
    assert sum(int(row["population"]) for row in rows) == 331_449_281
    assert sum(int(row["area_sq_mi"]) for row in rows) == pytest.approx(3_796_742, abs=26)
    assert sum(int(row["land_sq_mi"]) for row in rows) == pytest.approx(3_531_905, abs=26)


def test_every_state_has_its_own_abbreviation_and_capital() -> None:
    states = [row for row in table("us_states.csv") if row["kind"] == "state"]
    assert len({row["abbreviation"] for row in states}) == 50
    assert len({row["capital"] for row in states}) == 50


def test_the_countries_are_all_there() -> None:
    rows = table("countries.csv")
    assert sum(row["kind"] == "country" for row in rows) == 197
    assert all(row["capital"] and row["currency"] and row["continent"] for row in rows if row["kind"] == "country")
    assert len({row["name"] for row in rows}) == len(rows)


@pytest.mark.parametrize("name", ["us_states.csv", "countries.csv", "continents.csv", "waters.csv"])
def test_both_units_of_an_area_agree(name: str) -> None:
    for row in table(name):
        if row["area_km2"]:
            assert float(row["area_km2"]) == pytest.approx(float(row["area_sq_mi"]) * KM2, rel=0.02, abs=1.5), row[
                "name"
            ]


@pytest.mark.parametrize("name", ["us_states.csv", "countries.csv"])
def test_land_is_no_larger_than_the_whole(name: str) -> None:
    for row in table(name):
        if row["land_km2"]:
            assert 0.15 * float(row["area_km2"]) < float(row["land_km2"]) <= float(row["area_km2"]), row["name"]


@pytest.mark.parametrize(
    ("name", "metric", "imperial", "factor"),
    [
        ("mountains.csv", "height_m", "height_ft", 3.28084),
        ("structures.csv", "height_m", "height_ft", 3.28084),
        ("rivers.csv", "length_km", "length_mi", 0.621371),
        ("waters.csv", "deepest_m", "deepest_ft", 3.28084),
    ],
)
def test_both_units_of_a_length_agree(name: str, metric: str, imperial: str, factor: float) -> None:
    for row in table(name):
        if row[metric]:
            assert float(row[imperial]) == pytest.approx(float(row[metric]) * factor, rel=0.011), row["name"]


def test_the_elements_are_numbered_without_a_gap_and_masses_grow() -> None:
    rows = table("elements.csv")
    assert [int(row["number"]) for row in rows] == list(range(1, 119))
    masses = [float(row["mass"]) for row in rows]
    # Ar/K, Co/Ni, Te/I and the mass numbers of some radioactive pairs stand the other way round.
    assert sum(after < before for before, after in pairwise(masses)) < 10


def test_no_template_leaves_a_gap(passages: dict[tuple[str, str], Passage]) -> None:
    for passage in passages.values():
        assert passage.facts, passage.title
        assert passage.what.strip(), passage.title
        assert "{" not in passage.text, passage.title
        assert ".." not in passage.text, passage.title


def test_rows_read_as_they_should(passages: dict[tuple[str, str], Passage]) -> None:
    texas = passages["Texas", "state"]
    assert texas.text.startswith("Total area 268,596 square miles (695,662 km2). Population 29,145,505 (2020 census).")
    assert ("TX", "code") in texas.names
    assert ("Austin", "capital") in texas.names
    france = passages["France", "country"]
    assert [fact.ask for fact in france.facts].count("area") == 1
    assert "metropolitan France" in france.facts[0].text
