"""A notebook that was run with a scripted model, and saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

CSV = "region,units\nnorth,1\nsouth,2\nwest,3\n"

READ = "import pandas as pd\nsales = pd.read_csv('sales.csv')"
SCRIPT = {
    "action": {"0": "[search] Look up the best region.", "1": "[code] Sum the units.", "2": "[code] Draw.",
               "3": "[commonsense] Judge.", "4": "[finish] 6"},
    "query": {"0": "capital of France"},
    "code": {"1": "total = int(sales.units.sum())\nprint(object())\nsales.assign(double=2 * sales.units)",
             "2": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\ntotal"},
    "commonsense": {"0": "It is Paris.", "1": "Sums.", "3": "Six is not much."},
}  # fmt: skip
"""A run with a step of every kind: what is looked up, computed, drawn and said."""


def notebook(*sources: str) -> Any:
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])


def record(folder: Path, *sources: str, name: str = "run.ipynb") -> Path:
    """Run the cells in ``folder`` and save them there."""
    book = notebook("%load_ext husky_kernel", *sources)
    NotebookClient(book, timeout=300, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()
    nbformat.write(book, folder / name)
    return folder / name


def edit(path: Path, change: Any) -> None:
    """Change the saved notebook by ``change(book)``."""
    book = nbformat.read(path, as_version=4)
    change(book)
    nbformat.write(book, path)
