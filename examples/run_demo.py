"""Run the quickstart with the real default model, outside any browser, and print what it prints as it comes.

Usage: python examples/run_demo.py [NOTEBOOK] [--out FOLDER]
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

HERE = Path(__file__).parent


class PrintingClient(NotebookClient):
    """Shows the source of each cell before it runs, and its text output while it runs."""

    def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> Any:
        """Print streams and plain results; everything else is only saved.

        The lines of a run are printed and not saved: the file holds the whole run, which reads better.
        """
        content = msg["content"]
        if msg["msg_type"] == "stream":
            print(content["text"], end="", flush=True)
            if cell.source.startswith("%%husky"):
                return None
        elif msg["msg_type"] == "execute_result":
            print(content["data"].get("text/plain", ""), flush=True)
        return super().process_message(msg, cell, cell_index)


def announce(cell: Any, cell_index: int) -> None:
    """The question, or the code, about to run."""
    lines = cell.source.splitlines()
    print("\n" + "\n".join(f"In: {line}" for line in lines[:4]) + (" …" if len(lines) > 4 else ""), flush=True)


def main() -> int:
    """Execute the notebook; 1 if a cell raised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebook", nargs="?", type=Path, default=HERE / "quickstart.ipynb")
    parser.add_argument("--out", type=Path, default=Path("build"), help="folder for the executed notebook")
    options = parser.parse_args()
    os.environ["HUSKY_ECHO"] = "1"  # the kernel prints each step as it comes
    options.out.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.read(options.notebook, as_version=4)
    client = PrintingClient(notebook, timeout=900, resources={"metadata": {"path": str(options.out)}})
    client.on_cell_execute = lambda cell, cell_index: announce(cell, cell_index) if cell.cell_type == "code" else None
    try:
        client.execute()
    except CellExecutionError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        saved = options.out / options.notebook.name
        nbformat.write(notebook, saved)
        print(f"\nSaved {saved}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
