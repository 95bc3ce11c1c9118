"""``%%husky --replay`` in real kernels that have no model."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from live_kernel import PLAIN, LiveKernel, live_kernel
from recorded import CSV, READ, SCRIPT, edit, record

from husky_kernel.agent.types import MEDIA_TYPE

QUESTION = "How many units are sold?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, script: Callable) -> Path:
    """Holds ``run.ipynb``, run and saved, and its table."""
    folder = tmp_path_factory.mktemp("recorded")
    (folder / "sales.csv").write_text(CSV)
    model = script(SCRIPT)
    record(
        folder,
        READ,
        f"%%husky --model {model} --into answer\n{QUESTION}",
        "n = 3",
        f"%%husky --model {model}\nOf {{n}}?",
    )
    Path(model.removeprefix("scripted:")).unlink()
    return folder


@pytest.fixture
def kernel(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[LiveKernel]:
    """A kernel of the notebook, as jupyter-server starts it, without any model."""
    monkeypatch.setenv("JPY_SESSION_NAME", str(folder / "run.ipynb"))
    monkeypatch.setenv("HUSKY_TRUST", str(folder / "run.ipynb"))
    monkeypatch.setenv("HUSKY_CACHE_DIR", str(tmp_path / "empty"))
    monkeypatch.setenv("HUSKY_MODEL", "scripted:/does/not/exist")
    monkeypatch.delenv("HUSKY_MODELS_PATH", raising=False)
    (folder / "sales.csv").write_text(CSV)
    with live_kernel(PLAIN, folder) as started:
        started.run(f"%load_ext husky_kernel\n{READ}")
        yield started


def saved(folder: Path, cell: int) -> dict[str, object]:
    data = json.loads((folder / "run.ipynb").read_text())["cells"][cell]["outputs"][-1]["data"]
    return data[MEDIA_TYPE]


def test_replays_without_a_model_and_leaves_the_recording(kernel: LiveKernel, folder: Path) -> None:
    cell = kernel.run(f"%%husky --replay --into answer\n{QUESTION}")
    assert (cell.status, cell.err, cell.errors) == ("ok", "", [])
    assert kernel.value("[total, answer, _husky.status, _husky.answer]") == [6, 6, "finished", "6"]
    assert [kernel.card(index)["status"] for index in range(4)] == ["done"] * 4
    assert cell.displays[-1][MEDIA_TYPE] == saved(folder, 2)
    loaded = "sorted(n for n in __import__('sys').modules if n in ('torch', 'transformers', 'xllamacpp', 'openai')"
    assert kernel.value(f"{loaded} or n.startswith('husky_kernel.engines.'))") == []
    assert kernel.value("get_ipython().husky.session.agent is None")


def test_the_switch_in_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSKY_REPLAY", "1")
    monkeypatch.setenv("HUSKY_NOTEBOOK", str(folder / "run.ipynb"))
    monkeypatch.setenv("HUSKY_TRUST", str(folder / "run.ipynb"))
    (folder / "sales.csv").write_text(CSV)
    with live_kernel(PLAIN, folder) as kernel:
        kernel.run(f"%load_ext husky_kernel\n{READ}")
        assert kernel.run(f"%%husky --model nonsense --approve all\n{QUESTION}").status == "ok"
        assert kernel.value("total") == 6


def test_another_table_is_a_difference(kernel: LiveKernel, folder: Path) -> None:
    (folder / "sales.csv").write_text(CSV.replace("west,3", "west,4"))
    kernel.run(READ)
    cell = kernel.run(f"%%husky --replay --into answer\n{QUESTION}")
    assert cell.status == "error"
    [told] = cell.errors
    assert told.startswith(
        "ReplayDiffers: step 2 of 4 gives another output than was recorded: [code] Sum the units.\n--- recorded"
    )
    assert "-2   west      3       6" in told
    assert "+2   west      4       8" in told
    assert "Traceback" not in told
    assert kernel.value("[_husky.status, answer, len(_husky.steps)]") == ["failed", None, 2]
    assert cell.displays[-1][MEDIA_TYPE] == saved(folder, 2)
    assert kernel.card(1)["status"] == "failed"


def test_a_value_in_the_question_that_has_changed_is_a_difference(kernel: LiveKernel) -> None:
    kernel.run("n = 4")
    cell = kernel.run("%%husky --replay\nOf {n}?")
    assert (
        cell.errors[0]
        .splitlines()[0]
        .endswith("the question reads otherwise than was recorded: a value in it has changed")
    )
    assert cell.errors[0].splitlines()[-2:] == ["-Of 3?", "+Of 4?"]
    kernel.run("n = 3")
    assert kernel.run("%%husky --replay\nOf {n}?").status == "ok"


def test_a_secret_of_the_question_is_neither_a_difference_nor_printed(kernel: LiveKernel) -> None:
    secret = "hunter2hunter2"
    kernel.run(f"n = 3\npassword = {secret!r}")
    cell = kernel.run(f"%%husky --replay\nOf {{n}}? {secret}")
    assert cell.err.startswith("UsageError: run.ipynb holds no run of this question")
    kernel.run(f"n = {secret!r}")
    cell = kernel.run("%%husky --replay\nOf {n}?")
    assert cell.errors[0].splitlines()[-1] == "+Of [secret removed]?"


def test_a_strangers_run_asks_and_with_nobody_there_does_not_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HUSKY_NOTEBOOK", str(folder / "run.ipynb"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setenv("HUSKY_REPLAY", "1")
    with live_kernel(PLAIN, folder) as kernel:
        kernel.run(f"%load_ext husky_kernel\n{READ}")
        cell = kernel.finish(kernel.client.execute(f"%%husky\n{QUESTION}", allow_stdin=False))
        assert "your Jupyter has not signed run.ipynb" in cell.err
        assert "total = int(sales.units.sum())" in cell.out, "what would run is told"
        assert kernel.value("'total' in globals()") is False
        begun = kernel.start(f"%%husky\n{QUESTION}")
        kernel.client.get_stdin_msg(timeout=60)
        kernel.client.input("y")
        assert kernel.finish(begun).status == "ok"
        assert kernel.run(f"%%husky\n{QUESTION}").status == "ok", "asked once"
        assert kernel.value("total") == 6


def test_a_question_that_was_never_run(kernel: LiveKernel) -> None:
    cell = kernel.run("%%husky --replay\nSomething else?")
    assert cell.err == (
        "UsageError: run.ipynb holds no run of this question: run the cell without replay, and save it first\n"
    )


def test_blocking_and_again(kernel: LiveKernel, folder: Path) -> None:
    call = f"get_ipython().run_cell_magic('husky', '--replay', {QUESTION!r})"
    assert kernel.run(call).status == "ok"
    assert kernel.run(call).status == "ok"
    kernel.run("sales['units'] = 0")
    assert kernel.run(call).errors[0].startswith("ReplayDiffers: step 2 of 4")


def test_an_interrupt_ends_it(kernel: LiveKernel, folder: Path, tmp_path: Path) -> None:
    begun = tmp_path / "begun"

    def sleep(book: object) -> None:
        trace = book.cells[2].outputs[-1].data[MEDIA_TYPE]  # type: ignore[attr-defined]
        trace["steps"][1]["call"] = f"import pathlib, time\npathlib.Path({str(begun)!r}).touch()\ntime.sleep(60)"

    original = (folder / "run.ipynb").read_bytes()
    edit(folder / "run.ipynb", sleep)
    cell = kernel.start(f"%%husky --replay\n{QUESTION}")
    kernel.until(begun.exists)
    kernel.manager.interrupt_kernel()
    done = kernel.finish(cell)
    (folder / "run.ipynb").write_bytes(original)
    assert done.errors == ["KeyboardInterrupt: the run was stopped"]
    assert kernel.value("[_husky.status, [s.status for s in _husky.steps]]") == ["stopped", ["done"]]


def test_a_human_edit_is_what_replays(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: Callable
) -> None:
    replies = {"action": {"0": "[code] Double.", "1": "[finish] see y"}, "code": {"0": "y = 2 * 21\ny"}}
    with live_kernel(PLAIN, tmp_path) as kernel:
        kernel.run("%load_ext husky_kernel")
        kernel.run(f"%%husky --model {script(replies)}\nTwice?")
        kernel.press(kind="rerun", index=0, step="Triple.", call="y = 3 * 21\ny", edited=True)
        kernel.until(lambda: len(kernel.copies()[-1]["data"][MEDIA_TYPE]["branches"]) == 2)
        data = kernel.copies()[-1]["data"]
    lines = [(line["id"], line["why"], line["steps"][0]["call"]) for line in data[MEDIA_TYPE]["branches"]]
    assert lines == [("b1", "first", "y = 2 * 21\ny"), ("b2", "edit", "y = 3 * 21\ny")]
    output = {"output_type": "display_data", "data": data, "metadata": {}}
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "execution_count": 1, "outputs": [output]}
    book = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell | {"source": "%%husky\nTwice?"}]}
    (tmp_path / "edited.ipynb").write_text(json.dumps(book))
    monkeypatch.setenv("HUSKY_NOTEBOOK", str(tmp_path / "edited.ipynb"))
    monkeypatch.setenv("HUSKY_TRUST", str(tmp_path / "edited.ipynb"))
    with live_kernel(PLAIN, tmp_path) as kernel:
        kernel.run("%load_ext husky_kernel")
        assert kernel.run("%%husky --replay\nTwice?").status == "ok"
        assert kernel.value("[y, _husky.branch, len(_husky.branches)]") == [63, "b2", 2]
