"""Runs that stand in a notebook's file: cards without a kernel, and cards that go on in their place with one."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from jupyter_lab import Notebook
from playwright.sync_api import expect

from husky_kernel.agent.types import MEDIA_TYPE

pytestmark = pytest.mark.browser

CODE = "import pandas as pd\npd.DataFrame({'town': ['Ulm', 'Sion'], 'n': [3, 4]})"
REPLIES = {"action": {"0": "[code] Count.", "1": "[finish] two towns"}, "code": {"0": CODE}}


def asked(notebook: Notebook, script: Callable[[Any], str]) -> None:
    notebook.create([f"%%husky --model {script(REPLIES)}\nHow many towns?"])
    notebook.run(0)
    notebook.wait_run(0, "finished")
    notebook.save()


def test_without_a_kernel_the_cards_are_there_and_only_show(notebook: Notebook, script: Callable[[Any], str]) -> None:
    asked(notebook, script)
    notebook.shutdown()
    notebook.open_without_kernel()
    notebook.wait_run(0, "finished")
    card = notebook.card(0, 0)
    expect(card).to_contain_text("Sion")
    expect(card.locator("[data-husky-action='rerun']").first).to_have_attribute("aria-disabled", "true")
    notebook.press(notebook.cell(0), "revive")
    expect(notebook.cell(0)).to_contain_text("The notebook has no kernel")


def test_with_one_they_go_on_in_their_cell_and_the_file_has_what_comes_of_it(
    notebook: Notebook, script: Callable[[Any], str]
) -> None:
    asked(notebook, script)
    notebook.shutdown()
    notebook.page.goto("about:blank")
    notebook.open()
    notebook.wait_run(0, "finished")
    expect(notebook.cell(0).get_by_text("model not found")).to_be_hidden()
    notebook.press(notebook.cell(0), "revive")
    expect(notebook.cell(0).locator("[data-husky-action='revive']")).to_have_count(0)
    card = notebook.wait_card(0, 0, "done")
    notebook.rerun(card, "call", "6 * 7")
    notebook.wait_card(0, 0, "edited")
    notebook.wait_run(0, "finished")
    notebook.wait_idle()
    outputs = notebook.save()["cells"][0]["outputs"]
    [trace] = [output["data"][MEDIA_TYPE] for output in outputs if MEDIA_TYPE in output.get("data", {})]
    assert trace["steps"][0]["call"] == "6 * 7"
    assert "6 * 7" in json.dumps(outputs)
