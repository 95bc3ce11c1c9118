"""``%husky back`` and ``forth``: the variables of a notebook go back to before any of its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from live_kernel import LiveKernel

from husky_kernel.agent.errors import UseError
from husky_kernel.checkpoint import watch
from husky_kernel.kernel.history import cell_history as room
from husky_kernel.kernel.history.cell_history import CellHistory, Purse


class Cells:
    """A shell whose cells are followed; ``run`` returns the cell's number."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell
        self.history = CellHistory(shell)
        self.history.listen()

    def __getitem__(self, name: str) -> object:
        return self.shell.user_ns[name]

    def run(self, code: str) -> int:
        number = self.shell.run_cell(code, store_history=True).execution_count
        assert number is not None
        return number


@pytest.fixture
def cells(shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cells]:
    monkeypatch.setattr(room, "PASSING", 60.0)  # what a busy machine takes is not what is tested
    made = Cells(shell)
    made.run("import pandas as pd, numpy as np, random")
    yield made
    made.history.leave()


def test_an_in_place_change_is_undone_where_it_has_another_name(cells: Cells) -> None:
    cells.run("stock = pd.DataFrame({'count': [3, 4]})\nshelf = {'a': stock}")
    changed = cells.run("stock.loc[0, 'count'] = 99\nstock['new'] = 1\nsize = len(stock)")
    cells.run("del size\nshelf['b'] = 2")
    told = cells.history.back(changed).splitlines()
    assert told[0] == (
        f"The variables are as before cell [{changed}] again. "
        f"Undone: [{changed}] changed stock, made size; [{changed + 1}] changed shelf, deleted size."
    )
    assert cells.shell.user_ns["shelf"]["a"].to_dict("list") == {"count": [3, 4]}
    assert "size" not in cells.shell.user_ns
    assert list(cells.shell.user_ns["shelf"]) == ["a"]


def test_forth_takes_it_back_with_what_was_run_since(cells: Cells) -> None:
    first = cells.run("x = 1")
    cells.run("x = 2\ny = [x]")
    cells.history.back(first + 1)
    cells.run("x = 5")
    assert cells["x"] == 5
    assert cells.history.forth().startswith("The variables are as after cell [")
    assert (cells["x"], cells["y"]) == (2, [2])
    cells.history.forth()
    assert cells["x"] == 5
    assert "y" not in cells.shell.user_ns


def test_a_cell_that_goes_back_and_goes_on(cells: Cells) -> None:
    """As `%husky fix` writes it: its first line goes back, and what follows is a cell of its own."""
    cells.run("items = [1]")
    failed = cells.run("items.append(2)\n1 / 0")
    cells.shell.register_magic_function(lambda line: cells.history.back(failed), "line", "husky")
    again = cells.run("%husky back\nitems.append(3)\nmore = 1")
    assert cells["items"] == [1, 3]
    assert f"[{again}] changed items, made more" in cells.history.back(again)
    assert cells["items"] == [1]


def test_what_failed_counts_too_and_random_numbers_come_again(cells: Cells) -> None:
    failed = cells.run("a = random.random()\nb = np.random.rand()\n1 / 0")
    drawn = cells["a"], cells["b"]
    assert cells.history.changed(failed)
    cells.history.back(failed)
    assert "a" not in cells.shell.user_ns
    cells.run("a = random.random()\nb = np.random.rand()")
    assert (cells["a"], cells["b"]) == drawn


def test_what_cannot_be_undone_is_named(cells: Cells, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cells.run("big, small = np.zeros(100), np.zeros(2)")
    monkeypatch.setattr(room, "BYTES", 100 / cells.history.purse.next)
    written = cells.run(f"open({str(tmp_path / 'out.csv')!r}, 'w').close()")
    changed = cells.run("small[0] = big[0] = 1")
    told = cells.history.back(written)
    assert f"[{written}] wrote {tmp_path / 'out.csv'}" in told
    assert f"[{changed}] big: 0 MB, more than is left of the 0.0 MB set aside for copies" in told
    assert [np.asarray(cells[name])[0] for name in ("small", "big")] == [0, 1]


def test_a_cell_that_was_not_kept_is_named(cells: Cells) -> None:
    cells.run("x, y = [1], [2]")
    cells.history.purse = Purse(0.0)
    missed = cells.run("x.append(3)\nunknown = 1")
    cells.run("y.append(4)")
    assert not cells.history.changed(missed)
    told = cells.history.back(missed)
    assert f"Not undone: [{missed}] not kept, it can have changed unknown, x." in told
    assert (cells["x"], cells["y"]) == ([1, 3], [2])


def test_cells_that_are_not_there(cells: Cells) -> None:
    with pytest.raises(UseError, match=r"no cell from \[99\] on is kept; kept are those from \["):
        cells.history.back(99)
    with pytest.raises(UseError, match=r"cell \[0\] is not kept: the first that is, is \["):
        cells.history.back(0)
    with pytest.raises(UseError, match="nothing to go forth to"):
        cells.history.forth()


def test_the_oldest_cells_are_given_up(cells: Cells, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "CELLS", 3)
    numbers = [cells.run(f"x = {value}") for value in range(6)]
    with pytest.raises(UseError, match="is not kept"):
        cells.history.back(numbers[0])
    cells.history.back(numbers[4])
    assert cells["x"] == 3
    cells.history.back(numbers[3])
    assert cells["x"] == 2
    assert cells.history.told() == "No cell has changed a variable since husky is here."


def test_cells_are_not_followed_where_nobody_wants_it(shell: InteractiveShell) -> None:
    history = CellHistory(shell, lambda: False)
    history.listen()
    shell.run_cell("x = 1", store_history=True)
    assert history.told() == "No cell has changed a variable since husky is here."
    history.leave()


def test_a_cell_that_unloads_us_leaves_nothing_that_listens(cells: Cells) -> None:
    cells.shell.register_magic_function(lambda line: cells.history.leave(), "line", "leave")
    cells.run("%leave\nx = 1")
    assert not watch._watches


def test_what_a_cell_is_slowed_by_is_paid_for() -> None:
    assert (room.PASSING, room.SHARE) == (0.005, 0.02)
    purse = Purse(0.0)
    purse.spend(0.001, 0.004)
    assert purse.seconds == pytest.approx(0.001)
    purse.spend(1.0, 0.03)
    assert purse.seconds == pytest.approx(-0.009)  # the next cell is not kept
    purse.spend(1000.0, 0.0)
    assert purse.seconds == room.MOST


REPLIES = {
    "action": {"0": "[code] Drop the heavy ones.", "1": "[finish] done"},
    "code": {"0": "```python\nparcels.drop(parcels.index[parcels['weight'] > 3], inplace=True)\nlen(parcels)\n```"},
}


@pytest.fixture
def parcels(kernel: LiveKernel, script: Callable) -> Iterator[LiveKernel]:
    kernel.run(f"%husky use {script(REPLIES)}")
    kernel.run("import pandas as pd\nparcels = pd.DataFrame({'weight': [3, 4]})\nsame = [parcels]")
    yield kernel
    kernel.run("%husky unload")


def test_cells_and_questions_of_a_notebook_are_undone(parcels: LiveKernel) -> None:
    asked = parcels.run("%%husky\nRemove the parcels that are heavier than 3.").reply["execution_count"]
    parcels.run("parcels['town'] = 'Ulm'")
    assert parcels.value("parcels.shape") == [1, 2]
    listed = parcels.run("%husky back").out
    assert f"[{asked}] changed parcels\n[{asked + 1}] changed parcels\n" in listed
    told = parcels.run(f"%husky back [{asked}]").out.splitlines()
    assert told[0].startswith(f"The variables are as before cell [{asked}] again.")
    assert parcels.value("(same[0] is parcels, parcels.shape)") == [True, [2, 1]]
    assert parcels.run("%husky forth").status == "ok"
    assert parcels.value("parcels.shape") == [1, 2]


def test_words_that_are_no_number(parcels: LiveKernel) -> None:
    assert parcels.run("%husky back there").err.strip() == (
        "UsageError: %husky back takes the number of a cell, such as 7 for In [7], not 'there'"
    )
    assert parcels.run("%husky bakc 7").err.strip() == (
        "UsageError: there is no %husky bakc: did you mean %husky back?"
    )
