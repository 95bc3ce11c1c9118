"""FinQA, TAT-QA, TabMWP, WikiSQL: questions over tables as programs."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from carrying_out import CarryOut

from husky_kernel.training.trajectories import Unfit

TABLE = [["", "2014", "2013"], ["repairs", "2.4", "$ 2.3"], ["sales", "(10)", "1,200"]]


def finqa(program: str) -> dict[str, Any]:
    return {"contexts": "there were 7 shops .", "table": TABLE, "question": "what changed?", "program": program}


@pytest.mark.parametrize(
    ("program", "answer", "last"),
    [
        ("subtract(2.4, 2.3), divide(#0, 2.3)", 0.0434782608, "(repairs_2014 - repairs_2013) / repairs_2013"),
        ("divide(1200, 7)", 171.428571, "sales_2013 / shops"),
        ("multiply(2.4, const_m1)", -2.4, "repairs_2014 * -1"),
        ("add(50%, 2.4)", None, None),
        ("table_max(repairs, none)", 2.4, "max(repairs)"),
        ("table_average(repairs, none)", 2.35, "sum(repairs) / len(repairs)"),
    ],
)
def test_finqa_names_the_cells(carry_out: CarryOut, program: str, answer: float | None, last: str | None) -> None:
    if answer is None:
        with pytest.raises(Unfit, match="from nowhere"):
            carry_out("finqa", finqa(program))
        return
    found = carry_out("finqa", finqa(program))
    assert str(found.trace.steps[0].call).splitlines()[-1] == last
    assert float(str(found.trace.answer)) == pytest.approx(answer)
    assert "['repairs', '2.4', '$ 2.3']" in found.trace.question


def test_finqa_compares_with_yes_or_no(carry_out: CarryOut) -> None:
    assert carry_out("finqa", finqa("greater(2.4, 2.3)")).trace.answer == "yes"


@pytest.mark.parametrize(
    ("program", "cause"),
    [
        ("divide(5555, 2.3)", "from nowhere"),
        ("divide(#3, 2.3)", "not there"),
        ("frobnicate(2.4, 2.3)", "not known"),
        ("table_max(nothing, none)", "not there"),
        ("", "not arithmetic"),
        ("subtract(2.3, 2.3), divide(2.4, #0)", "not computable"),
    ],
)
def test_finqa_says_why_a_program_is_unfit(carry_out: CarryOut, program: str, cause: str) -> None:
    with pytest.raises(Unfit, match=cause):
        carry_out("finqa", finqa(program))


def tatqa(kind: str, answer: object, derivation: str) -> dict[str, Any]:
    told = {"table": TABLE, "paragraphs": ["Repairs were dear in 2014."], "question": "What is it?"}
    return told | {"answer_type": kind, "answer": answer, "derivation": derivation, "scale": ""}


def test_tatqa_rounds_to_what_is_annotated(carry_out: CarryOut) -> None:
    found = carry_out("tatqa", tatqa("arithmetic", 4.35, "(2.4-2.3)/2.3 * 100"))
    assert str(found.trace.steps[0].call).endswith("round((repairs_2014 - repairs_2013) / repairs_2013 * 100, 2)")
    assert found.trace.answer == "4.35"


def test_tatqa_counts_and_reads_spans(carry_out: CarryOut) -> None:
    counted = carry_out("tatqa", tatqa("count", 2, "2014##2013"))
    assert counted.trace.steps[0].call == "found = [2014, 2013]\nlen(found)"
    span = carry_out("tatqa", tatqa("span", ["Repairs"], ""))
    assert (span.trace.steps[0].tool, span.trace.answer) == ("commonsense", "Repairs")


@pytest.mark.parametrize(
    ("record", "cause"),
    [
        (tatqa("arithmetic", 9.99, "2.4-2.3"), "another answer"),
        (tatqa("arithmetic", 1.0, "see note"), "not arithmetic"),
        (tatqa("span", ["Nowhere to be seen"], ""), "does not stand"),
        (tatqa("span", ["Repairs"], "") | {"paragraphs": ["Repairs " * 2000]}, "question is long"),
    ],
)
def test_tatqa_says_why_a_record_is_unfit(carry_out: CarryOut, record: dict[str, Any], cause: str) -> None:
    with pytest.raises(Unfit, match=cause):
        carry_out("tatqa", record)


def tabmwp(question: str, table: str, solution: str, answer: str, choices: list[str] | None = None) -> dict[str, Any]:
    return {"question": question, "table": table, "solution": solution, "answer": answer, "choices": choices}


DAYS = "Day | Cups\nMonday | 7\nTuesday | 9\nFriday | 2"


@pytest.mark.parametrize(
    ("record", "program", "answer"),
    [
        (tabmwp("What is the median of the numbers?", DAYS, "The median is 7.", "7"), "statistics.median", "7"),
        (tabmwp("What is the range?", DAYS, "9 − 2 = 7", "7"), "max(numbers) - min(numbers)", "7"),
        (tabmwp("On which day were most?", DAYS, "Tuesday", "Tuesday", ["Monday", "Tuesday"]), "max(values", "Tuesday"),
        (tabmwp("How many on Friday?", DAYS, "Find it.", "2"), "row['Cups']", "2"),
        (tabmwp("What do 2 tarts cost?", "tart | $2.26\npie | $3", "$2.26 × 2 = $4.52", "4.52"), "2.26 * 2", "4.52"),
        (
            tabmwp("How many had exactly 13 ducks?", "Stem | Leaf \n1 | 3, 3\n2 | 9", "Count.", "2"),
            "sum(number == 13 for number in numbers)",
            "2",
        ),
        (
            tabmwp("Is $4 enough?", "tart | $2\npie | $3", "$2 + $3 = $5\n\n$5 is more than $4.", "no", ["yes", "no"]),
            "'yes' if round(cost, 2) <= money else 'no'",
            "no",
        ),
        (tabmwp("What part was on Friday?", DAYS, "\\frac{2}{18} = \\frac{1}{9}", "1/9"), "Fraction(2, 18)", "1/9"),
    ],
)
def test_tabmwp_finds_a_program(carry_out: CarryOut, record: dict[str, Any], program: str, answer: str) -> None:
    found = carry_out("tabmwp", record)
    assert program in str(found.trace.steps[0].call)
    assert found.trace.answer == answer


def test_tabmwp_falls_back_on_the_solution_or_gives_up(carry_out: CarryOut) -> None:
    times = "Class | Begin\nArt | 9:00 A.M."
    found = carry_out("tabmwp", tabmwp("Which begins first?", times, "It is Art.", "Art", ["Art", "Gym"]))
    assert found.trace.steps[0].tool == "math"
    with pytest.raises(Unfit, match="does not come to"):
        carry_out("tabmwp", tabmwp("Which ends last?", times, "It is Art.", "Gym", ["Art", "Gym"]))


FRAMES = tuple(
    {"df": pd.DataFrame({"nation": ["Chad", "Peru", "Mali"], "total": [14, 3, 14 + more], "gold": [2, 1, 5 + more]})}
    for more in (1, 2)
)


def wikisql(agg: str, where: list[list[str]], select: str = "gold") -> dict[str, Any]:
    return {"question": "How many golds?", "columns": {}, "select": select, "agg": agg, "where": where}


@pytest.mark.parametrize(
    ("record", "code", "answer"),
    [
        (wikisql("", [["total", "=", "14"]]), "rows = df[df['total'] == 14]\nrows['gold'].iloc[0]", "2"),
        (
            wikisql("SUM", [["total", ">", "3"], ["nation", "=", "Mali"]]),
            "rows = df[(df['total'] > 3) & (df['nation'] == 'Mali')]\nrows['gold'].sum()",
            "6",
        ),
        (wikisql("COUNT", [["total", "<", "1,000"]]), "rows = df[df['total'] < 1000]\nlen(rows)", "3"),
        (wikisql("MAX", []), "df['gold'].max()", "6"),
        (wikisql("", [["total", ">", "3"]], "nation"), "rows = df[df['total'] > 3]\nrows['nation'].tolist()", None),
    ],
)
def test_wikisql_gives_readable_pandas(
    carry_out: CarryOut, record: dict[str, Any], code: str, answer: str | None
) -> None:
    found = carry_out(
        "wikisql", record, frames=lambda index, record: FRAMES, describe=lambda question, fill: "about df"
    )
    assert found.trace.steps[0].call == code
    assert found.context == "about df"
    assert found.trace.answer == (answer or "['Chad', 'Mali']")


@pytest.mark.parametrize(
    ("record", "cause"),
    [
        (wikisql("", [["total", "=", "99"]]), "finds nothing"),
        (wikisql("SUM", [], "nation"), "cannot be computed"),
        (wikisql("", [["total", "=", "many"]]), "cannot be computed"),
        (wikisql("", [["total", "OP", "1"]]), "without a sign"),
    ],
)
def test_wikisql_says_why_a_query_is_unfit(carry_out: CarryOut, record: dict[str, Any], cause: str) -> None:
    with pytest.raises(Unfit, match=cause):
        carry_out("wikisql", record, frames=lambda *_: FRAMES, describe=lambda *_: "")
    with pytest.raises(Unfit, match="cannot be filled"):
        carry_out("wikisql", record)
