"""``husky_kernel.ask``: in a script of its own, and in a kernel."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from live_kernel import LiveKernel

REPLIES = {
    "action": {"0": "[code] Add the weights.", "1": "[finish] 7"},
    "code": {"0": "```python\nparcels['weight'].sum()\n```"},
}


def outcome(folder: Path, model: str, code: str) -> subprocess.CompletedProcess[str]:
    """The outcome of a script that asks."""
    path = folder / "script.py"
    path.write_text(f"import pandas as pd\nfrom husky_kernel import ask\nMODEL = {model!r}\n{code}")
    return subprocess.run([sys.executable, path], cwd=folder, capture_output=True, text=True, timeout=120)


def test_a_script_has_the_live_value(tmp_path: Path, script: Callable[..., str]) -> None:
    done = outcome(
        tmp_path,
        script(REPLIES),
        "parcels = pd.DataFrame({'weight': [3, 4]})\n"
        "run = ask('What do the parcels weigh?', model=MODEL, parcels=parcels)\n"
        "print(repr(run.value), run.answer_kind, run.status, len(run.steps))\n"
        "again = ask('And again?', model=MODEL, check=False)\n"
        "print(int(again.value))\n",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "np.int64(7) number finished 1\n7\n"
    assert "Add the weights." in done.stderr


def test_a_run_that_did_not_finish_says_so(tmp_path: Path, script: Callable[..., str]) -> None:
    on = {"action": {"0": "[code] Add the weights.", "1": "[code] Add them again."}, "code": REPLIES["code"]}
    done = outcome(
        tmp_path,
        script(on),
        "run = ask('How heavy are they?', model=MODEL, max_steps=1, parcels=pd.DataFrame({'weight': [3, 4]}))\n"
        "print(run.status, run.confidence, run.error)\n",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "limit unsure no [finish] within 1 steps; this answer was forced\n"


@pytest.mark.parametrize(
    ("call", "told"),
    [("ask(' ')", "the question is empty"), ("ask('What?', model='nobody')", "nobody")],
)
def test_what_cannot_be_asked(tmp_path: Path, call: str, told: str) -> None:
    done = outcome(tmp_path, "", call)
    assert done.returncode == 1
    assert told in done.stderr.splitlines()[-1]


@pytest.fixture
def asking(kernel: LiveKernel, script: Callable[..., str]) -> Iterator[LiveKernel]:
    kernel.run(f"%husky use {script(REPLIES)}")
    kernel.run("import pandas as pd\nfrom husky_kernel import ask")
    yield kernel
    kernel.run("%husky unload")


def test_in_a_notebook(asking: LiveKernel) -> None:
    cell = asking.run("run = ask('What do the parcels weigh?', parcels=pd.DataFrame({'weight': [3, 4]}))")
    assert cell.status == "ok", cell.err
    assert asking.value("[int(run.value), int(_husky.value), int(parcels['weight'].sum())]") == [7, 7, 7]
