"""The watch around a program tells what speaks against it, what it drew, and what would mend its error."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.agent.answers.answer import Result
from husky_kernel.agent.effects import Effects, TableChange
from husky_kernel.agent.types import Observation, Task, Turn
from husky_kernel.assembly.sight import NO_VALUE, judge, watcher


def _namespace() -> dict[str, Any]:
    cans = pd.DataFrame({"brand": ["a", "b"], "litres": ["9", "10"]})
    return {"cans": cans, "brands": pd.DataFrame({"brand": ["a", "b"], "land": ["N", "S"]})}


def test_what_a_program_does_and_what_its_text_says_are_noted() -> None:
    namespace, program = _namespace(), "cans.dropna()\ncans['litres'].max()"
    with watcher(namespace)(program) as watched:
        exec(program, namespace)
    assert watched.against == (
        "`litres` holds numbers as texts ('9', '10'): max goes by letters; "
        "read it first by tidy.number(cans['litres'])",
        "`cans.dropna()` changes nothing: what it returns is not kept",
    )


def test_an_error_is_mended_from_the_tables() -> None:
    namespace, program = _namespace(), "cans['land']"
    with pytest.raises(KeyError) as caught, watcher(namespace)(program) as watched:
        exec(program, namespace)
    assert watched.hint(caught.value) == (
        "`land` is in `brands`; join on `brand`, 2 of 2 found: "
        "cans.merge(brands[['brand', 'land']], on='brand', how='left')"
    )


def judged(question: str, program: str, **more: Any) -> Observation:
    cans = pd.DataFrame({"brand": ["a", "b", "b"], "kind": ["stout", "ale", "ale"], "litres": [9, 10, 4]})
    namespace: dict[str, Any] = {"cans": cans}
    value = eval(program, namespace)
    seen = Observation("", result=Result("number", str(value), value), **more)
    return judge(namespace)(Task(question, "Variables:\ncans: DataFrame"), seen, program)


def test_a_value_that_the_question_speaks_of_and_the_program_does_not_is_told() -> None:
    [against] = judged("How many stouts are there in cans?", "len(cans)").against
    assert against == "the question speaks of 'stout' (column `kind`), which the program does not look at"
    assert judged("How many stouts are there in cans?", "int((cans['kind'] == 'stout').sum())").against == ()
    assert judged("How many cans of each kind, stouts and ales?", "cans.groupby('kind').size()").against == ()
    assert judged("How many litres are there in cans?", "cans['litres'].sum()").against == ()


def test_a_column_whose_rows_are_counted_alone_is_not_looked_at() -> None:
    told = "the question speaks of 'stout' (column `kind`), which the program does not look at"
    question = "How many stouts have more than 9 litres in cans?"
    assert judged(question, "int(cans.loc[cans['litres'] > 9, 'kind'].count())").against == (told,)
    assert judged(question, "int(cans[cans['litres'] > 9]['kind'].count())").against == (told,)
    assert judged(question, "int(cans.loc[cans['kind'].eq('stout'), 'kind'].count())").against == ()


def test_one_of_two_values_that_the_question_speaks_of() -> None:
    question = "How many litres are there of stout and of ale?"
    [against] = judged(question, "cans[cans['kind'] == 'ale'].groupby('kind')['litres'].sum()").against
    assert against == "the question speaks of 'stout' too (column `kind`), which the program does not look at"
    assert judged(question, "cans[cans['kind'].isin(['ale', 'stout'])].groupby('kind')['litres'].sum()").against == ()
    assert judged(question, "cans.groupby('kind')['litres'].sum()").against == ()


def test_a_change_of_another_table_than_the_one_that_is_named() -> None:
    for table, against in (
        ("cans", ()),
        ("d", ("a change was asked for, nothing changed: assign the result to the table itself",)),
    ):
        effects = Effects(changed=(table,), tables=(TableChange(table, rows=(3, 2)),))
        assert (
            judged("How many cans are there twice? Remove them from cans.", "len(cans)", effects=effects).against
            == against
        )


def test_what_the_same_leaves_out_and_a_year_that_nobody_spoke_of() -> None:
    cans = pd.DataFrame({"kind": ["stout", "ale"], "litres": [9, 4]})
    seen = Observation("", result=Result("number", "4", 4))
    turns = (Turn("How many litres of stout?", "cans[cans['kind'] == 'stout']['litres'].sum()", "9"),)
    task = Task("And the same by month?", "Variables:\ncans: DataFrame", turns)
    against = judge({"cans": cans})(task, seen, "cans[cans['year'] == 2021]").against
    assert against == (
        "the program takes 2021, of which the question says nothing",
        "the same was asked for: the program before took only 'stout', this one does not",
    )


def test_what_an_earlier_program_left_is_not_the_users_table() -> None:
    cans = pd.DataFrame({"kind": ["stout", "ale"], "litres": [9, 4]})
    seen = Observation("", result=Result("number", "4", 4))

    def against(question: str, program: str, follows: bool = False) -> tuple[str, ...]:
        task = Task(question, "Variables:\ncans: DataFrame", follows=follows)
        return judge({"cans": cans, "d": cans}, {"d"})(task, seen, program).against

    told = ("`d` was left by an earlier program: begin with the table itself",)
    assert against("How many litres?", "d['litres'].sum()") == told
    assert against("How many litres?", "d = d.dropna()\nd['litres'].sum()") == told
    assert against("How many litres?", "d = cans.dropna()\nd['litres'].sum()") == ()
    assert against("How many litres?", "sum(d for d in cans['litres'])") == ()
    assert against("How many litres has d?", "d['litres'].sum()") == ()
    assert against("And of these?", "d['litres'].sum()", follows=True) == ()


def judged_two(question: str, program: str) -> tuple[str, ...]:
    cans = pd.DataFrame({"brand": ["a", "b", "b"], "litres": [9, 10, 4]})
    namespace = {"cans": cans, "brands": pd.DataFrame({"brand": ["a", "b"], "land": ["N", "S"]})}
    seen = Observation("", result=Result("text", "2 N", "2 N"))
    return judge(namespace)(Task(question, "Variables:\ncans: DataFrame"), seen, program).against


def test_a_table_that_the_question_names_and_the_program_does_not_is_told() -> None:
    told = "the question speaks of `cans`, which the program does not look at"
    assert judged_two("From which land do most cans come?", "brands['land'].mode()[0]") == (told,)
    merged = "cans.merge(brands, on='brand')['land'].mode()[0]"
    assert judged_two("From which land do most cans come?", merged) == ()
    assert judged_two("How many brands have cans?", "cans['brand'].nunique()") == ()


def test_a_program_without_a_value_does_not_answer() -> None:
    seen = Observation("The code ran and printed nothing.", effects=Effects())
    task = Task("How many cans are there?", "Variables:\ncans: DataFrame")
    judged = judge({})(task, seen, "cans['n'] = 1")
    assert (judged.ok, judged.error) == (False, NO_VALUE)
    assert judge({})(task, replace(seen, text="3"), "print(3)").ok
    changed = replace(seen, effects=Effects(changed=("cans",)))
    assert judge({})(replace(task, question="Remove n from cans."), changed, "del cans['n']").ok


def test_a_change_that_was_asked_for_is_the_answer() -> None:
    change = TableChange("cans", (3, 2))
    seen = judged("Remove the ale from cans.", "len(cans)", effects=Effects(changed=("cans",), tables=(change,)))
    assert seen.result is not None
    assert (seen.result.kind, seen.result.said) == ("changes", "cans: 1 row removed, 3 -> 2 (3)")
    unchanged = judged("Remove the ale from cans.", "len(cans[cans['kind'] != 'ale'])", effects=Effects())
    assert unchanged.against == ("a change was asked for, nothing changed: assign the result to the table itself",)


def test_a_file_that_was_asked_for_is_the_answer() -> None:
    seen = judged("Save cans as c.csv.", "len(cans)", effects=Effects(outside=("wrote c.csv",)))
    assert seen.result is not None
    assert (seen.result.kind, seen.result.said) == ("files", "wrote c.csv (3)")


def test_what_is_not_about_the_users_data_is_not_judged() -> None:
    seen = Observation("", result=Result("number", "3", 3))
    assert judge({})(Task("How many are 1 + 2?"), seen, "1 + 2") is seen


def test_a_table_is_spoken_of_by_the_deed_that_it_holds() -> None:
    namespace = {
        "loans": pd.DataFrame({"book": ["a", "b", "b"]}),
        "books": pd.DataFrame({"book": ["a", "b", "c"], "genre": ["x", "y", "y"]}),
    }
    task = Task("Which genre was loaned most often?", "Variables:\nbooks: DataFrame")
    program = "books['genre'].value_counts().idxmax()"
    seen = judge(namespace)(task, Observation("", result=Result("text", "y", "y")), program)
    assert "the question speaks of `loans`, which the program does not look at" in seen.against


@pytest.mark.parametrize(
    ("question", "program", "against"),
    [
        ("What is the mean of probe?", "probe = cans['litres']\nprobe.mean()", True),
        ("What is the mean of probe?", "probe.mean()", False),
        ("What is the mean of probe?", "probe = probe[probe > 1]\nprobe.mean()", False),
        ("Make probe of the litres.", "probe = cans['litres']", False),
        ("What is the mean of probe?", "probe = pd.read_sql('SELECT * FROM probe', con)\nprobe.mean()", False),
        ("What is the mean of litres?", "probe = cans['litres']\nprobe.mean()", False),
    ],
)
def test_a_variable_that_the_question_names_is_used_not_made_anew(question: str, program: str, against: bool) -> None:
    namespace = {**_namespace(), "probe": pd.Series([1.0, 2.0])}
    seen = Observation("", result=Result("number", "3", 3), effects=None)
    told = judge(namespace)(Task(question, "Variables:\ncans: DataFrame"), seen, program).against
    assert any("makes it anew" in one for one in told) == against


def test_a_value_with_other_blanks_is_the_same_value() -> None:
    namespace = {"cans": pd.DataFrame({"brand": ["Old Bear", "Old\u00a0Bear "], "litres": [1, 2]})}
    program = "d = cans.assign(brand=tidy.text(cans['brand']))\nlen(d[d['brand'] == 'Old Bear'])"
    seen = Observation("", result=Result("number", "2", 2))
    assert judge(namespace)(Task("How many cans are of Old Bear?", "Variables:\ncans"), seen, program).against == ()


@pytest.mark.parametrize(
    ("question", "against"), [("Which brand is rarest?", True), ("How many of each brand?", False)]
)
def test_categories_that_do_not_occur_speak_against_the_fewest(question: str, against: bool) -> None:
    note = "`brand`: categories that do not occur are counted: 'z'"
    assert (note in judged(question, "cans['brand'].value_counts()", notes=(note,)).against) == against


@pytest.mark.parametrize(
    ("program", "read"),
    [
        ("reeds.groupby('bank')['cm'].max()", True),
        ("reeds['cm'].isin([3])", True),
        ("reeds = tidy.table(reeds)\nreeds['nothing']", False),
        ("d = tidy.table(reeds)\nd['nothing']", False),
    ],
)
def test_a_table_of_another_library_is_read_first(program: str, read: bool) -> None:
    polars = pytest.importorskip("polars")
    namespace: dict[str, Any] = {"reeds": polars.DataFrame({"bank": ["L", "R"], "cm": [90, 120]}), "tidy": tidy}
    with watcher(namespace)(program) as watched, pytest.raises(Exception, match=r".") as caught:
        exec(program, dict(namespace))
    told = watched.hint(caught.value)
    assert ("read it first by reeds = tidy.table(reeds)" in told) is read


def test_what_a_failed_cell_groups_by_is_kept() -> None:
    tables = {"boats": pd.DataFrame({"port": ["Hel", "Oslo"], "paid": ["3 EUR", "4 EUR"]})}
    trouble = "The cell\nboats.groupby('port')['paid'].mean()\nraised TypeError"
    task = Task("What went wrong?", "Variables:\nboats", trouble=trouble)
    seen = Observation("3.5", result=Result("number", "3.5", 3.5))
    told = judge(tables)(task, seen, "tidy.number(boats['paid']).mean()").against
    assert told == ("the cell that failed groups by `port`: keep that, change only what failed",)
    assert not judge(tables)(task, seen, "boats.groupby('port')['paid'].first()").against
