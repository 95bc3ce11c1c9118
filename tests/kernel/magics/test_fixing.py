"""``%husky fix`` and ``%husky cells``: what a run came to, as the next cell of the user's."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from IPython.core.interactiveshell import InteractiveShell
from live_kernel import LiveKernel

REPLIES = {
    "action": {"0": "[code] Add the weights.", "1": "[finish] 7"},
    "code": {"0": "```python\nheavy = parcels['weight']\nheavy.sum()\n```"},
}


@pytest.fixture
def parcels(kernel: LiveKernel, script: Callable) -> Iterator[LiveKernel]:
    kernel.run("%reset -f")
    kernel.run(f"%husky use {script(REPLIES)}")
    kernel.run("import pandas as pd\nparcels = pd.DataFrame({'weight': [3, 4]})")
    yield kernel
    kernel.run("%husky unload")


def next_cell(reply: dict) -> str:
    (payload,) = [each for each in reply["payload"] if each["source"] == "set_next_input"]
    assert payload["replace"] is False
    return str(payload["text"])


def test_a_failed_cell_is_put_right_below_and_not_run(parcels: LiveKernel) -> None:
    assert parcels.run("heavy = parcels['Weight']\nheavy.sum()").status == "error"
    cell = parcels.run("%husky fix")
    assert cell.status == "ok"
    assert cell.out.splitlines() == [
        "KeyError: 'Weight'",
        "line 1: heavy = parcels['Weight']",
        "The columns are 'weight'",
        "the column is called 'weight'",
        *("--- it was", "+++ put right", "@@ -1,2 +1,2 @@"),
        *("-heavy = parcels['Weight']", "+heavy = parcels['weight']", " heavy.sum()"),
    ]
    assert next_cell(cell.reply) == "heavy = parcels['weight']\nheavy.sum()"
    assert parcels.value("_husky.question") == "Why did that fail? Fix it."
    parcels.run("1 / 0")
    parcels.run("%husky fix   and say why")
    assert parcels.value("_husky.question") == "Why did that fail? Fix it. and say why"


def test_what_the_failed_cell_did_is_undone_by_the_one_that_takes_its_place(parcels: LiveKernel) -> None:
    failed = parcels.run("parcels.loc[0, 'weight'] += 10\nheavy = parcels['Weight']\nheavy.sum()")
    offered = next_cell(parcels.run("%husky fix").reply)
    assert offered.splitlines()[0] == f"%husky back {failed.reply['execution_count']}"
    assert parcels.value("int(parcels['weight'].sum())") == 17  # nothing goes back before it is run
    again = parcels.run(offered)
    assert again.status == "ok"
    assert f"[{failed.reply['execution_count']}] changed parcels" in again.out
    assert parcels.value("(int(parcels['weight'].sum()), int(heavy.sum()))") == [7, 7]


def test_a_cell_put_right_that_fails_again_is_fixed_again(parcels: LiveKernel) -> None:
    parcels.run("parcels['more'] = 1\nheavy = parcels['Weight']")
    offered = next_cell(parcels.run("%husky fix").reply)
    assert offered.startswith("%husky back ")
    again = parcels.run(offered.splitlines()[0] + "\nheavy = parcels['Heavy']")
    assert again.status == "error"
    assert "KeyError: 'Heavy'" in parcels.run("%husky fix").out


def test_there_is_nothing_to_fix(parcels: LiveKernel) -> None:
    parcels.run("1 + 1")
    cell = parcels.run("%husky fix")
    assert cell.status == "error"
    assert cell.err.strip() == "UsageError: no cell of yours has failed just before: run it, then %husky fix"


def test_the_code_of_a_run_as_a_cell(parcels: LiveKernel) -> None:
    parcels.run("%%husky\nWhat do the parcels weigh?")
    cell = parcels.run("%husky cells")
    assert cell.out == "3 lines of code stand below: run them when you like\n"
    assert next_cell(cell.reply).endswith("\nheavy = parcels['weight']\nheavy.sum()")


def test_in_a_terminal(shell: InteractiveShell, script: Callable, capsys: pytest.CaptureFixture) -> None:
    shell.run_cell("%load_ext husky_kernel\nimport pandas as pd\nparcels = pd.DataFrame({'weight': [3, 4]})")
    shell.run_cell(f"%husky use {script(REPLIES)}")
    shell.run_cell("heavy = parcels['Weight']", store_history=True)
    capsys.readouterr()
    shell.run_cell("%husky fix")
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "KeyError: 'Weight'"
    assert "+heavy = parcels['weight']" in printed
    assert shell.rl_next_input == "heavy = parcels['weight']\nheavy.sum()"
    shell.run_cell("%unload_ext husky_kernel")
