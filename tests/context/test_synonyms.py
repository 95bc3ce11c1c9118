"""Columns that the question names by another word come first in a wide table."""

from __future__ import annotations

import pandas as pd

from husky_kernel.context.synonyms import cut_off, synonyms
from husky_kernel.context.tables import describe_table


def test_words_for_the_same() -> None:
    assert "grade" in synonyms("score")
    assert "score" not in synonyms("score")
    assert synonyms("kettle") == frozenset()


def test_a_word_that_is_cut_off() -> None:
    words = ["temperature", "department", "day"]
    assert cut_off(("temp", "tmp", "dpt", "tmpr"), words) == {"temp", "tmp", "dpt", "tmpr"}
    assert cut_off(("te", "day", "temperature", "rat", "amp", "time"), words) == set()


def test_a_column_that_is_meant_is_not_lost_among_those_that_are_not() -> None:
    table = pd.DataFrame({**{f"m_{number:03}": [1, 2] for number in range(300)}, "humid_pct": [30, 40]})
    told = describe_table("rooms", table, "What is the mean humidity?", 4000)
    assert "'humid_pct'" in told
    assert "'m_007'" in told
    assert "'m_008'" not in told
    assert "'m_050'" in describe_table("rooms", table, "What is the mean?", 4000)


def test_a_column_under_another_word_is_told_though_there_are_hundreds() -> None:
    columns = {f"m_{number:03}": [1, 2] for number in range(300)}
    table = pd.DataFrame({**columns, "mass_g": [30, 40]})
    assert "'mass_g'" in describe_table("fish", table, "What is the mean weight?", 600)
    assert "'mass_g'" not in describe_table("fish", table, "What is the mean of m_003?", 600)
