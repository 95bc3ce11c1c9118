"""A stranger's notebook, saved with its widgets, is only opened: nothing in it runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from installation import labextensions
from jupyter_lab import Notebook
from playwright.sync_api import Page, expect

from husky_kernel.display.widget import MODULE, VERSION

pytestmark = pytest.mark.browser

HOSTILE = "window.pwned = (window.pwned ?? 0) + 1; export default { render() { window.pwned += 1 } }"
STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"
SAVE_WIDGETS = "@jupyter-widgets/jupyterlab-manager:saveWidgetState"
CARDS_LOADED = "link[href*='husky-kernel-cards/static/husky.css']"


def model(module: str, version: str, kind: str, **state: Any) -> dict[str, Any]:
    """A saved widget."""
    names = {"module": module, "module_version": version, "name": f"{kind}Model"}
    of_model = {f"_model_{name}": value for name, value in names.items()}
    of_view = {f"_view_{name}": value for name, value in {**names, "name": f"{kind}View"}.items()}
    return {**{f"model_{name}": value for name, value in names.items()}, "state": {**of_model, **of_view, **state}}


def stranger(notebook: Notebook) -> None:
    """Write a notebook whose saved widgets bring code: as an anywidget, and as cards of ours."""
    run = {"question": HOSTILE, "status": "finished", "id": "a", "answer": f"<img src=x onerror='{HOSTILE}'>"}
    models = {
        "a" * 32: model("anywidget", "~0.11.*", "Any", _esm=HOSTILE, _css="", _anywidget_id="x.Y"),
        "b" * 32: model(MODULE, VERSION, "Run", _esm=HOSTILE, run=run, cards=[{"index": 0, "step": HOSTILE}]),
    }
    shown = [{VIEW: {"model_id": name, "version_major": 2, "version_minor": 0}} for name in models]
    cell = nbformat.v4.new_code_cell("1", outputs=[nbformat.v4.new_output("display_data", data) for data in shown])
    kernel = {"name": "python3", "display_name": "python3", "language": "python"}
    widgets = {STATE: {"version_major": 2, "version_minor": 0, "state": models}}
    metadata = {"kernelspec": kernel, "widgets": widgets}
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=metadata), notebook.path)


def test_no_saved_code_runs_when_a_notebook_is_opened(notebook: Notebook) -> None:
    stranger(notebook)
    notebook.open()
    page: Page = notebook.page
    page.locator(CARDS_LOADED).wait_for(state="attached")  # the widgets were read, ours among them
    page.wait_for_timeout(1500)  # for what comes late
    assert page.evaluate("window.pwned ?? 0") == 0
    expect(page.locator("[data-husky='run']")).to_have_count(0)


def test_no_extension_of_jupyterlab_comes_with_us_but_those_that_are_known() -> None:
    assert sorted(labextensions()) == ["@jupyter-widgets/jupyterlab-manager", "jupyterlab_pygments"]


def test_a_run_saved_with_its_widgets_holds_it_once(notebook: Notebook, script: Callable) -> None:
    replies = {"action": {"0": "[code] Add.", "1": "[finish] 2"}, "code": {"0": "print('much ' * 5000)\n1 + 1"}}
    notebook.create([f"%%husky --model {script(replies)}\nWhat is 1 + 1?"])
    notebook.command(SAVE_WIDGETS)
    notebook.page.wait_for_function(f"window.jupyterapp.commands.isToggled('{SAVE_WIDGETS}')")
    notebook.run(0)
    notebook.wait_run(0, "finished")
    saved = json.dumps(notebook.save()["metadata"]["widgets"])
    notebook.command(SAVE_WIDGETS)
    assert "RunModel" in saved
    assert len(saved) < 5_000
    notebook.open()  # the kernel lives: the cards come back from there
    notebook.cell(0).locator("[data-husky-run]").wait_for()
    expect(notebook.card(0, 0)).to_contain_text("much much")
