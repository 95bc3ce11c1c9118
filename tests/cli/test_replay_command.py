"""``husky replay``: a notebook in CI, on a machine with no model."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from husky_command import Husky, Script
from nbclient import NotebookClient

REPLIES = {"action": {"0": "[code] Sum.", "1": "[finish] 6"}, "code": {"0": "total = int(sales.units.sum())\ntotal"}}
Check = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def saved(tmp_path: Path, script: Script, sales: Path) -> Path:
    """A notebook that was run with a model, and the model deleted."""
    model = script(**REPLIES)
    sources = (
        "%load_ext husky_kernel\nimport pandas as pd\nsales = pd.read_csv('sales.csv')",
        f"%%husky --model {model} --into answer\nHow many?",
        "assert answer == 6",
    )
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    NotebookClient(book, timeout=300, kernel_name="python3", resources={"metadata": {"path": tmp_path}}).execute()
    Path(model.removeprefix("scripted:")).unlink()
    nbformat.write(book, tmp_path / "run.ipynb")
    return tmp_path / "run.ipynb"


@pytest.fixture
def replay(husky: Husky, tmp_path: Path) -> Check:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return husky(
            "replay",
            "--trust",
            *arguments,
            HUSKY_MODEL="scripted:/does/not/exist",
            HUSKY_CACHE_DIR=str(tmp_path / "no"),
        )

    return run


def test_a_notebook_that_gives_what_it_gave(replay: Check, saved: Path, tmp_path: Path) -> None:
    before = saved.read_bytes()
    done = replay("run.ipynb", "--out", "out.ipynb", "--timeout", "120")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "run.ipynb: 1 run of 1 step, all as recorded\n"
    assert saved.read_bytes() == before
    old, new = (nbformat.read(path, as_version=4).cells[1].outputs[-1].data for path in (saved, tmp_path / "out.ipynb"))
    assert {**old, "text/html": timeless(old)} == {**new, "text/html": timeless(new)}


def timeless(data: dict[str, str]) -> str:
    """The saved copy without what the run took, which is another time in another run."""
    return re.sub(r"\d+\.\d s\b[^<]*", "", data["text/html"])


def test_a_notebook_that_may_be_a_strangers_is_not_run_without_asking(
    husky: Husky, saved: Path, tmp_path: Path
) -> None:
    book = nbformat.read(saved, as_version=4)
    book.cells[2].source = "open('owned', 'w').close()"
    nbformat.write(book, saved)
    own = {"JUPYTER_DATA_DIR": str(tmp_path / "jupyter")}
    done = husky("replay", "run.ipynb", **own)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "your Jupyter has not signed run.ipynb" in done.stderr
    assert not (tmp_path / "owned").exists()
    signing = "import nbformat, nbformat.sign as s\ns.NotebookNotary().sign(nbformat.read('run.ipynb', as_version=4))"
    subprocess.run([sys.executable, "-c", signing], cwd=tmp_path, env=os.environ | own, check=True)
    assert husky("replay", "run.ipynb", **own).returncode == 0
    assert (tmp_path / "owned").exists()


def test_another_table_fails_with_a_diff(replay: Check, saved: Path, sales: Path, tmp_path: Path) -> None:
    sales.write_text(sales.read_text().replace("west,3", "west,30"))
    done = replay("run.ipynb", "--out", "out.ipynb")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "cell 2: step 1 of 1 gives another output than was recorded: [code] Sum.",
        "--- recorded",
        "+++ seen",
        "@@ -1 +1 @@",
        "-6",
        "+33",
    ]
    assert "another output" in (tmp_path / "out.ipynb").read_text()


def test_a_cell_that_may_fail_does_not_hide_a_difference(replay: Check, saved: Path, sales: Path) -> None:
    book = nbformat.read(saved, as_version=4)
    book.cells[1].metadata["tags"] = ["raises-exception"]
    book.cells.pop()
    nbformat.write(book, saved)
    sales.write_text(sales.read_text().replace("west,3", "west,30"))
    assert replay("run.ipynb").returncode == 1


def test_a_plain_cell_that_fails(replay: Check, saved: Path) -> None:
    book = nbformat.read(saved, as_version=4)
    book.cells[2].source = "1 / 0"
    nbformat.write(book, saved)
    done = replay("run.ipynb")
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    assert "\x1b" not in done.stderr


def test_a_cell_that_takes_too_long(replay: Check, saved: Path) -> None:
    book = nbformat.read(saved, as_version=4)
    book.cells[2].source = "import time\ntime.sleep(100)"
    nbformat.write(book, saved)
    done = replay("run.ipynb", "--timeout", "10")
    assert done.returncode == 1
    assert "timed out" in done.stderr


def test_a_kernel_that_dies(replay: Check, saved: Path) -> None:
    book = nbformat.read(saved, as_version=4)
    book.cells[2].source = "import os, sys\nprint('last words', file=sys.__stderr__, flush=True)\nos._exit(3)"
    nbformat.write(book, saved)
    done = replay("run.ipynb")
    assert done.returncode == 1
    assert "Kernel died" in done.stderr
    assert "last words" in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_use(replay: Check, saved: Path, tmp_path: Path) -> None:
    book = nbformat.read(saved, as_version=4)
    book.cells.append(nbformat.v4.new_code_cell("%%husky\nNever run?"))
    nbformat.write(book, tmp_path / "part.ipynb")
    book.cells = book.cells[:1]
    nbformat.write(book, tmp_path / "empty.ipynb")
    (tmp_path / "text.ipynb").write_text("text")
    kernel = {"kernelspec": {"name": "nobody", "display_name": "n", "language": "python"}}
    (tmp_path / "kernel.ipynb").write_text(json.dumps(json.loads(saved.read_text()) | {"metadata": kernel}))
    for name, said in {
        "none.ipynb": "cannot read the notebook",
        "text.ipynb": "is not a notebook whose runs can be read",
        "empty.ipynb": "empty.ipynb holds no recorded run",
        "part.ipynb": "no run is recorded in cell 4 of part.ipynb",
        "kernel.ipynb": "the kernel 'nobody' is not installed",
    }.items():
        done = replay(name)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
        assert done.stderr.count("\n") == 1
