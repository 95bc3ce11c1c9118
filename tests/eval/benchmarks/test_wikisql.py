from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.eval.benchmarks.wikisql import TableQuestion
from husky_kernel.eval.sandbox.cells import cells_of

RECORD = {
    "question": "How many golds for the nation with 14 total?",
    "columns": {"gold": ["22"], "total": ["14"], "nation": ["iceland"], "rank": []},
    "select": "gold",
    "agg": "",
    "where": [["total", "=", "14"]],
}


@pytest.mark.parametrize("agg", ["", "COUNT", "MAX", "MIN", "SUM", "AVG"])
def test_the_right_program_solves_both_fills_and_a_wrong_one_does_not(agg: str) -> None:
    question = TableQuestion.from_record(3, RECORD | {"agg": agg})
    for fill, names in enumerate(question.namespaces()):
        gold = names["df"].loc[names["df"]["total"] == 14, "gold"]
        right = {"": gold, "COUNT": len(gold)}.get(
            agg, getattr(gold, {"AVG": "mean"}.get(agg, agg.lower()))() if agg else 0
        )
        assert question.solved(fill, None, cells_of(right))
        assert not question.solved(fill, None, cells_of(10_000))
        assert not question.solved(fill, None, cells_of(names["df"]))


def test_fills_are_the_same_each_time_and_differ_from_each_other() -> None:
    question = TableQuestion.from_record(3, RECORD)
    pd.testing.assert_frame_equal(question.frame(1), question.frame(1))
    assert not question.frame(1).equals(question.frame(2))
    assert question.usable


def test_texts_must_be_named_in_full() -> None:
    question = TableQuestion.from_record(3, RECORD | {"select": "nation"})
    gold = question.gold(0)[0]
    assert question.answer == gold
    assert question.solved(0, f"It is {gold}.")
    assert question.solved(0, None, [f"It is {gold}."])
    assert not question.solved(0, gold[:-1])
    assert not question.solved_as_reference(None)
