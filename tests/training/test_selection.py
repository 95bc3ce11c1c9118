"""What is put out: corrections first, no near-duplicates, no development questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.types import Step, Trace
from husky_kernel.corrections import Correction
from husky_kernel.training.corrected import WEIGHT, corrected
from husky_kernel.training.duplicates import Fingerprint, first_of_each
from husky_kernel.training.exclusion import Excluded
from husky_kernel.training.selection import select
from husky_kernel.training.trajectories import Trajectory

ASKED = "Ann has 3 boxes of 60 eggs and sells half of them. How many eggs does she have left?"
NEAR = "Ann has 3 boxes of 60 eggs and sells half of them . how many eggs does she have left"
OTHER = "Ann has 3 boxes of 61 eggs and sells a third of those. How many eggs did Bo buy from her?"


def solved(question: str, code: str = "1", context: str = "", source: str = "a") -> Trajectory:
    trace = Trace(question, "m", answer="1", steps=(Step(0, "code", "Do.", call=code, output="1"),))
    return Trajectory(trace, source, "MIT", "annotation", context)


@pytest.mark.parametrize(
    ("questions", "kept"),
    [
        ([ASKED, NEAR, OTHER], [True, False, True]),
        (["Add 2 and 3.", "Add 2 and 4.", "Add 2 and 3."], [True, True, False]),
        (["['Year', '1']\nWhat is the mean?", "['Day', '2']\nWhat is the mean?"], [True, True]),
        (["['Year', '1']\nWhat is the mean?", "['Year', '1']\nWhat is the mean?"], [True, False]),
        (["x", "y", "x"], [True, True, False]),
        ([], []),
    ],
)
def test_near_duplicates_ask_alike_of_the_same(questions: list[str], kept: list[bool]) -> None:
    assert first_of_each([Fingerprint.of(question) for question in questions]) == kept


def test_prefix_filtering_finds_what_comparing_all_pairs_finds() -> None:
    words = ["red", "blue", "big", "old", "box", "cat", "dog", "sun"]
    questions = [" ".join(words[(a * i + b) % 8] for i in range(9)) for a in range(1, 8) for b in range(8)]
    prints = [Fingerprint.of(question) for question in questions]
    kept: list[bool] = []
    for number, one in enumerate(prints):
        kept.append(not any(kept[i] and one.is_like(prints[i]) for i in range(number)))
    assert first_of_each(prints) == kept
    assert not all(kept)


def test_solutions_of_one_question_are_kept_if_they_differ() -> None:
    found = [
        solved(ASKED, "1 + 1"),
        solved(ASKED, "1+1"),
        solved(ASKED, "2"),
        *(solved(ASKED, f"{n}") for n in range(9)),
    ]
    selection = select(found, [], Excluded([]))
    assert [one.trace.steps[0].call for one in selection.kept] == ["1 + 1", "2", "0", "1"]
    assert selection.left_out == {("a", "near-duplicate"): len(found) - 4}


def test_variables_tell_questions_apart() -> None:
    found = [
        solved("How many golds?", context="Variables:\ndf: a"),
        solved("How many golds?", context="Variables:\nx: b"),
    ]
    assert len(select(found, [], Excluded([])).kept) == 2


def test_development_questions_are_kept_out(tmp_path: Path) -> None:
    dev = tmp_path / "dev.jsonl"
    rows: list[object] = [{"question": ASKED}, {"utterance": "['a']\nWho came to the old town hall in May?"}, 5]
    dev.write_text("\n".join(map(json.dumps, rows)) + "\nbroken")
    excluded = Excluded([dev])
    assert Excluded([tmp_path]).count == 2
    assert excluded.count == 2
    assert excluded.has(ASKED.upper()) == "equal"
    assert excluded.has(NEAR.replace("60", "60 big")) == "nearly equal"
    assert excluded.has(OTHER) is None
    assert excluded.has("['b', 'c', 'd']\nWho came to the old town hall in June?") is None
    selection = select([solved(ASKED), solved(NEAR), solved(OTHER)], [], excluded)
    assert [one.trace.question for one in selection.kept] == [OTHER]
    assert sum(selection.left_out.values()) == 2


def test_a_file_without_questions_excludes_nothing_and_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dev.jsonl").write_text('{"answer": 1}\n')
    with pytest.raises(UseError, match="holds no questions"):
        Excluded([tmp_path / "dev.jsonl"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(UseError, match="has no files"):
        Excluded([tmp_path / "empty"])
    with pytest.raises(UseError, match="cannot read"):
        Excluded([tmp_path / "none.jsonl"])


def correction(index: int, after: str, kind: str = "code", run: str = "run1") -> Correction:
    history = tuple(Step(i, "code", f"Step {i}.", call="1", output="1") for i in range(index))
    given = {"tool": "code", "step": "Take the mean.", "before": "the model's", "after": after}
    return Correction(kind, ASKED, run, index, history=history, **given)  # type: ignore[arg-type]


def test_corrections_replace_and_weigh_more() -> None:
    items = [correction(0, "df.a"), correction(1, "df.mean()"), correction(0, "Use the median.", "hint", "run2")]
    [one] = corrected(items)
    assert [step.call for step in one.trace.steps] == ["1", "df.mean()"]
    assert (one.trace.steps[-1].author, one.trace.status, one.trace.answer) == ("human", "stopped", None)
    assert (one.weight, one.origin) == (WEIGHT, "correction")
    selection = select([solved(ASKED), solved(NEAR), solved(OTHER)], [one], Excluded([]))
    assert [kept.origin for kept in selection.kept] == ["correction", "annotation"]
    assert selection.left_out["a", "replaced by a correction"] == 1 + (NEAR != ASKED)
    assert Trajectory.from_json(one.to_json()) == one


def test_a_corrected_step_keeps_its_new_words() -> None:
    [one] = corrected([correction(0, "Take the median.", "text")])
    assert (one.trace.steps[0].step, one.trace.steps[0].call) == ("Take the median.", None)


@pytest.mark.parametrize("data", [{}, {"schema": "husky.trajectory/1"}, {"schema": "husky.trajectory/1", "trace": 1}])
def test_what_is_no_trajectory_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a"):
        Trajectory.from_json(data)
