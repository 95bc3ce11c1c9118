"""A person at the reins in JupyterLab: control while a run goes on, and going back after it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from jupyter_lab import Notebook
from playwright.sync_api import expect
from scripted_runs import FOUR, TABLE, TWO

pytestmark = pytest.mark.browser

SEEN = "print(len(df), list(df.units), total, alias is df, mine is df, _husky.branch, len(_husky.branches))"


def test_a_pending_step_is_edited_and_the_run_resumes(notebook: Notebook, script: Callable) -> None:
    slow = {
        **TWO,
        "code": {**TWO["code"], "0": "".join(f"# on and on {n}\n" for n in range(50)) + "y = 2 * x\ny"},
        "delay": 0.02,
    }
    notebook.create(["x = 21", f"%%husky --model {script(slow)}\nTwice x?", "print(y, z)"])
    notebook.run(0)
    notebook.start(1)
    notebook.wait_card(1, 0, "writing")
    notebook.press(notebook.cell(1), "pause")
    notebook.cell(1).locator("[data-husky-action='resume']").wait_for()
    notebook.press(notebook.cell(1), "step-mode")
    notebook.press(notebook.cell(1), "resume")
    card = notebook.wait_card(1, 0, "waiting")
    notebook.press(card, "edit")
    notebook.write(card, "call", "y = 100\ny")
    notebook.press(card, "approve")
    notebook.wait_card(1, 0, "edited")
    second = notebook.wait_card(1, 1, "waiting")
    notebook.press(second, "approve")
    notebook.wait_run(1, "finished")
    assert notebook.run(2).strip() == "100 101"


def test_a_tool_is_flipped_by_key_and_by_click(notebook: Notebook, script: Callable) -> None:
    notebook.create(["x = 21", f"%%husky --model {script(TWO)} --approve all\nTwice x?"])
    notebook.run(0)
    notebook.start(1)
    card = notebook.wait_card(1, 0, "waiting")
    card.locator("[data-husky-tool='commonsense']").click()
    expect(notebook.card(1, 0)).to_contain_text("commonsense")
    card = notebook.wait_card(1, 0, "waiting")
    notebook.press(card, "approve")
    expect(notebook.card(1, 0).locator("[data-husky-field='output']")).to_have_text("Twice 21 is 42.")
    card = notebook.wait_card(1, 1, "waiting")
    notebook.press(card, "skip")
    notebook.wait_run(1, "finished")
    expect(notebook.card(1, 1)).to_contain_text("skipped")


def test_a_hint_is_given_while_it_runs(notebook: Notebook, script: Callable) -> None:
    model = script({**TWO, "delay": 0.05})
    notebook.create(["x = 21", f"%%husky --model {model} --approve code\nTwice x?", "print(_husky.hints[0].text)"])
    notebook.run(0)
    notebook.start(1)
    card = notebook.wait_card(1, 0, "waiting")
    hint = notebook.cell(1).locator("[data-husky-field='hint']")
    if not hint.is_visible():
        notebook.press(notebook.cell(1), "hint")
    hint.fill("use the median")
    hint.press("Enter")
    expect(notebook.cell(1)).to_contain_text("use the median")
    notebook.press(card, "approve")
    notebook.press(notebook.wait_card(1, 1, "waiting"), "approve")
    notebook.wait_run(1, "finished")
    assert notebook.run(2).strip() == "use the median"


def test_a_rerun_turns_the_world_back_and_a_branch_is_promoted(notebook: Notebook, script: Callable) -> None:
    notebook.create([TABLE, f"%%husky --model {script(FOUR)}\nClean df. How many units are left?", SEEN, SEEN, SEEN])
    notebook.run(0)
    notebook.run(1)
    notebook.wait_run(1, "finished")
    assert notebook.run(2).strip() == "2 [2.0, 6.0] 8.0 True True b1 0"
    effects = notebook.card(1, 1).locator("[data-husky-effects]")
    expect(effects).to_contain_text("3")
    notebook.rerun(notebook.card(1, 1), "call", "df.fillna(10, inplace=True)\nlen(df)")
    notebook.wait_card(1, 1, "edited")
    expect(notebook.card(1, 3).locator("[data-husky-field='output']")).to_have_text("28")
    notebook.wait_run(1, "finished")
    assert notebook.run(3).strip() == "3 [2.0, 20.0, 6.0] 28.0 True True b2 2"

    notebook.cell(1).locator("[data-husky-branch='b1']").click()
    expect(notebook.card(1, 3).locator("[data-husky-field='output']")).to_have_text("8")
    notebook.press(notebook.cell(1), "promote")
    expect(notebook.cell(1).locator("[data-husky-action='promote']:visible")).to_have_count(0)
    assert notebook.run(4).strip() == "2 [2.0, 6.0] 8.0 True True b1 2"


def test_a_saved_run_is_restored_and_goes_on(notebook: Notebook, script: Callable) -> None:
    model = script(TWO)
    notebook.create(["x = 21", f"%%husky --model {model}\nTwice x?", "%load_ext husky_kernel\n%husky restore", "x"])
    notebook.run(0)
    notebook.run(1)
    notebook.wait_run(1, "finished")
    notebook.save()
    notebook.shutdown()
    notebook.open()
    notebook.run(0)
    notebook.run(2)
    notebook.wait_run(2, "finished")
    expect(notebook.card(2, 1).locator("[data-husky-field='output']")).to_have_text("43")
    expect(notebook.cell(1).locator("[data-husky-saved]")).to_be_visible()
    expect(notebook.cell(2).locator("[data-husky-saved]")).to_be_hidden()
    notebook.rerun(notebook.card(2, 0), "call", "y = 1\ny")
    expect(notebook.card(2, 1).locator("[data-husky-field='output']")).to_have_text("2")


def test_a_program_put_right_is_shown_where_its_question_comes_again(notebook: Notebook, script: Callable) -> None:
    model = script({"action": {"0": "[code] Double x.", "1": "[finish] 43"}, "code": {"0": "2 * x"}})
    asked = f"%%husky --model {model}\nTwice x, and one more?"
    notebook.create(["x = 21", asked, asked])
    notebook.run(0)
    notebook.run(1)
    notebook.wait_run(1, "finished")
    notebook.rerun(notebook.card(1, 0), "call", "2 * x + 1")
    notebook.wait_card(1, 0, "edited")
    notebook.wait_run(1, "finished")
    notebook.run(2)
    notebook.wait_run(2, "finished")
    expect(notebook.card(2, 0).locator(".husky-sources")).to_contain_text("solved before: Twice x, and one more?")
    expect(notebook.card(1, 0).locator(".husky-sources")).to_be_hidden()
