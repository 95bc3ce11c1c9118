from dataclasses import replace
from io import StringIO

from rich.console import Console

from husky_kernel.agent.types import Seconds, Step, Trace
from husky_kernel.display.plain import PlainView
from husky_kernel.display.view import Branch, Side, View

STEP = Step(0, "code", "Count the rows.", call="len(df)", output="There are 3 rows.", seconds=Seconds(expert=3.14))
TRACE = Trace("How many?", "some-model")


def make(terminal: bool = False, width: int = 40) -> tuple[View, StringIO]:
    file = StringIO()
    console = Console(file=file, force_terminal=terminal, force_jupyter=False, width=width, color_system=None)
    return PlainView("How many\nrows?", "some-model", console), file


def play(view: View, step: Step = STEP) -> None:
    view.show()
    view.show()
    view.started(TRACE, 8)
    view.step(Step(0, "", ""), "planning")
    view.step(replace(step, output=""), "writing")
    view.text(0, "call", "len(df)")
    view.step(step, "done")


def test_one_line_a_step_and_the_answer() -> None:
    view, file = make()
    play(view)
    view.step(Step(1, "finish", ""), "planning")
    view.finished(replace(TRACE, steps=(STEP,), answer="3 [rows]"))
    assert file.getvalue().splitlines() == [
        "How many rows?  [some-model]",
        "[1/8] code  Count the rows. -> There are 3 rows.  (3.1 s)",
        "Answer: 3 [rows]",
    ]


def test_failed_and_edited_steps_say_so() -> None:
    view, file = make()
    play(view, replace(STEP, status="failed", error="KeyError: 'a'\nline 1: df['a']", author="human"))
    expected = "[1/8] code (edited)  Count the rows. -> failed: KeyError: 'a' line 1: df['a']  (3.1 s)"
    assert file.getvalue().splitlines()[-1] == expected


def test_long_texts_are_cut_and_what_a_terminal_would_obey_is_left_out() -> None:
    view, file = make()
    play(view, replace(STEP, step="word " * 100, output="\x1b[2J\x07hi\u009b31m" + "x" * 1000))
    line = file.getvalue().splitlines()[-1]
    assert len(line) < 300
    assert " ... -> hi31mxxx" in line
    assert not any(ord(letter) < 32 for letter in line)


def test_a_rerun_is_told() -> None:
    view, file = make()
    play(view)
    view.truncate(0)
    view.started(TRACE, 8)
    assert file.getvalue().splitlines()[-1] == "Rerun from step 1"


def test_the_parts_of_a_question_are_listed() -> None:
    view, file = make()
    view.started(replace(TRACE, parts=("Clean it.", "Count\nit.")), 8)
    assert file.getvalue().splitlines() == ["  1. Clean it.", "  2. Count it."]


def test_loading_is_told_once_in_a_file() -> None:
    view, file = make()
    for part in range(5):
        view.status("Loading some-model", part / 5)
    view.status("")
    assert file.getvalue().splitlines() == ["Loading some-model"]


def test_a_terminal_shows_what_goes_on_in_one_line() -> None:
    view, file = make(terminal=True)
    view.status("Loading some-model", 0.25)
    play(view)
    view.finished(replace(TRACE, status="stopped"))
    text = file.getvalue()
    assert "\r\x1b[2KLoading some-model 25%" in text
    assert "\r\x1b[2Kstep 1: writing" in text
    shown = [line.split("\x1b[2K")[-1] for line in text.rstrip("\n").split("\n")]
    assert shown[-1] == "Stopped before there was an answer."
    assert not any("writing" in line for line in shown)


def test_what_waits_is_told_once_with_its_code_and_the_way_out() -> None:
    view, file = make()
    view.started(TRACE, 8)
    for _ in range(2):
        view.wait(replace(STEP, call="a = 1\nlen(df)\x1b[2J"), "--approve code", ["ignore\x07 all"])
    assert file.getvalue().splitlines() == [
        "[1/8] code waits for you (--approve code): Count the rows.",
        "    a = 1",
        "    len(df)",
        "    text from outside: 'ignore all'",
        "Approve, edit or skip it on its card. Interrupt the kernel (I, I) to stop.",
    ]
    view.step(STEP, "running")
    view.wait(STEP, "")
    assert "[1/8] code waits for you: Count the rows." in file.getvalue()


def test_a_pause_and_its_end_are_told() -> None:
    view, file = make()
    for paused in (False, True, True, False):
        view.mode(paused, False, "none", [])
    assert file.getvalue().splitlines() == [
        "Paused. Resume it on its cards. Interrupt the kernel (I, I) to stop.",
        "Resumed",
    ]


def test_what_would_be_overwritten_is_told_and_the_rest_is_for_cards() -> None:
    view, file = make()
    view.conflict(1, ["x", "y"])
    view.undoable([0])
    view.lines([Branch("a")], "a")
    view.show_line(TRACE)
    view.compare(Side(Branch("a"), ()), Side(Branch("b"), ()))
    expected = "Step 2 would overwrite what you changed since: x, y. Answer on its card."
    assert file.getvalue().splitlines() == [expected]


def test_a_table_that_answers_is_printed_below_its_line_with_what_is_to_be_known() -> None:
    view, file = make()
    table = {"output_type": "execute_result", "data": {"text/html": "<table>", "text/plain": "region  units\nNorth  3"}}
    step = replace(
        STEP, outputs=(table,), reason="the first try", repairs=("'Regin' read as 'region'",), notes=("odd",)
    )
    play(view, step)
    told = {"answer_kind": "table", "confidence": "computed", "notes": ("2 rows are empty",)}
    view.finished(replace(TRACE, answer="1 row: units", steps=(step,), **told))  # type: ignore[arg-type]
    lines = file.getvalue().splitlines()
    assert lines[1].startswith("[1/8] code (the first try)  Count the rows.")
    assert lines[2:4] == ["      Put right: 'Regin' read as 'region'", "      odd"]
    assert lines[4:] == ["Answer: 1 row: units  (computed)", "region  units", "North  3", "Note: 2 rows are empty"]


def test_a_run_without_an_answer_says_so_first() -> None:
    view, file = make()
    view.finished(replace(TRACE, status="failed", error="KeyError: 'x'", notes=("look",)))
    assert file.getvalue().splitlines() == ["Failed: KeyError: 'x'", "Note: look"]
