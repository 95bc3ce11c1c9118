"""Columns that the question names by another word come first in a wide table."""

from __future__ import annotations

import pandas as pd

from husky_kernel.context.synonyms import synonyms
from husky_kernel.context.tables import describe_table


def test_words_for_the_same() -> None:
    assert "wage" in synonyms("salary")
    assert "salary" not in synonyms("salary")
    assert synonyms("kettle") == frozenset()


def test_a_column_under_another_word_is_told_though_there_are_hundreds() -> None:
    columns = {f"m_{number:03}": [1, 2] for number in range(300)}
    table = pd.DataFrame({**columns, "yearly_wages_eur": [30_000, 40_000]})
    assert "'yearly_wages_eur'" in describe_table("team", table, "What is the mean salary?", 600)
    assert "'yearly_wages_eur'" not in describe_table("team", table, "What is the mean of m_003?", 600)
