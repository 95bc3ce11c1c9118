"""What JupyterLab lends a cell: a button below an error, and Tab in a question."""

from __future__ import annotations

import pytest
from jupyter_lab import Notebook
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FIX = "[data-husky-action='fix']"


def test_below_an_error_a_button_asks_in_the_next_cell(notebook: Notebook) -> None:
    notebook.create(["ferries = {'a': 1}\nferries['b']", "1 + 1"])
    notebook.run(0)
    notebook.cell(0).locator(FIX).click()
    expect(notebook.cell(1).locator(".cm-content")).to_contain_text("%husky fix")
    expect(notebook.cell(1).locator(".jp-OutputArea")).to_contain_text("KeyError")
    notebook.interrupt()
    notebook.wait_idle()
    notebook.run(2)
    expect(notebook.page.locator(FIX)).to_have_count(0)


def test_tab_offers_tables_and_columns_in_a_question(notebook: Notebook) -> None:
    notebook.create(["import pandas as pd\nferries = pd.DataFrame({'Gross tonnage': [1]})", "%%husky\nThe mean of Gro"])
    notebook.run(0)
    notebook.cell(1).locator(".cm-content").click()
    notebook.page.keyboard.press("Control+End")
    notebook.page.keyboard.press("Tab")
    notebook.page.locator(".jp-Completer-item", has_text="Gross tonnage").wait_for()
    notebook.page.keyboard.press("Enter")
    expect(notebook.cell(1).locator(".cm-content")).to_contain_text("The mean of Gross tonnage")
