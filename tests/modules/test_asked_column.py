"""Which column a question asks for by its name."""

from __future__ import annotations

import ast

import pytest

from husky_kernel.modules.asked_column import asked_column, speaks_of

CONTEXT = (
    "Variables:\ndf: DataFrame, 9 rows x 4 columns\n"
    "  'Year' (int64): 1990 … 2000; 'Year To' (int64): 1991 … 2001; \"player's club\" (str): 'Ajax (NL)', 'Brann', …; "
    "'votes (%)' (float64): 0.5 … 99.1"
)


@pytest.mark.parametrize(
    ("question", "column"),
    [
        ("Which Year To has an engine of 119?", "Year To"),
        ("which year was the best?", "Year"),
        ("What is the player's club of Ann?", "player's club"),
        ("For Oslo, what was the votes (%) in 1990?", "votes (%)"),
        ("What are the years of Ajax?", None),
        ("How many year entries are there?", None),
        ("In what year did it end?", None),
        ("What did Brann win?", None),
        ("", None),
    ],
)
def test_the_column_after_the_question_word(question: str, column: str | None) -> None:
    assert asked_column(question, CONTEXT) == column


def test_without_tables_there_is_none() -> None:
    assert asked_column("Which year?", "Variables:\nx: int = 3") is None


@pytest.mark.parametrize(
    ("program", "spoken"),
    [("df['Year To'].max()", True), ("df.query('year to > 3')", True), ("df.year", False), ("df", False)],
)
def test_a_program_speaks_of_a_column_as_text_or_attribute(program: str, spoken: bool) -> None:
    assert speaks_of(ast.parse(program), "Year To") is spoken
