"""What a notebook that is run by nbclient, and so by papermill and nbconvert, keeps of the cards."""

import json
from pathlib import Path

import nbformat
from nbclient import NotebookClient

STATE = "application/vnd.jupyter.widget-state+json"


def test_the_saved_widgets_of_a_cell_are_small_and_hold_no_code(tmp_path: Path) -> None:
    model = tmp_path / "model.json"
    model.write_text(json.dumps({"action": {"0": "[code] Add.", "1": "[finish] 2"}, "code": {"0": "1 + 1"}}))
    cell = f"%%husky --model scripted:{model}\nWhat is 1 + 1?"
    cells = [nbformat.v4.new_code_cell(source) for source in ("%load_ext husky_kernel", cell, cell)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, kernel_name="python3", timeout=120).execute()
    saved = json.dumps(notebook["metadata"]["widgets"][STATE]["state"])
    assert saved.count('"RunModel"') >= 2
    assert len(saved) < 2 * 10_000
    assert not any(name in saved for name in ("_esm", "_css", "anywidget"))
