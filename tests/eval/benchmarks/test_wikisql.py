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


def test_whole_numbers_must_be_equal_and_others_may_be_rounded() -> None:
    record = RECORD | {"columns": RECORD["columns"] | {"gold": ["2000"]}}
    question = TableQuestion.from_record(3, record)
    [gold] = question.gold(0)
    assert question.solved(0, None, [float(gold)])
    assert question.solved(0, None, [str(gold)])
    assert not question.solved(0, None, [gold + 1])
    average = TableQuestion.from_record(3, record | {"agg": "AVG"})
    [mean] = average.gold(0)
    assert average.solved(0, None, [round(mean, 2)])
    assert not average.solved(0, None, [mean + 1])


def test_cells_are_counted_as_often_as_they_are() -> None:
    record = RECORD | {"columns": {"gold": ["5", "7"], "nation": ["iceland", "malta"]}}
    question = next(
        found
        for index in range(200)
        if len(set((found := TableQuestion.from_record(index, record | {"where": []})).gold(0))) < 14
    )
    gold = question.gold(0)
    assert question.solved(0, None, gold[::-1])
    other = next(item for item in gold if gold.count(item) == 1)
    twice = next(item for item in gold if gold.count(item) > 1)
    assert not question.solved(0, None, [twice if item == other else item for item in gold])


def test_a_text_that_names_many_numbers_is_not_right() -> None:
    question = TableQuestion.from_record(3, RECORD)
    gold = question.gold(0)[0]
    assert question.solved(0, f"The nation with 14 total has {gold} golds.")
    assert question.solved(0, f"Of 5, 6 and 7 the answer is {gold}.")
    assert not question.solved(0, " ".join(map(str, range(300))))
    assert not question.solved(0, f"{gold} or {gold + 1}")


def test_a_text_that_names_the_whole_column_is_not_right() -> None:
    question = TableQuestion.from_record(3, RECORD | {"select": "nation"})
    assert not question.solved(0, ", ".join(question.frame(1)["nation"]))


@pytest.mark.parametrize("agg", ["", "COUNT", "MAX", "SUM"])
def test_a_usable_question_has_another_result_on_its_second_fill(agg: str) -> None:
    for index in range(40):
        question = TableQuestion.from_record(index, RECORD | {"agg": agg})
        assert question.usable
        assert question.gold(0) != question.gold(1)


def test_a_question_whose_result_stands_in_it_is_not_usable() -> None:
    assert not TableQuestion.from_record(3, RECORD | {"select": "total"}).usable
    assert not TableQuestion.from_record(
        3, RECORD | {"columns": {"gold": [], "total": ["x"]}, "where": [["total", "<", "14"]]}
    ).usable
