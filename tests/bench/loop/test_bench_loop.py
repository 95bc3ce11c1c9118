from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from husky_kernel.agent.errors import EngineError
from husky_kernel.agent.protocols import Tool
from husky_kernel.agent.types import Tokens
from husky_kernel.assembly import load_agent
from husky_kernel.bench.loop.our_side import Ours
from husky_kernel.bench.loop.questions import Answer, Asked, Race, Row
from husky_kernel.bench.loop.report import outcome
from husky_kernel.bench.meter import Meter
from husky_kernel.bench.overhead import Echo
from husky_kernel.config import Settings


class Fixed:
    """A side that says one thing at a fixed cost."""

    def __init__(self, name: str, text: str | None, prefilled: int = 0, asked: list[str] | None = None) -> None:
        self.name, self._text, self._prefilled = name, text, prefilled
        self._asked = asked if asked is not None else []

    def answer(self, question: str, meter: Meter) -> Answer:
        self._asked.append(f"{self.name} {question}")
        meter.spent(Tokens(self._prefilled + 5, 5, 7))
        meter.saw_token()
        if self._text == "broken":
            raise EngineError("it broke")
        return Answer(self._text, 1)

    def close(self) -> None:
        pass


QUESTIONS = [Asked(at, f"q{at}", lambda text: text == "4") for at in range(3)]


def test_sides_take_turns_in_who_goes_first() -> None:
    asked: list[str] = []
    sides = [Fixed("a", "4", asked=asked), Fixed("b", "5", asked=asked)]
    rows = list(Race(QUESTIONS, sides, 60).rows())
    assert asked == ["a q0", "b q0", "b q1", "a q1", "a q2", "b q2"]
    assert [row.solved for row in rows] == [True, False, False, True, True, False]


def test_a_question_over_time_counts_with_its_time_and_as_unsolved() -> None:
    [row] = Race(QUESTIONS[:1], [Fixed("a", "4")], 0.0).rows()
    assert (row.over, row.solved, row.seconds) == (True, False, 0.0)


def test_an_error_costs_its_question_only() -> None:
    rows = list(Race(QUESTIONS[:1], [Fixed("a", "broken"), Fixed("b", "4")], 60).rows())
    assert [(row.error, row.solved) for row in rows] == [("it broke", False), (None, True)]


def test_a_stopped_race_ends() -> None:
    race = Race(QUESTIONS, [Fixed("a", "4")], 60)
    rows = race.rows()
    next(rows)
    race.stop()
    assert list(rows) == []


def row(side: str, question: int, seconds: float, prefilled: int, solved: bool) -> Row:
    return Row(side, question, seconds, None, prefilled, 10, 2, solved, False, "4", None)


def test_ratios_are_above_one_where_we_are_better() -> None:
    rows = [row("husky", at, 2.0, 100, at < 2) for at in range(3)]
    rows += [row("reference", at, 10.0, 400, at < 1) for at in range(3)]
    found = outcome(rows, "m", ["a note"])
    assert found.ratios["reference_seconds_per_ours"] == 5.0
    assert found.ratios["reference_prefilled_per_ours"] == 4.0
    assert found.ratios["solved_ours_per_reference"] == 2.0
    assert found.notes == ("a note",)
    assert "2/3" in found.table


def test_where_each_question_is_solved_once_there_are_ratios_of_its_own() -> None:
    rows = [row("husky", 0, 4.0, 1, True), row("unchecked", 0, 2.0, 1, True), row("smolagents", 0, 6.0, 1, True)]
    ratios = outcome(rows, "m", []).ratios
    assert (ratios["smolagents_seconds_per_ours"], ratios["smolagents_seconds_per_unchecked"]) == (1.5, 3.0)
    assert ratios["unchecked_seconds_per_ours"] == 0.5
    assert "husky_seconds_per_unchecked" not in ratios
    assert not any("unchecked" in name for name in outcome([rows[0], rows[2]], "m", []).ratios)


def test_only_questions_that_all_sides_were_asked_are_compared() -> None:
    rows = [row("husky", 0, 2.0, 1, True), row("husky", 1, 90.0, 1, True), row("reference", 0, 4.0, 1, False)]
    found = outcome(rows, "m", [])
    assert found.ratios["reference_seconds_per_ours"] == 2.0
    assert found.ratios["solved_ours_per_reference"] == 1.0
    assert len(found.rows) == 3
    assert outcome([], "m", []).ratios == {}


@pytest.fixture
def ours(tmp_path: Path) -> Ours:
    script = {"action": {"0": "[code] Add.", "1": "[finish] 4"}, "code": {"0": "2 + 2"}}
    path = tmp_path / "model.json"
    path.write_text(json.dumps(script), encoding="utf-8")
    agent = load_agent(f"scripted:{path}", Settings(), lambda text, fraction: None)

    def tools() -> Mapping[str, Tool]:
        return {"code": Echo()}

    return Ours(agent, tools, 3)


def test_our_side_drives_the_loop_and_books_its_cost(ours: Ours) -> None:
    meter = Meter(60)
    assert ours.answer("What is 2 + 2?", meter) == Answer("4", 1)
    assert meter.prefilled > meter.generated > 0
    assert meter.first is not None
    assert 0 < meter.inside < meter.seconds


def test_our_side_stops_when_its_time_is_up(ours: Ours) -> None:
    assert ours.answer("What is 2 + 2?", Meter(0.0)).text is None
