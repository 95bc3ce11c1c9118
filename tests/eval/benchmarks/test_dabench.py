from __future__ import annotations

import json
from pathlib import Path

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.eval.benchmarks import read_questions

RECORD = {
    "id": 5,
    "question": "What is the mean fare?",
    "concepts": ["Summary Statistics"],
    "constraints": "Round to two decimal places.",
    "format": "@mean_fare[number]",
    "file_name": "a b.csv",
}


def write(folder: Path, answers: list[list[str]], *, apart: bool = False) -> Path:
    (folder / "da-dev-tables").mkdir()
    (folder / "da-dev-tables" / "a b.csv").write_text("fare,class\n30.5,first\n33.9,second\n")
    data = folder / "da-dev-questions.jsonl"
    data.write_text(json.dumps(RECORD if apart else RECORD | {"common_answers": answers}))
    if apart:
        (folder / "da-dev-labels.jsonl").write_text(json.dumps({"id": 5, "common_answers": answers}) + "\n")
    return data


@pytest.mark.parametrize("apart", [True, False])
def test_a_record_its_labels_and_its_file(tmp_path: Path, apart: bool) -> None:
    [question] = read_questions("dabench", write(tmp_path, [["mean_fare", "32.20"]], apart=apart), None)
    assert question.index == 5
    assert question.question == "What is the mean fare?\nRound to two decimal places.\n@mean_fare[number]"
    assert question.answer == "@mean_fare[32.20]"
    assert question.namespaces()[0]["df"]["fare"].mean() == pytest.approx(32.2)


@pytest.mark.parametrize(
    ("answers", "text", "cells", "right", "official"),
    [
        ([["m", "32.20"]], "@m[32.20]", None, True, True),
        ([["m", "32.20"]], "So: @m[32.2] is it", None, True, True),
        ([["m", "32.20"]], "@m[32.3]", None, False, False),
        ([["m", "32.20"]], "@n[32.20]", None, False, False),
        ([["m", "32.20"]], "The mean is 32.20", None, True, False),
        ([["m", "32.20"]], None, [32.2], True, False),
        ([["m", "-0.5"]], "@m[0.5]", None, False, False),
        ([["c", "first"]], "@c[First]", None, True, False),
        ([["m", "1"], ["c", "first"]], "@c[first] @m[1]", None, True, True),
        ([["m", "1"], ["c", "first"]], "@c[first]", None, False, False),
        ([["m", "1"], ["c", "first"]], None, [1, "first"], True, False),
        ([["m", "1"], ["c", "first"]], "1, first", None, False, False),
        ([["m", "1"]], None, None, False, False),
    ],
)
def test_named_answers(
    tmp_path: Path, answers: list[list[str]], text: str | None, cells: list[object] | None, right: bool, official: bool
) -> None:
    [question] = read_questions("dabench", write(tmp_path, answers), None)
    assert question.solved(0, text, cells) is right
    assert question.solved_as_reference(text) is official


def test_missing_labels_and_files_are_told(tmp_path: Path) -> None:
    data = write(tmp_path, [])
    with pytest.raises(UseError, match="no common_answers for question 5"):
        read_questions("dabench", data, None)
    data.write_text(json.dumps(RECORD | {"common_answers": [["m", "1"]], "file_name": "../secret.csv"}))
    [question] = read_questions("dabench", data, None)
    with pytest.raises(UseError, match="there is no"):
        question.namespaces()
