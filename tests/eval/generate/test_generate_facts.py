from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import pytest

from husky_kernel.agent.types import Observation
from husky_kernel.eval.generate.entities import Entity, entities
from husky_kernel.eval.generate.facts import FactReader, Unanswerable, quantities
from husky_kernel.tools.search import SearchTool

KNOWN = {entity.key: entity for entity in entities()}


@dataclass
class Found:
    """A search tool that finds one text."""

    text: str
    ok: bool = True
    name: str = "search"
    description: str = ""
    executes: bool = True
    instructions: str = ""
    examples: tuple[()] = ()
    action_examples: tuple[()] = ()

    def run(self, call: str) -> Observation:
        return Observation(self.text, ok=self.ok, error=None if self.ok else "nothing")


def test_a_figure_is_what_the_search_says(search: SearchTool) -> None:
    figure = FactReader(search).figure(KNOWN["state:Texas"], "area")
    assert figure.query == "area of Texas"
    assert (figure.value, figure.unit) == (268_596, "square miles")
    assert figure.text == search.run("area of Texas").text
    assert figure.to_json()["value"] == 268_596


def test_the_second_figure_is_the_other_units_converted(search: SearchTool) -> None:
    miles = FactReader(search).figure(KNOWN["state:Texas"], "area", "square miles")
    value, converted = miles.second()
    assert converted
    assert value == Fraction(695_662) / Fraction("2.589988110336")
    assert value != miles.value
    assert float(value) == pytest.approx(float(miles.value), rel=1e-5)


def test_a_figure_in_one_unit_is_read_again(search: SearchTool) -> None:
    figure = FactReader(search).figure(KNOWN["state:Ohio"], "population")
    assert figure.second() == (Fraction(11_799_448), False)


def test_what_has_two_figures_or_two_bearers_is_left_alone(search: SearchTool) -> None:
    reader = FactReader(search)
    with pytest.raises(Unanswerable, match="several figures"):
        reader.figure(KNOWN["country:France"], "area")
    plain = replace(KNOWN["country:Georgia"], search="Georgia")
    with pytest.raises(Unanswerable, match="several things"):
        reader.figure(plain, "population")
    assert FactReader(search).figure(KNOWN["country:Georgia"], "population").value == 4_900_961


RAN = Entity("Ran", "country", "country in Asia", "Ran", "Ran", {"area": 100.0})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Iran: country in Asia. Total area 100 km2 (39 square miles).", "something else"),
        ("Ran: river in Asia. Total area 100 km2.", "something else"),
        ("Ran: country in Asia. It is large.", "no figure"),
        ("Ran: country in Asia. Total area 100 km2, or 90 km2 without the islands.", "several figures"),
        ("Ran: country in Asia. Total area 101 km2 (39 square miles).", "not the fact's"),
        ("Ran: country in Asia. Total area 39 square miles.", "not the fact's"),
        ("Ran: country in Asia. 100 km2.\nRan: city in Asia. 100 km2.", "several things"),
    ],
)
def test_texts_that_cannot_be_relied_on(text: str, reason: str) -> None:
    with pytest.raises(Unanswerable, match=reason):
        FactReader(Found(text)).figure(RAN, "area", "square kilometers")


def test_a_search_without_a_hit_and_a_unit_that_is_not_given() -> None:
    with pytest.raises(Unanswerable, match="nothing"):
        FactReader(Found("No result", ok=False)).figure(RAN, "area")
    with pytest.raises(Unanswerable, match="another unit"):
        FactReader(Found("Ran: country in Asia. Total area 100 km2.")).figure(RAN, "area", "square miles")


def test_nearly_every_shipped_fact_can_be_asked_for(search: SearchTool) -> None:
    reader, lost = FactReader(search), []
    asked = {name: quantity.ask for name, quantity in quantities().items() if name != "speed"}
    for entity in KNOWN.values():
        for name, ask in asked.items():
            if ask in entity.numbers and entity.kind in ("state", "city", "country", "river", "element", "mountain"):
                try:
                    reader.figure(entity, name)
                except Unanswerable as reason:
                    lost.append((entity.key, name, str(reason)))
    # One area with a note, and nothing else.
    assert lost == [("country:France", "area", "the text gives several figures")]
