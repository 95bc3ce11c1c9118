"""What stands before a question: earlier runs of the notebook, and a cell that just failed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from husky_kernel.agent.answers.answer import Result
from husky_kernel.agent.effects import Effects
from husky_kernel.agent.types import Step, Task, Trace, Turn
from husky_kernel.context import sources
from husky_kernel.kernel.conversation import Conversation

BUDGET = 700
ASKED = "How many parcels are there per depot?"
PROGRAM = "t = parcels.groupby('depot').size()\nt"


@pytest.fixture
def talk(shell: InteractiveShell) -> Iterator[Conversation]:
    shell.user_ns["parcels"] = pd.DataFrame({"depot": ["Kiel", "Ulm", "Kiel"], "weight": [3, 4, 5]})
    conversation = Conversation(shell)
    conversation.listen()
    yield conversation
    conversation.leave()


def answered(talk: Conversation, shell: InteractiveShell, status: str = "done", **told: Any) -> None:
    shell.user_ns["t"] = shell.user_ns["parcels"].groupby("depot").size().to_frame()
    step = Step(0, "code", "x", call=PROGRAM, effects=Effects(created=("t",)), status=status)  # type: ignore[arg-type]
    trace = Trace(ASKED, "m", "finished" if status == "done" else "failed", "2 rows: Kiel 2, Ulm 1", (step,), **told)
    talk.ended(Task(ASKED, "Variables:\nparcels: DataFrame"), trace)


def test_a_follow_up_is_told_what_was_asked_before(talk: Conversation, shell: InteractiveShell) -> None:
    assert talk.task("And only for those in 2023 or 2024.", BUDGET).context == ""
    answered(talk, shell)
    task = talk.task("And the same only for those above 3.", BUDGET)
    assert task.turns == (Turn(ASKED, PROGRAM, "2 rows: Kiel 2, Ulm 1"),)
    assert "parcels: DataFrame" in task.context
    assert task.follows
    assert not talk.task(ASKED, BUDGET).follows
    assert talk.task("And the same only for those above 3.", BUDGET, fresh=True).turns == ()


def test_whether_what_was_answered_before_is_sure_is_known(talk: Conversation, shell: InteractiveShell) -> None:
    answered(talk, shell, confidence="unsure")
    assert [turn.sure for turn in talk.task("And the same only for those above 3.", BUDGET).turns] == [False]


def test_what_a_run_made_is_not_told_as_the_users_table(talk: Conversation, shell: InteractiveShell) -> None:
    answered(talk, shell)
    assert talk.made() == {"t"}
    assert "t: DataFrame" not in talk.task("How many parcels per depot are above 3?", BUDGET).context
    shell.user_ns["t"] = shell.user_ns["parcels"].copy()
    assert talk.made() == frozenset()


def test_what_a_later_run_makes_anew_is_still_no_table_of_the_users(
    talk: Conversation, shell: InteractiveShell
) -> None:
    answered(talk, shell)
    task = talk.task(ASKED, BUDGET)
    shell.user_ns["t"] = shell.user_ns["parcels"].copy()
    step = Step(0, "code", "x", call="t = parcels.copy()", effects=Effects(changed=("t", "parcels")))
    talk.ended(task, Trace(ASKED, "m", "finished", "2 rows", (step,)))
    assert talk.made() == {"t"}


def test_what_a_program_made_that_was_passed_over_is_told_of_nobody(
    talk: Conversation, shell: InteractiveShell
) -> None:
    shell.user_ns["heavy"] = shell.user_ns["parcels"].head(1)
    over = Step(0, "code", "x", call="heavy = parcels.head(1)", effects=Effects(created=("heavy",)), against=("No.",))
    good = Step(1, "code", "y", call="len(parcels)", result=Result("number", "3", 3))
    talk.ended(Task(ASKED, "Variables:\nparcels: DataFrame"), Trace(ASKED, "m", "finished", "3", (over, good)))
    assert "heavy: DataFrame" not in talk.task("How many heavy parcels are there?", BUDGET).context
    shell.user_ns["heavy"] = shell.user_ns["parcels"].copy()
    assert "heavy: DataFrame" in talk.task("How many heavy parcels are there?", BUDGET).context


def test_what_the_answer_made_is_told_though_something_speaks_against_it(
    talk: Conversation, shell: InteractiveShell
) -> None:
    shell.user_ns["heavy"] = shell.user_ns["parcels"].head(1)
    step = Step(0, "code", "x", call="heavy = parcels.head(1)", effects=Effects(created=("heavy",)), against=("No.",))
    talk.ended(Task(ASKED, "Variables:\nparcels: DataFrame"), Trace(ASKED, "m", "finished", "1 row", (step,)))
    assert "heavy: DataFrame" in talk.task("How many heavy parcels are there?", BUDGET).context


def test_a_failed_run_is_no_part_of_the_conversation(talk: Conversation, shell: InteractiveShell) -> None:
    answered(talk, shell, "failed")
    assert talk.task(ASKED, BUDGET).turns == ()


def test_who_goes_on_from_a_question_without_an_answer_still_asks_about_its_tables(talk: Conversation) -> None:
    asked = talk.task("What is the mean weight per depot in parcels?", BUDGET)
    step = Step(0, "code", "One.", call="parcels.groupby('town').mean()", status="failed")
    talk.ended(asked, Trace(asked.question, "m", status="failed", steps=(step,)))
    task = talk.task("And the heaviest at each?", BUDGET)
    assert "parcels" in task.context
    assert task.trouble == "Asked before, without an answer: What is the mean weight per depot in parcels?"
    assert talk.task("And the heaviest at each?", BUDGET, fresh=True).trouble == ""
    assert talk.task("How many parcels are there?", BUDGET).trouble == ""


def test_the_users_failed_cell_is_told_to_whoever_asks_about_it(talk: Conversation, shell: InteractiveShell) -> None:
    shell.run_cell("parcels['Weight'].sum()", store_history=True)
    task = talk.task("Why did that fail? Fix it.", BUDGET)
    cause = "KeyError: 'Weight'\nline 1: parcels['Weight'].sum()\n"
    cause += "The columns are 'depot', 'weight'\nthe column is called 'weight'"
    assert task.trouble == f"The cell\nparcels['Weight'].sum()\nraised {cause}"
    assert "parcels: DataFrame" in task.context
    assert not task.changes
    assert talk.task(ASKED, BUDGET).trouble == ""


def test_a_cell_that_went_well_ends_the_trouble(talk: Conversation, shell: InteractiveShell) -> None:
    shell.run_cell("1 / 0", store_history=True)
    shell.run_cell("parcels.depot.unique()", store_history=False)  # a step of ours is no cell of the user's
    assert talk.task("Fix that error in parcels.", BUDGET).trouble
    shell.run_cell("2", store_history=True)
    assert talk.task("Fix that error in parcels.", BUDGET).trouble == ""


def test_a_cell_that_failed_before_anybody_listened_is_known(shell: InteractiveShell) -> None:
    shell.run_cell("1 / 0", store_history=True)
    late = Conversation(shell)
    late.listen()
    assert late.failed is not None
    assert late.failed.cell == "1 / 0"
    late.leave()


def test_secrets_of_a_failed_cell_stay_out(talk: Conversation, shell: InteractiveShell) -> None:
    shell.user_ns["api_key"] = "zzTop123456789"
    shell.run_cell("parcels['zzTop123456789']", store_history=True)
    assert "zzTop" not in talk.task("Why did that fail?", BUDGET).trouble


def test_a_change_is_asked_for_in_words_of_change(talk: Conversation) -> None:
    assert talk.task("Remove the duplicates from parcels.", BUDGET).changes
    assert not talk.task(ASKED, BUDGET).changes


def test_a_large_table_of_a_database_is_asked_by_sql(shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch) -> None:
    con = sqlite3.connect(":memory:")
    pd.DataFrame({"depot": ["Kiel", "Ulm"], "weight": [3, 4]}).to_sql("parcels", con, index=False)
    shell.user_ns["con"] = con
    asked = Conversation(shell)
    assert asked.task("How many parcels are there per depot?", BUDGET).tool == ""
    assert asked.task("How many parcels are there per depot? Use SQL.", BUDGET).tool == "sql"
    monkeypatch.setattr(sources, "LARGE", 1)
    task = asked.task("How many parcels are there per depot?", BUDGET)
    assert task.tool == "sql"
    assert "Read first" not in task.context
    assert asked.task("Plot the parcels per depot.", BUDGET).tool == ""
    shell.user_ns["depots"] = pd.DataFrame({"depot": ["Kiel", "Ulm"], "land": ["SH", "BW"]})
    assert asked.task("Which depot has the highest weight?", BUDGET).tool == "sql"


PARTED = "Turn weight into grams, then sum it up per depot, and plot that as bars."
PARTS = ("Turn weight into grams.", "Sum it up per depot.", "Plot that as bars.")


def test_a_task_of_several_parts_goes_on_from_what_was_before_only_by_its_first(
    talk: Conversation, shell: InteractiveShell
) -> None:
    answered(talk, shell)
    task = talk.task(PARTED, BUDGET)
    assert (task.parts, task.turns, task.follows) == (PARTS, (), False)
    again = talk.task("Sort that by depot, then show the first row.", BUDGET)
    assert again.turns
    assert talk.task(ASKED, BUDGET).parts == ()


def test_a_part_is_told_the_variables_as_they_are_now(talk: Conversation, shell: InteractiveShell) -> None:
    whole = talk.task(PARTED, BUDGET)
    shell.user_ns["parcels"]["grams"] = shell.user_ns["parcels"]["weight"] * 1000
    change = Step(0, "code", PARTS[0], call="parcels['grams'] = 3", effects=Effects(changed=("parcels",)))
    turns = (Turn(PARTS[0], "parcels['grams'] = 3", "parcels: grams added"),)
    part = talk.part(whole, PARTS[1], turns, [change], BUDGET)
    assert (part.question, part.turns, part.parts, part.changes) == (PARTS[1], turns, (), False)
    assert "'grams'" in part.context
    assert "Go on:" not in part.context  # a change is not made twice
    result = Result("table", "2 rows", shell.user_ns["parcels"].groupby("depot")["grams"].sum())
    done = Step(1, "code", PARTS[1], call="parcels.groupby('depot')['grams'].sum()", result=result, part=1)
    turns = (*turns, Turn(PARTS[1], done.call or "", "2 rows"))
    last = talk.part(whole, PARTS[2], turns, [change, done], BUDGET)
    assert "\nGo on: result = parcels.groupby('depot')['grams'].sum()\n" in last.context
    assert last.context.endswith("Holds: result is a Series of 'grams' by 'depot'")


def test_what_comes_next_goes_on_from_the_last_parts(talk: Conversation, shell: InteractiveShell) -> None:
    steps = tuple(
        Step(place, "code", words, call=f"program_{place}", output=f"came {place}", part=place)
        for place, words in enumerate(PARTS)
    )
    again = Step(3, "code", "Once more.", call="another", output="came to another", part=1)
    finish = {"by": 2, "parts": [0, 1, 2]}
    told = {"parts": PARTS, "confidence": "computed", "finish": finish}
    trace = Trace(PARTED, "m", "finished", "came 0; came 2", (*steps, again), **told)
    talk.ended(Task(PARTED, "Variables:\nparcels: DataFrame"), trace)
    assert talk.task("And the same as a line.", BUDGET).turns == (
        Turn(PARTS[1], "program_1", "came 1"),
        Turn(PARTS[2], "program_2", "came 2"),
    )


def test_and_before_a_question_about_another_table_goes_on_from_nothing(
    talk: Conversation, shell: InteractiveShell
) -> None:
    answered(talk, shell)
    shell.user_ns["drivers"] = pd.DataFrame({"driver": ["Ada", "Ben"], "since": [2019, 2021]})
    assert not talk.task("And how many of the drivers began before 2020?", BUDGET).turns
    assert talk.task("And how many of the parcels are above 3?", BUDGET).turns
    assert talk.task("And how many drivers are there for each of these?", BUDGET).turns
    assert talk.task("And per depot?", BUDGET).turns


def test_what_is_drawn_next_begins_with_what_made_the_answer(talk: Conversation, shell: InteractiveShell) -> None:
    result = Result("table", "2 rows", shell.user_ns["parcels"].groupby("depot").size())
    step = Step(0, "code", "x", call="parcels.groupby('depot').size()", output="2 rows", result=result)
    talk.ended(Task(ASKED, "Variables:\nparcels: DataFrame"), Trace(ASKED, "m", "finished", "2 rows", (step,)))
    assert "\nGo on: result = parcels.groupby('depot').size()\n" in talk.task("Plot that as bars.", BUDGET).context
    assert "Go on:" not in talk.task("Plot that by weight as bars.", BUDGET).context
    assert "Go on:" not in talk.task("Plot that as bars.", BUDGET, fresh=True).context
