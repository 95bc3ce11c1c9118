"""``%husky restore``: a notebook that was run, saved and opened again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from live_kernel import PLAIN, LiveKernel, live_kernel
from recorded import edit, notebook, record

from husky_kernel.agent.types import MEDIA_TYPE, Trace
from husky_kernel.assembly.memory import corrected
from husky_kernel.corrections import Correction, CorrectionLog, Outcome, correction_file
from husky_kernel.display.saved import whole
from husky_kernel.kernel.saved.recordings import read_cells

ONE = {
    "action": {"0": "[code] Double.", "1": "[code] Add.", "2": "[finish] see z"},
    "code": {"0": "y = 2 * x\ny", "1": "z = y + 1\nz"},
}
TWO = {"action": {"0": "[commonsense] Think.", "1": "[finish] no"}, "commonsense": {"0": "No."}}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, script: Callable) -> Path:
    cells = ("x = 21", f"%%husky --model {script(ONE)} --into answer\nTwice?", f"%%husky --model {script(TWO)}\nRight?")
    return record(tmp_path_factory.mktemp("saved"), *cells)


@pytest.fixture
def kernel(path: Path) -> Iterator[LiveKernel]:
    """A fresh kernel, as after opening the notebook again."""
    with live_kernel(PLAIN, path.parent) as started:
        started.run("%load_ext husky_kernel\nx = 21")
        yield started


def traces(path: Path) -> list[Trace]:
    return [trace for cell in read_cells(path) for trace in cell.traces]


def test_brings_back_the_cards_of_every_run_in_order(kernel: LiveKernel, path: Path) -> None:
    cell = kernel.run(f"%husky restore {path}")
    assert (cell.status, cell.err) == ("ok", "")
    assert cell.out == "restored: 2 runs of run.ipynb, the last is in _husky\n"
    first, second = traces(path)
    shown = [Trace.from_json(whole(data)) for data in cell.displays if MEDIA_TYPE in data]
    assert shown == [first, second]
    assert [card["step"] for card in kernel.cards()] == ["Double.", "Add.", "Think."]
    assert kernel.value("[_husky.id, _husky.question]") == [second.id, "Right?"]
    assert kernel.value("get_ipython().husky.session.agent is None")


def test_restored_cards_take_an_edit_and_a_rerun(kernel: LiveKernel, path: Path, tmp_path: Path) -> None:
    (single := tmp_path / "one.ipynb").write_bytes(path.read_bytes())
    edit(single, lambda book: book.cells.pop())
    kernel.run(f"%husky restore {single}")
    before = kernel.value("id(_husky)")
    kernel.press(kind="rerun", index=0, step="Triple.", call="y = 3 * x\ny", edited=True)
    kernel.until(lambda: kernel.value("id(_husky)") != before)
    assert kernel.value("[y, z, answer, _husky.status]") == [63, 64, "see z", "finished"]
    assert kernel.value("[_husky.id, _husky.branch]") == [traces(single)[0].id, "b2"]
    assert kernel.value("[[s.step for s in line.steps] for line in _husky.branches]") == [
        ["Double.", "Add."],
        ["Triple.", "Add."],
    ]
    kernel.until(lambda: len(kernel.copies()[-1]["data"][MEDIA_TYPE]["branches"]) == 2)


def kept(run: str) -> list[Correction]:
    return [item for item in CorrectionLog(correction_file()).read().items if item.run == run]


def test_what_is_corrected_on_restored_cards_is_remembered(kernel: LiveKernel, path: Path, tmp_path: Path) -> None:
    (single := tmp_path / "one.ipynb").write_bytes(path.read_bytes())
    run = "restored1"

    def rename(book: object) -> None:
        book.cells.pop()  # type: ignore[attr-defined]
        book.cells[2].outputs[-1].data[MEDIA_TYPE]["id"] = run  # type: ignore[attr-defined]

    edit(single, rename)
    kernel.run(f"%husky restore {single}")
    before = kernel.value("id(_husky)")
    kernel.press(kind="rerun", index=0, step="Double.", call="y = 3 * x\ny", edited=True)
    kernel.until(lambda: kernel.value("id(_husky)") != before)
    [item] = kept(run)
    assert (item.kind, item.after, item.outcome) == ("code", "y = 3 * x\ny", Outcome("finished", "see z"))
    assert item.profile
    assert [one.program for one in corrected([item])] == ["y = 3 * x\ny"]
    before = kernel.value("id(_husky)")
    kernel.press(kind="undo", index=1)
    kernel.until(lambda: kernel.value("id(_husky)") != before)
    assert [(item.kind, item.outcome) for item in kept(run)][1:] == [("undo", Outcome("stopped"))]


def test_a_kernel_that_dies_in_a_rerun_has_kept_the_correction(kernel: LiveKernel, path: Path, tmp_path: Path) -> None:
    (single := tmp_path / "one.ipynb").write_bytes(path.read_bytes())

    def rename(book: object) -> None:
        book.cells.pop()  # type: ignore[attr-defined]
        book.cells[2].outputs[-1].data[MEDIA_TYPE]["id"] = "dies1"  # type: ignore[attr-defined]

    edit(single, rename)
    kernel.run(f"%husky restore {single}")
    kernel.press(kind="rerun", index=0, step="Double.", call="import os\nos._exit(1)", edited=True)
    kernel.until(lambda: not kernel.manager.is_alive())
    [item] = kept("dies1")
    assert (item.kind, item.after, item.outcome) == ("code", "import os\nos._exit(1)", None)


def test_what_follows_in_a_notebook_that_may_be_a_strangers_waits_for_a_look(
    kernel: LiveKernel, path: Path, tmp_path: Path
) -> None:
    (single := tmp_path / "one.ipynb").write_bytes(path.read_bytes())
    edit(single, lambda book: book.cells.pop())
    kernel.run(f"%husky restore {single}")
    kernel.press(kind="ready")
    before = kernel.value("id(_husky)")
    kernel.press(kind="rerun", index=0, step="Double.", call="y = 2 * x\ny", edited=False, keep=True)
    kernel.until(lambda: kernel.card(1).get("status") == "waiting")
    assert "your Jupyter has not signed" in kernel.card(1)["why"]
    assert kernel.value("[y, 'z' in globals()]") == [42, False], "the step that was pressed has run"
    kernel.press(kind="approve", index=1, step="Add.", call="z = y + 1\nz", edited=False)
    kernel.until(lambda: kernel.value("id(_husky)") != before)
    assert kernel.value("z") == 43


def test_a_model_that_is_gone_costs_no_step(kernel: LiveKernel, path: Path, tmp_path: Path) -> None:
    def forget(book: object) -> None:
        book.cells.pop()  # type: ignore[attr-defined]
        book.cells[2].outputs[-1].data[MEDIA_TYPE]["model"] = "nobody-has-this"  # type: ignore[attr-defined]

    (single := tmp_path / "one.ipynb").write_bytes(path.read_bytes())
    edit(single, forget)
    kernel.run("import os; os.environ['HUSKY_MODEL'] = 'nor-this'")
    kernel.run(f"%husky restore {single}")
    before = kernel.value("[s.step for s in _husky.steps]")
    kernel.press(kind="rerun", index=0, step="Triple.", call="y = 3 * x\ny", edited=True)
    kernel.until(lambda: any("unknown model 'nor-this'" in str(m["content"]) for m in kernel.messages))
    assert kernel.value("[s.step for s in _husky.steps]") == before == ["Double.", "Add."]


def test_finds_its_own_notebook(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    with live_kernel(PLAIN, path.parent) as kernel:
        kernel.run("%load_ext husky_kernel")
        assert kernel.run("%husky restore").out.startswith("restored: 2 runs of run.ipynb")


def test_wrong_use(kernel: LiveKernel, tmp_path: Path) -> None:
    nbformat.write(notebook("1"), tmp_path / "empty.ipynb")
    for line, said in {
        f"restore {tmp_path}/empty.ipynb": "empty.ipynb holds no run",
        "restore none.ipynb": "cannot read the notebook none.ipynb: No such file",
        "restore a b": "use: %husky restore [NOTEBOOK]",
    }.items():
        cell = kernel.run(f"%husky {line}")
        assert said in cell.err
        assert cell.err.count("\n") == 1
