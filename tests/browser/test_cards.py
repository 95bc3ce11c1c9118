"""What a person does with the cards of a run in JupyterLab."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from jupyter_lab import Notebook
from playwright.sync_api import expect

from husky_kernel.agent.types import MEDIA_TYPE

pytestmark = pytest.mark.browser

SUM = {
    "action": {"0": "[code] Double x.", "1": "[code] Add one.", "2": "[finish] It is in z."},
    "code": {"0": "y = 2 * x\ny", "1": "z = y + 1\nz"},
}
CHECK = "print(x, _husky.status, globals().get('z'), [s.step for s in _husky.steps])"


def step_of(code: str) -> dict[str, dict[str, str]]:
    return {"action": {"0": "[code] Run.", "1": "[finish] 1"}, "code": {"0": code}}


def saved_trace(notebook: Notebook, cell: int) -> dict:  # type: ignore[type-arg]
    outputs = notebook.save()["cells"][cell]["outputs"]
    return next(output["data"][MEDIA_TYPE] for output in outputs if MEDIA_TYPE in output.get("data", {}))


@pytest.mark.parametrize("kernel", ["husky", "python3"])
def test_cards_are_edited_and_rerun(notebook: Notebook, script: Callable, kernel: str) -> None:
    load = "%load_ext husky_kernel\nx = 21" if kernel == "python3" else "x = 21"
    notebook.create([load, f"%%husky --model {script(SUM)} --into answer\nTwice {{x}}, plus one?", CHECK], kernel)
    notebook.run(0)
    notebook.run(1)
    notebook.wait_run(1, "finished")
    expect(notebook.card(1, 1).locator("[data-husky-field='output']")).to_have_text("43")
    expect(notebook.cell(1).locator("[data-husky-field='answer']")).to_have_text("It is in z.")
    assert "21 finished 43 ['Double x.', 'Add one.']" in notebook.run(2)

    notebook.rerun(notebook.card(1, 0), "call", "y = 3 * x\ny")
    expect(notebook.card(1, 1).locator("[data-husky-field='output']")).to_have_text("64")
    notebook.wait_run(1, "finished")
    assert "21 finished 64 ['Double x.', 'Add one.']" in notebook.run(2)

    notebook.rerun(notebook.card(1, 1), "step", "Add one to y.")
    notebook.wait_card(1, 1, "edited")
    notebook.wait_run(1, "finished")
    assert "21 finished 64 ['Double x.', 'Add one to y.']" in notebook.run(2)
    trace = saved_trace(notebook, 1)
    assert [(step["step"], step["author"], step["output"]) for step in trace["steps"]] == [
        ("Double x.", "human", "63"),
        ("Add one to y.", "human", "64"),
    ]


@pytest.mark.parametrize("how", ["stop", "interrupt"])
@pytest.mark.parametrize("code", ["import time; time.sleep(60)", "import asyncio; await asyncio.sleep(60)"])
def test_running_code_is_stopped(notebook: Notebook, script: Callable, how: str, code: str) -> None:
    notebook.create(["x = 21", f"%%husky --model {script(step_of(code))}\nSleep?", CHECK, "z = 5"])
    notebook.run(0)
    notebook.start(1)
    notebook.wait_card(1, 0, "running")
    if how == "stop":
        notebook.press(notebook.cell(1), "stop")
    else:
        notebook.interrupt()
    notebook.wait_idle()
    notebook.wait_run(1, "stopped")
    notebook.run(3)
    assert "21 stopped 5 ['Run.']" in notebook.run(2)
    assert "Traceback" not in notebook.output(1)


@pytest.mark.parametrize("how", ["stop", "interrupt"])
def test_writing_model_is_stopped(notebook: Notebook, script: Callable, how: str) -> None:
    slow = {**step_of("z = 1\n" + "# on and on\n" * 2000), "delay": 0.02}
    notebook.create(["x = 21", f"%%husky --model {script(slow)}\nSlow?", CHECK])
    notebook.run(0)
    notebook.start(1)
    card = notebook.wait_card(1, 0, "writing")
    expect(card.locator("[data-husky-field='call']")).to_contain_text("# on and on")
    if how == "stop":
        notebook.press(notebook.cell(1), "stop")
    else:
        notebook.interrupt()
    notebook.wait_idle()
    notebook.wait_run(1, "stopped")
    assert "21 stopped None ['Run.']" in notebook.run(2)


def test_run_all_waits_for_the_run(notebook: Notebook, script: Callable) -> None:
    model = script({**SUM, "delay": 0.1})
    notebook.create(["x = 21", f"%%husky --model {model}\nTwice?", "after = z\nprint('after', after)"])
    notebook.run_all()
    notebook.wait_card(1, 0, "writing")
    assert notebook.output(2) == ""
    notebook.wait_idle()
    assert notebook.output(2).strip() == "after 43"


def test_saved_run_reads_without_a_kernel(notebook: Notebook, script: Callable) -> None:
    code = "import pandas as pd\npd.DataFrame({'region': ['North', 'South'], 'units': [3, 90]})"
    replies = {"action": {"0": "[code] Show sales.", "1": "[finish] South"}, "code": {"0": code}}
    notebook.create([f"%%husky --model {script(replies)}\nWhich region sold the most?"])
    notebook.run(0)
    notebook.wait_run(0, "finished")
    copy = notebook.cell(0).locator("[data-husky-saved]")
    expect(copy).to_have_count(1)
    expect(copy).to_be_hidden()
    notebook.save()
    notebook.shutdown()
    notebook.open_without_kernel()
    output = notebook.cell(0).locator(".jp-OutputArea")
    expect(output).to_contain_text("Which region sold the most?")
    expect(notebook.card(0, 0)).to_contain_text("Show sales.")
    expect(notebook.card(0, 0).locator("table")).to_be_visible()
    expect(output.get_by_text("South", exact=True).last).to_be_visible()
    assert "model not found" not in notebook.output(0).lower()
    assert "Jupyter widgets" not in notebook.output(0)
    assert notebook.output(0).lstrip().startswith("Which region sold the most?")
