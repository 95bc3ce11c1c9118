"""Units in comments and names: what is added, subtracted or divided in two of them, or taken for another."""

from __future__ import annotations

import pytest

from husky_kernel.agent.types import Step, Task
from husky_kernel.modules.coder import code_expert
from husky_kernel.modules.facts.mixed_units import mixed_units
from husky_kernel.modules.profile import load_profile

RATIO = "river = 1006  # km\ntower = 192  # m\nriver / tower"


def test_a_ratio_of_two_units_is_named_with_what_to_do() -> None:
    mixed = mixed_units(RATIO)
    assert mixed == "river is in km and tower in m: bring them to one unit before river / tower"


@pytest.mark.parametrize(
    ("code", "both"),
    [
        ("a = 3  # kilometers\nb = 2  # miles\na - b", ("km", "miles")),
        ("a = 3  # square miles\nb = 2  # in km2\na + b", ("square miles", "km2")),
        ("a = 3  # days\nb = 2  # hours\nc = 1  # hours\n(b - c) / a", ("hours", "days")),
        ("a = 5  # million km\nb = 4  # Metres\nx = a / b", ("million km", "m")),
        ("a_cm = 75\nb_m = 4\nx = a_cm / b_m", ("cm", "m")),
        ("a = 75  # all of them, cm\nb = 4  # total m\na / b", ("cm", "m")),
        ("a = 3  # miles\nb = 2  # miles\nround(a - b)  # feet", ("miles",)),
    ],
)
def test_lengths_areas_and_times_are_known_in_many_spellings(code: str, both: tuple[str, str]) -> None:
    mixed = mixed_units(code) or ""
    assert all(f"in {unit}" in mixed for unit in both)


@pytest.mark.parametrize(
    "code",
    [
        "river = 1006 * 1000  # km, in m\ntower = 192  # m\nriver / tower",
        "road = 12  # km\nspeed = 3  # km/hour\nroad / speed",
        "way = 12  # m\nspeed = 3  # miles per hour\nway / speed",
        "land = 12  # km2\nway = 3  # m\nland / way",
        "a = 12  # km\nb = 3  # m\na * b",
        "a = 12  # km\nb = 3  # m\n(a * 1000) / b",
        "a = 12\nb = 3  # m\na / b",
        "a = 12  # kmart\nb = 3  # m\na / b",
        "a = 3  # km\nb = 2  # km\nc = (a + b) * 1000  # m\nround(c)  # m",
        "a = 3  # days\nb = a  # hours",
        "not Python at all",
        "",
    ],
)
def test_what_is_converted_or_said_of_something_else_is_left_alone(code: str) -> None:
    assert mixed_units(code) is None


def test_the_coder_is_told_before_the_program_runs() -> None:
    coder = code_expert(load_profile("qwen").prompts["code"])
    task = Task("How many times as long as the tower is high is the river?")
    found = [Step(0, "search", "Find the river.", output="River: Length 1,006 km. Tower: Height 192 m.")]
    doubt = coder.doubt(RATIO, task, found)
    assert doubt is not None
    assert doubt.task == task
    assert "one unit" in (doubt.failure or "")
    assert coder.doubt(RATIO.replace("1006", "1006 * 1000").replace("# km", "# in m"), task, found) is None
