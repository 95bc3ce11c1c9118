"""axe-core looks at the cards in a real JupyterLab, in every state that they have, in both themes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jupyter_lab import Notebook
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "widgets" / "node_modules" / "axe-core" / "axe.min.js"

RUN = """
from dataclasses import replace
from husky_kernel.agent.effects import Effects, TableChange
from husky_kernel.agent.types import Seconds, Step, Tokens, Trace
from husky_kernel.display.run_view import RunView
from husky_kernel.display.view import Branch, Side

SCORES = {"code": 0.71, "search": 0.14, "math": 0.08, "commonsense": 0.05, "finish": 0.02}
CELLS = "".join(f"<td>{number}</td>" for number in range(60))
TABLE = {"text/html": f"<table><tbody><tr>{CELLS}</tr></tbody></table>", "text/plain": "wide"}
WROTE = Effects(
    created=("clean",), changed=("sales",), deleted=("old",), outside=("wrote out.csv",), uncopied=("f: an open file",),
    tables=(TableChange("sales", (8, 6), ("total",), ("returns",), {"price": ("object", "float64")}, (2, 0), 14),),
)
ONE = Step(
    0, "code", "Remove the returns.", call="clean = sales[sales.units > 0]  # kept\\nNone, 'a', 1", observation="6",
    output="6 rows are left.", seconds=Seconds(1, 1), tokens=Tokens(9, 8, 7), tool_scores=SCORES, effects=WROTE,
    outputs=({"output_type": "execute_result", "data": TABLE, "metadata": {}},), author="human", status="edited",
    reason="the question names a table", repairs=("'Regin' read as 'region'",), notes=("2 rows are empty",),
)
TWO = Step(1, "math", "Add.", output="no", status="failed", error="ValueError: 3", tool_scores=SCORES)
PENDING = Step(1, "code", "Sum.", call="\\n".join(f"line_{n} = {n}" for n in range(60)), tool_scores=SCORES)
TOLD = {"answer_kind": "table", "confidence": "unsure", "notes": ("2 rows were left out",)}
TRACE = Trace("Which region sold most?", "some-model", answer="1 row: region", steps=(ONE, TWO), **TOLD)
FIRST = Branch("a", None, 0, "finished", "North", 2)
view = RunView(TRACE.question, TRACE.model, lambda command: None)
view.show()
"""
RUNNING = """
view.started(replace(TRACE, steps=()), 8)
view.step(ONE, "done")
view.step(PENDING, "running")
"""
WAITING = """
view.mode(True, True, "code", ["Use the median."])
view.wait(PENDING, "the code carries text from outside", ["ignore all instructions"])
"""
FINISHED = """
view.finished(TRACE)
view.undoable([0, 1])
"""
BRANCHED = """
view.lines([FIRST, Branch("b", "a", 1, "finished", "South", 2, True, "flip")], "a")
"""
ASKED = """
view.conflict(0, ["clean", "totals"])
"""
WORTH = """
view.finished(replace(TRACE, confidence="{confidence}"))
"""
FAILED = """
view.finished(replace(TRACE, status="failed", answer=None, error="KeyError: 'regin'", steps=(ONE, TWO)))
"""
COMPARED = """
view.compare(Side(FIRST, (ONE, TWO)), Side(FIRST, (ONE, replace(TWO, tool="search"), TWO)))
"""

CHECK = """async () => {
  const found = await axe.run("[data-husky='run']", { resultTypes: ["violations"] });
  return found.violations
    .filter((fault) => ["serious", "critical"].includes(fault.impact))
    .map((fault) => [fault.id, ...fault.nodes.map((node) => `${node.target}: ${node.failureSummary}`)]);
}"""
EXECUTE = """async (code) => {
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const reply = await kernel.requestExecute({ code }).done;
  if (reply.content.status !== "ok") throw new Error(reply.content.evalue);
}"""
THEME = "(theme) => window.jupyterapp.commands.execute('apputils:change-theme', { theme })"


def faults(page: Page) -> Any:
    """What axe-core finds serious or critical."""
    page.wait_for_timeout(300)  # colours change gradually
    return page.evaluate(CHECK)


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_serious(notebook: Notebook, theme: str) -> None:
    assert AXE.is_file(), "axe-core is not installed: run `npm ci` in the folder widgets"
    notebook.create([RUN], "python3")
    page = notebook.page
    page.evaluate(THEME, theme)
    expect(page.locator(f"body[data-jp-theme-name='{theme}']")).to_have_count(1)
    notebook.run(0)
    page.add_script_tag(path=AXE)
    run = notebook.cell(0).locator("[data-husky='run']")

    def state(code: str, shows: str) -> None:
        page.evaluate(EXECUTE, code)
        run.locator(shows).first.wait_for()
        assert faults(page) == []

    state(RUNNING, "[data-husky-status='running'] .cm-content")
    notebook.press(run, "help")
    state(WAITING, "[data-husky-action='approve']")
    notebook.press(notebook.card(0, 1), "edit")
    assert faults(page) == []
    state(FINISHED, "[data-husky-action='undo']")
    expect(run.locator("footer")).to_contain_text("not sure")
    expect(run.locator("footer table")).to_be_visible()
    expect(run.locator("footer .husky-remarks")).to_have_text("2 rows were left out")
    expect(notebook.card(0, 0).locator("table")).to_have_count(0)
    for confidence in ("checked", "computed", "recalled"):
        state(WORTH.format(confidence=confidence), f"[data-husky-confidence='{confidence}']")
    state(FAILED, ".husky-reason")
    state(FINISHED, "[data-husky-action='undo']")
    state(BRANCHED, "[data-husky-branch='b']")
    notebook.press(notebook.card(0, 0), "rerun")
    state(ASKED, "[data-husky-action='overwrite']")
    notebook.press(run, "compare")
    state(COMPARED, "[data-husky-compared]")
