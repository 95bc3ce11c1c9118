"""A task of several parts in JupyterLab: its list, and what a person does with the parts to come."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from jupyter_lab import Notebook
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

BOATS = "import pandas as pd\nboats = pd.DataFrame({'boat': list('abbc'), 'lake': ['Ina', 'Ina', 'Ina', 'Oro']})"
ASKED = "Drop the double rows of boats, then count the boats per lake, then sort the counts, then plot them."
MODEL = {
    "action": {"0": "[code] Do it.", "1": "[finish] done"},
    "code": {
        "0": "boats = boats.drop_duplicates()\nboats",
        "1": "boats.groupby('lake')['boat'].count()",
        "2": "result.sort_values()",
    },
}


def test_parts_to_come_are_reworded_moved_and_left_out(notebook: Notebook, script: Callable) -> None:
    run = f"%%husky --model {script(MODEL)} --approve code\n{ASKED}"
    notebook.create([BOATS, run, "print(_husky.parts, len(boats), result.tolist())"])
    notebook.run(0)
    notebook.start(1)
    first = notebook.wait_card(1, 0, "waiting")
    plan = notebook.cell(1).locator(".husky-plan")
    rows = plan.locator("li")
    expect(rows).to_have_count(4)
    expect(rows.nth(0).get_by_role("img", name="In hand")).to_be_visible()
    expect(rows.nth(0).get_by_role("button")).to_have_count(0)

    plan.get_by_role("button", name="Move part 4 up").click()
    expect(rows.nth(2)).to_contain_text("Plot them.")
    plan.get_by_role("button", name="Leave part 3 out").click()
    expect(rows).to_have_count(3)
    plan.get_by_role("button", name="Edit part 3").click()
    words = plan.get_by_role("textbox", name="Words of part 3")
    expect(words).to_be_focused()
    words.fill("Sort the counts upwards.")
    words.press("Enter")
    expect(rows.nth(2)).to_contain_text("Sort the counts upwards.")

    notebook.press(first, "approve")
    notebook.press(notebook.wait_card(1, 1, "waiting"), "approve")
    expect(rows.nth(0).get_by_role("img", name="Done")).to_be_visible()
    notebook.press(notebook.wait_card(1, 2, "waiting"), "approve")
    notebook.wait_run(1, "finished")
    for row in range(3):
        expect(rows.nth(row).get_by_role("img", name="Done")).to_be_visible()
    told = notebook.run(2)
    assert "'Sort the counts upwards.')" in told
    assert told.strip().endswith("3 [2, 1]")
