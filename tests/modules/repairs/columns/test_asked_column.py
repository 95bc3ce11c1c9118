"""Which column a question asks for by its name."""

from __future__ import annotations

import ast

import pytest

from husky_kernel.modules.repairs.columns.asked_column import (
    asked_column,
    condition_columns,
    left_out,
    speaks_of,
    with_asked_column,
)

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


@pytest.mark.parametrize(
    ("question", "columns"),
    [
        ("Who won with a player's club of Brann?", ["player's club"]),
        ("Who won with votes (%) larger than 50 and a Year To of 1991?", ["Year To", "votes (%)"]),
        ("Who won when the year was 1990?", ["Year"]),
        ("Who won with  a\nyear to  of 1991?", ["Year To"]),
        ("Who won in the year that Brann lost?", []),
        ("Which year is the best?", []),
        ("Who has years of practice?", []),
        ("", []),
    ],
)
def test_the_columns_that_are_conditions(question: str, columns: list[str]) -> None:
    assert condition_columns(question, CONTEXT) == columns


def test_without_tables_there_is_none() -> None:
    assert asked_column("Which year?", "Variables:\nx: int = 3") is None


@pytest.mark.parametrize(
    ("program", "spoken"),
    [("df['Year To'].max()", True), ("df.query('year to > 3')", True), ("df.year", False), ("df", False)],
)
def test_a_program_speaks_of_a_column_as_text_or_attribute(program: str, spoken: bool) -> None:
    assert speaks_of(ast.parse(program), "Year To") is spoken


@pytest.mark.parametrize(
    ("program", "meant"),
    [
        ("df[df['Year'] == 1990]['club'].iloc[0]", "df[df['Year'] == 1990]['Year To'].iloc[0]"),
        ("df[df['Year'] == 1990]['club'].tolist()", "df[df['Year'] == 1990]['Year To'].tolist()"),
        ("rows = df[df['Year'] == 1990]\nrows['club']  # é", "rows = df[df['Year'] == 1990]\nrows['Year To']  # é"),
        ("x = df['club'].max()\nx", "x = df['Year To'].max()\nx"),
        ("x = df['club'].max()", "x = df['Year To'].max()"),
        ("len(df)", None),
        ("df.club", None),
        ("df['Year'] == 1990", None),
        ("df[['Year', 'club']]", None),
        ("x = x\nx", None),
        ("y", None),
        ("df[", None),
        ("", None),
    ],
)
def test_a_program_that_ends_with_another_column_takes_the_one_that_is_asked_for(
    program: str, meant: str | None
) -> None:
    assert with_asked_column(program, f"no file; {left_out('Year To')}") == meant
    assert with_asked_column(program, "KeyError: 'Year To'") is None
