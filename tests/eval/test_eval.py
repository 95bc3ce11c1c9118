from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.eval.benchmarks import read_questions
from husky_kernel.eval.gsm8k import WordProblem
from husky_kernel.eval.sandbox.cells import cells_of
from husky_kernel.eval.wikisql import TableQuestion

RECORD = {
    "question": "How many golds for the nation with 14 total?",
    "columns": {"gold": ["22"], "total": ["14"], "nation": ["iceland"], "rank": []},
    "select": "gold",
    "agg": "",
    "where": [["total", "=", "14"]],
}


@pytest.mark.parametrize(
    ("answer", "right"),
    [("18", True), ("18.0", True), ("$18 in all", True), ("1,018", False), ("", False), (None, False)],
)
def test_gsm8k_takes_the_first_number(answer: str | None, right: bool) -> None:
    assert WordProblem(0, "?", "18").solved(0, answer) is right


@pytest.mark.parametrize("agg", ["", "COUNT", "MAX", "MIN", "SUM", "AVG"])
def test_the_right_program_solves_both_fills_and_a_wrong_one_does_not(agg: str) -> None:
    question = TableQuestion.from_record(3, RECORD | {"agg": agg})
    for fill, names in enumerate(question.namespaces()):
        gold = names["df"].loc[names["df"]["total"] == 14, "gold"]
        right = {"": gold, "COUNT": len(gold)}.get(
            agg, getattr(gold, {"AVG": "mean"}.get(agg, agg.lower()))() if agg else 0
        )
        assert question.solved(fill, None, cells_of(right))
        assert not question.solved(fill, None, [10_000])
        assert not question.solved(fill, None, cells_of(names["df"]))


def test_fills_are_the_same_each_time_and_differ_from_each_other() -> None:
    question = TableQuestion.from_record(3, RECORD)
    pd.testing.assert_frame_equal(question.frame(1), question.frame(1))
    assert not question.frame(1).equals(question.frame(2))
    assert question.usable


def test_texts_must_be_named_in_full() -> None:
    question = TableQuestion.from_record(3, RECORD | {"select": "nation"})
    gold = question.gold(0)[0]
    assert question.solved(0, f"It is {gold}.")
    assert not question.solved(0, gold[:-1])


def test_files_that_are_no_records_are_told(tmp_path: Path) -> None:
    file = tmp_path / "data.jsonl"
    file.write_text(json.dumps({"answer": "3"}))
    with pytest.raises(UseError, match="line 1"):
        read_questions("gsm8k", file, None)
    with pytest.raises(UseError, match="cannot read"):
        read_questions("gsm8k", tmp_path / "none.jsonl", None)
    with pytest.raises(UseError, match="choose from gsm8k, wikisql"):
        read_questions("nope", file, None)
