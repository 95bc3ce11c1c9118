from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.blocking.client import BlockingKernelClient
from nbformat.sign import NotebookNotary

from husky_kernel.agent.cost.usage import Usage
from husky_kernel.agent.effects import Effects, TableChange
from husky_kernel.agent.errors import UseError
from husky_kernel.agent.reruns.branches import grow
from husky_kernel.agent.types import MEDIA_TYPE, Hint, Step, Trace
from husky_kernel.kernel.saved.recordings import Recordings, read_cells
from husky_kernel.kernel.saved.signed import TRUST, would_run


def cell(source: Any, *traces: Trace, **more: Any) -> dict[str, Any]:
    outputs = [
        {"output_type": "display_data", "data": {MEDIA_TYPE: trace.to_json()}, "metadata": {}} for trace in traces
    ]
    return {"cell_type": "code", "source": source, "outputs": outputs, "metadata": {}, "execution_count": 1} | more


def save(path: Path, *cells: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return path


def trace(answer: str, question: str = "How many?") -> Trace:
    return Trace(question, "m", answer=answer, steps=(Step(0, "code", "Count.", call="1"), Step(1, "code", "Add.")))


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "run.ipynb"
    monkeypatch.setenv("HUSKY_NOTEBOOK", str(path))
    return path


@pytest.fixture
def trusted(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its runs may run."""
    monkeypatch.setenv(TRUST, str(book))


def test_cells_that_ask_or_hold_runs_are_read_in_order(book: Path) -> None:
    lines = ["\n", "%%husky --into a\n", "How many?\n"]
    save(
        book,
        {"cell_type": "markdown", "source": "%%husky\nno", "metadata": {}},
        cell("x = 1"),
        cell(lines, first := trace("1"), id="abc"),
        cell("%%husky\nNever run?"),
        cell("magic()", second := trace("2"), third := trace("3")),
    )
    found = read_cells(book)
    assert [(one.number, one.id, one.options, one.question) for one in found] == [
        (3, "abc", "--into a", "How many?"),
        (4, None, "", "Never run?"),
        (5, None, None, None),
    ]
    assert [one.traces for one in found] == [(first,), (), (second, third)]


def test_a_run_that_was_restored_and_corrected_is_taken_once_as_it_became(book: Path) -> None:
    old = trace("1")
    new = replace(grow(old, 1, "edit"), answer="2")
    for cells in (
        (cell("%husky restore", new), cell("%%husky\nHow many?", old)),
        (cell("%%husky\nHow many?", old), cell("%husky restore", new)),
        (cell("%%husky\nHow many?", old), cell("%husky restore", old), cell("%husky restore", new)),
    ):
        [only] = read_cells(save(book, *cells))
        assert only.question == "How many?"
        assert [(one.id, one.branch) for one in only.traces] == [(old.id, "b2")]


@pytest.mark.usefixtures("trusted")
def test_runs_are_handed_out_by_question_in_the_order_of_the_cells(book: Path, shell: InteractiveShell) -> None:
    shell.user_ns["n"] = 3
    save(
        book,
        cell("%%husky\nHow many?", trace("1")),
        cell("%%husky\nOther {n}?\n", trace("o", "Other 3?")),
        cell("%%husky --plain\nHow many?", trace("2")),
        cell("magic('Of {n}?')", trace("m", "Of 3?")),
    )
    known = Recordings(shell)
    answers = [known.take(question).trace.answer for question in ("How many?", "Other {n}?", "How many?", "How many?")]
    assert answers == ["1", "o", "2", "1"]
    assert known.take("Of {n}?").trace.answer == "m"
    with pytest.raises(UseError, match=r"run\.ipynb holds no run of this question"):
        known.take("What?")


@pytest.mark.usefixtures("trusted")
def test_the_cell_with_the_id_that_runs_comes_first(book: Path, shell: Any) -> None:
    save(book, cell("%%husky\nHow many?", trace("1"), id="a"), cell("%%husky\nHow many?", trace("2"), id="b"))
    shell.get_parent = lambda: {"metadata": {"cellId": "b"}}
    known = Recordings(shell)
    assert [known.take("How many?").trace.answer for _ in range(2)] == ["2", "2"]


@pytest.mark.usefixtures("trusted")
def test_a_notebook_that_is_saved_again_is_read_again(book: Path, shell: InteractiveShell) -> None:
    save(book, cell("%%husky\nHow many?", trace("1")))
    known = Recordings(shell)
    assert known.take("How many?").trace.answer == "1"
    save(book, cell("%%husky\nHow many?", trace("2")))
    os.utime(book, ns=(1, 1))
    assert known.take("How many?").trace.answer == "2"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"cells": 3}', '{"cells": [{"cell_type": "code"}]}'])
def test_what_is_not_a_notebook(book: Path, text: str) -> None:
    book.write_text(text)
    with pytest.raises(UseError, match="is not a notebook whose runs can be read"):
        read_cells(book)


def test_a_trace_of_another_schema(book: Path) -> None:
    data = {MEDIA_TYPE: trace("1").to_json() | {"schema": "husky.trace/9"}}
    save(book, cell("%%husky\nHow many?") | {"outputs": [{"output_type": "display_data", "data": data}]})
    with pytest.raises(UseError, match=r"not a husky\.trace/1 trace"):
        read_cells(book)


MALFORMED = {
    "steps that are text": {"steps": "abc"},
    "no steps": {"steps": None},
    "steps that are numbers": {"steps": [1, 2]},
    "a step without anything": {"steps": [{}]},
    "a question that is a number": {"question": 5},
    "an answer that is an object": {"answer": {"a": 1}},
    "an odd status": {"status": "<b>"},
    "no model": {"model": None},
    "an id that is a number": {"id": 7},
    "a finish that is a list": {"finish": [1]},
    "branches that are text": {"branches": "x"},
    "lines that begin with each other": {"branches": [{"id": "b1", "parent": "b2", "at": 0, "why": "edit"}]},
    "a line that is not there": {"branch": "z", "branches": [{"id": "b1", "parent": None, "at": 0, "why": "first"}]},
    "hints that are text": {"hints": "x"},
    "times that are text": {"timeline": {"wall": "x"}},
    "roles that are a list": {"roles": [1]},
    "a loading time that is text": {"load": "x"},
}
MALFORMED_STEPS = {
    "an index that is text": {"index": "0"},
    "an index below zero": {"index": -5},
    "no tool": {"tool": None},
    "a call that is a number": {"call": 5},
    "an odd author": {"author": "x"},
    "seconds of more kinds": {"seconds": {"action": "x"}},
    "no seconds": {"seconds": None},
    "outputs that are text": {"outputs": "abc"},
    "outputs of another kind": {"outputs": [{"output_type": "display_data", "data": "x"}]},
    "sources that are numbers": {"sources": [3]},
    "scores that are text": {"tool_scores": {"code": "x"}},
    "effects of another kind": {"effects": {"created": 5}},
    "effects that are text": {"effects": "x"},
}


@pytest.mark.parametrize("changes", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_trace_is_one_line(book: Path, changes: dict[str, Any]) -> None:
    data = {MEDIA_TYPE: trace("1").to_json() | changes}
    save(book, cell("%%husky\nHow many?") | {"outputs": [{"output_type": "display_data", "data": data}]})
    with pytest.raises(UseError, match=r"is not a notebook whose runs can be read: .+") as caught:
        read_cells(book)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("changes", MALFORMED_STEPS.values(), ids=MALFORMED_STEPS)
def test_a_malformed_step_is_one_line(book: Path, changes: dict[str, Any]) -> None:
    test_a_malformed_trace_is_one_line(book, {"steps": [trace("1").to_json()["steps"][0] | changes]})


def test_every_trace_that_is_written_is_read(book: Path) -> None:
    changed = TableChange("t", (1, 2), dtypes={"a": ("int", "float")}, nulls=(0, 1))
    full = replace(trace("1").steps[0], effects=Effects(tables=(changed,)), tool_scores={"code": 1.0}, sources=({},))
    run = replace(trace("1"), steps=(full,), hints=(Hint("be brief", 0),), roles={"code": Usage(1, 2, 3, 4)})
    [found] = read_cells(save(book, cell("%%husky\nHow many?", grow(run, 1, "edit"))))
    assert found.traces == (grow(run, 1, "edit"),)


def test_the_runs_of_a_notebook_that_jupyter_has_signed_run(
    book: Path, shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    save(book, cell("%%husky\nHow many?", trace("1"), id="a"))
    asked: list[str] = []
    known = Recordings(shell, lambda path, traces: asked.append(would_run(traces)))
    assert known.take("How many?").trusted is False
    assert known.take("How many?").trace.answer == "1"
    assert asked == ["How many?\n  step 1 [code]\n    1"], "once, and what would run is told"
    NotebookNotary().sign(nbformat.read(book, as_version=4))
    assert Recordings(shell, refuse).take("How many?").trusted
    book.write_text(book.read_text().replace('"call": "1"', '"call": "2"'))
    with pytest.raises(UseError, match="no"):
        Recordings(shell, refuse).take("How many?")


def refuse(path: Path, traces: object) -> None:
    raise UseError("no")


@pytest.mark.parametrize(("said", "runs"), [("y\n", True), ("\n", False), (None, False)])
def test_a_person_is_asked_before_a_strangers_code_runs(
    book: Path, shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch, said: str | None, runs: bool
) -> None:
    save(book, cell("%%husky\nHow many?", trace("1"), id="a"))
    monkeypatch.setattr("sys.stdin", io.StringIO(said or ""))
    if runs:
        assert Recordings(shell).take("How many?").trace.answer == "1"
    else:
        with pytest.raises(UseError, match="nothing was run" if said else "husky replay --trust"):
            Recordings(shell).take("How many?")


def test_a_file_that_is_not_there(book: Path, shell: InteractiveShell) -> None:
    with pytest.raises(UseError, match=r"cannot read the notebook .*run\.ipynb: No such file"):
        Recordings(shell).take("How many?")


def test_a_shell_without_a_notebook(shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    with pytest.raises(UseError, match="set HUSKY_NOTEBOOK to its file"):
        Recordings(shell).take("How many?")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A jupyter server of our own with a token; its address and its runtime folder."""
    runtime, root = tmp_path / "runtime", tmp_path / "root"
    root.mkdir()
    folders = {"JUPYTER_RUNTIME_DIR": str(runtime), "JUPYTER_CONFIG_DIR": str(tmp_path / "config")}
    options = [
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        "--IdentityProvider.token=t0",
        f"--ServerApp.root_dir={root}",
    ]
    with open(tmp_path / "log", "w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", *options], env=os.environ | folders, stdout=log, stderr=log
        )
    try:
        end = time.monotonic() + 300
        while (url := address(runtime)) is None:
            assert time.monotonic() < end, (tmp_path / "log").read_text()
            time.sleep(0.1)
        yield url, runtime
    finally:
        process.terminate()
        process.wait(30)


def address(runtime: Path) -> str | None:
    """The address of the server that answers, None as long as it does not."""
    try:
        [info] = runtime.glob("jpserver-*.json")
        url = str(json.loads(info.read_text())["url"])
        ask(url, "sessions", "GET")
    except (OSError, ValueError):
        return None
    return url


def ask(url: str, path: str, method: str, body: dict[str, Any] | None = None) -> Any:
    headers = {"Authorization": "token t0", "Content-Type": "application/json"}
    request = urllib.request.Request(
        f"{url}api/{path}", json.dumps(body).encode() if body else None, headers, method=method
    )
    with urllib.request.urlopen(request, timeout=60) as reply:
        return json.load(reply)


def test_a_kernel_finds_its_notebook_also_after_it_was_renamed(server: tuple[str, Path], tmp_path: Path) -> None:
    url, runtime = server
    path = save(tmp_path / "root" / "a.ipynb", cell("%%husky\nHow many?", trace("1")))
    wanted = {"path": "a.ipynb", "name": "a.ipynb", "type": "notebook", "kernel": {"name": "python3"}}
    session = ask(url, "sessions", "POST", wanted)
    client = BlockingKernelClient(connection_file=str(runtime / f"kernel-{session['kernel']['id']}.json"))
    client.load_connection_file()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        code = "from husky_kernel.kernel.saved import notebook_file as n\nname = n.notebook_file(get_ipython()).name"

        def named() -> str:
            reply = client.execute(code, user_expressions={"n": "name"}, reply=True, timeout=60)
            return str(reply["content"]["user_expressions"]["n"]["data"]["text/plain"])

        assert named() == "'a.ipynb'"
        path.rename(path.with_name("b.ipynb"))
        ask(url, f"sessions/{session['id']}", "PATCH", {"path": "b.ipynb", "name": "b.ipynb"})
        assert named() == "'b.ipynb'"
    finally:
        client.stop_channels()
