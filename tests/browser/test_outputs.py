"""What a step shows on its card in JupyterLab: charts, widgets, formulas, and output while it runs."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from jupyter_lab import Notebook
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CHART = {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
    "data": {"values": [{"region": "North", "units": 3}, {"region": "South", "units": 5}]},
    "mark": "bar",
    "encoding": {"x": {"field": "region", "type": "nominal"}, "y": {"field": "units", "type": "quantitative"}},
}
RICH = f"""
from IPython.display import JSON, HTML, Latex, Markdown, display
import ipywidgets
from tqdm.auto import tqdm
display({{'application/vnd.vegalite.v5+json': {CHART!r}, 'text/plain': '<VegaLite>'}}, raw=True)
display(ipywidgets.IntSlider(7, description='Seven'))
display(Markdown('# Head\\n\\nwith *stress* and $x_1 < y_1$'))
display(Latex('$\\\\frac{{1}}{{2}}$'))
display(JSON({{'units': [3, 5]}}))
display(HTML('<style>p {{color: red}}</style><p>kept</p>'))
PAGE = '<script>draw()</script>'
display({{'application/vnd.plotly.v1+json': {{}}, 'text/html': PAGE, 'text/plain': 'Figure'}}, raw=True)
for _ in tqdm(range(30)):
    pass
"""


def test_charts_widgets_and_formulas_are_drawn(notebook: Notebook, script: Callable) -> None:
    replies = {"action": {"0": "[code] Show.", "1": "[finish] shown"}, "code": {"0": RICH}}
    notebook.create([f"%%husky --model {script(replies)}\nShow?"])
    notebook.run(0)
    notebook.wait_run(0, "finished")
    shown = notebook.card(0, 0).locator(".husky-outputs").first
    shown.locator(".vega-embed").locator("canvas, svg").first.wait_for()
    shown.locator(".widget-slider", has_text="Seven").wait_for()
    shown.locator("h1", has_text="Head").wait_for()
    shown.locator(".husky-prose mjx-container").wait_for()
    expect(shown.locator(".husky-prose em")).to_have_text("stress")
    expect(shown.locator(".husky-formulas mjx-container")).to_have_count(2)
    expect(shown).to_contain_text('"units"')
    expect(shown).to_contain_text("kept")
    expect(shown).to_contain_text("A Plotly figure, which cannot be shown here.")
    expect(shown).to_contain_text("30/30")


def test_output_is_seen_while_the_step_runs_and_after_stop(notebook: Notebook, script: Callable) -> None:
    code = "import time\nfrom tqdm.auto import tqdm\nprint('begun')\nfor n in tqdm(range(10**6)):\n    time.sleep(0.05)"
    replies = {"action": {"0": "[code] Go.", "1": "[finish] 1"}, "code": {"0": code}}
    notebook.create([f"%%husky --model {script(replies)}\nGo?"])
    notebook.start(0)
    card = notebook.wait_card(0, 0, "running")
    card.locator(".husky-stdout", has_text="begun").wait_for()
    card.get_by_text(re.compile(r"[1-9]\d*/1000000")).wait_for()
    notebook.press(notebook.cell(0), "stop")
    notebook.wait_idle()
    notebook.wait_run(0, "stopped")
    expect(notebook.card(0, 0)).to_contain_text("begun")
