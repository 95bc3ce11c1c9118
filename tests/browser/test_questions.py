"""How the cells of a notebook are coloured."""

from __future__ import annotations

import pytest
from jupyter_lab import Notebook
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

WRITE = """([index, text]) => {
  const cell = window.jupyterapp.shell.currentWidget.content.widgets[index];
  cell.model.sharedModel.setSource(text);
}"""


def test_a_question_is_plain_text_and_a_program_is_python(notebook: Notebook) -> None:
    notebook.create(["%%husky --max-steps 3\nWhat for is the list in stock?", "for x in []: pass"])
    question, program = (notebook.cell(at).locator(".cm-content") for at in (0, 1))
    expect(program).to_have_attribute("data-language", "python")
    expect(question).not_to_have_attribute("data-language", "python")
    for at, text in enumerate(["for x in []: pass", "%%husky\nWhat for?"]):
        notebook.page.evaluate(WRITE, [at, text])
    expect(question).to_have_attribute("data-language", "python")
    expect(program).not_to_have_attribute("data-language", "python")
