"""Takes the pictures of the README in JupyterLab, with the real default model: python docs/pictures.py

Needs Chromium and what `make test` installs.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests" / "browser"))

from jupyter_lab import Notebook, browser, find_browser, lab_server  # noqa: E402  a helper of the browser tests

TABLES = """
%xmode Minimal
import pandas as pd
kiosks = pd.DataFrame({"kiosk": ["K1", "K2", "K3", "K4"], "quarter": ["Harbour", "Old Town", "Harbour", "Park"]})
sales = pd.DataFrame({
    "kiosk": ["K1", "K2", "K3", "K1", "K4", "K2", "K3", "K4"],
    "day": ["03.05.25", "03.05.25", "04.05.25", "01.06.25", "02.06.25", "02.06.25", "03.06.25", "03.06.25"],
    "taken": ["1.204,50 €", "880,00 €", "95,10 €", "1.310,00 €", "402,75 €", "760,20 €", "118,40 €", "399,00 €"],
})
"""
TALK = [
    TABLES.strip(),
    "%%husky --into taken\nHow much money was taken in each quarter?",
    "%%husky\nShow that as a bar chart.",
    'sales["Taken"].sum()',
    "%husky fix",
]
WIDTH, HEIGHT = 1200, 2600
"""Of the page, on which the whole talk is seen."""


def main() -> None:
    """Play the talk once for each theme, and keep a picture of it."""
    chromium = find_browser()
    if chromium is None:
        raise SystemExit("there is no Chromium: install it, or set HUSKY_CHROMIUM to its path")
    for theme in ("Light", "Dark"):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "notebooks"
            folder.mkdir()
            with lab_server(folder) as address, browser(chromium, Path(place) / "profile") as opened:
                _picture(Notebook(opened.new_page(), address, folder / "talk.ipynb"), theme)


def _picture(notebook: Notebook, theme: str) -> None:
    page: Page = notebook.page
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    notebook.create(TALK)
    page.evaluate(f"window.jupyterapp.commands.execute('apputils:change-theme', {{theme: 'JupyterLab {theme}'}})")
    for cell in range(len(TALK)):
        notebook.run(cell)
    page.add_style_tag(content=".Toastify {display: none}")
    page.wait_for_timeout(2000)
    cells = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook .jp-Cell")
    boxes = [box for at in range(1, cells.count()) if (box := cells.nth(at).bounding_box())]
    top, end = boxes[0]["y"], min(boxes[-1]["y"] + boxes[-1]["height"], HEIGHT)
    clip = {"x": boxes[0]["x"], "y": top, "width": boxes[0]["width"], "height": end - top}
    page.screenshot(path=HERE / f"talk-{theme.lower()}.png", clip=clip)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
