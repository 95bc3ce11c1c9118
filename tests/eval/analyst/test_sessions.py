"""The notebooks of tests/analyst: they are well formed, and their checks tell right from nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from husky_kernel.eval.analyst.checks import environment, holds
from husky_kernel.eval.analyst.player import truth_of
from husky_kernel.eval.analyst.probe import plain
from husky_kernel.eval.analyst.session import Session, read_cases, read_sessions
from husky_kernel.eval.analyst.table import Fig, lift

FOLDER = Path(__file__).parents[2] / "analyst" / "sessions"
SESSIONS = {session.id: session for session in read_sessions(FOLDER)}


@pytest.fixture(scope="module", params=SESSIONS)
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Session, dict[str, Any]]:
    session = SESSIONS[request.param]
    return session, truth_of(session, tmp_path_factory.mktemp("notebook"))


def answered(truth: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    value = lift(plain(given.get("v")))
    also = {name: lift(plain(value)) for name, value in given.get("ns", {}).items()}
    text = str(value) if isinstance(value, str | int | float) else ""
    return environment(value, text, truth, given.get("figs", ()), also, given.get("notes", ""))


def test_there_are_thirty_nine_notebooks_of_many_turns() -> None:
    assert len(SESSIONS) == 42
    assert sum(len(session.turns) for session in SESSIONS.values()) >= 65
    assert all(turn.check for session in SESSIONS.values() for turn in session.turns)


def test_no_check_takes_nothing_for_an_answer(played: tuple[Session, dict[str, Any]]) -> None:
    session, truth = played
    for turn in session.turns:
        unchanged = {name: truth[name] for name in turn.also if name in truth}
        assert not holds(turn.check, answered(truth, {"ns": unchanged}))[0], turn.ask


def test_each_check_takes_the_true_answer(played: tuple[Session, dict[str, Any]]) -> None:
    session, truth = played
    for turn in session.turns:
        if turn.true:
            given = eval(turn.true, {**truth, "Fig": Fig})
            assert holds(turn.check, answered(truth, given)) == (True, None), turn.ask


def test_no_check_takes_another_turns_answer(played: tuple[Session, dict[str, Any]]) -> None:
    session, truth = played
    for turn in session.turns:
        for other in session.turns:
            if other.true and other.check != turn.check and not turn.also:
                given = eval(other.true, {**truth, "Fig": Fig})
                assert not holds(turn.check, answered(truth, given))[0], (turn.ask, other.ask)


CASES = sorted((FOLDER.parent / "cases").glob("*/cases.jsonl"))


def test_the_single_questions_have_their_files_and_their_checks_take_nothing_for_no_answer() -> None:
    cases = [case for path in CASES for case in read_cases(path)]
    assert len(cases) == 132
    for case in cases:
        assert all(file.is_file() for file in case.files.values()), case.id
        assert not holds(case.turns[-1].check, answered({}, {}))[0], case.id
