from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from husky_kernel.agent.answers.answer import Result
from husky_kernel.agent.effects import Effects
from husky_kernel.agent.errors import UseError
from husky_kernel.agent.reruns.branches import grow, record
from husky_kernel.agent.types import Step, Trace
from husky_kernel.kernel.saved.export import export, to_cell, to_markdown, to_notebook, to_python

TRACE = Trace(
    "How much\nis it?",
    "m",
    answer="5",
    steps=(
        Step(0, "code", "Add.", call="x = 2 + 3\nx", observation="5", output="5"),
        Step(
            1,
            "code",
            "Break.",
            call="1 / 0",
            output="This step has failed.",
            status="failed",
            error="ZeroDivisionError",
        ),
        Step(2, "search", "Look.", call="a ``` query", observation="long\ntext", output="It is long."),
    ),
)


def test_python_runs_and_leaves_out_what_failed() -> None:
    text = to_python(TRACE)
    namespace: dict[str, object] = {}
    exec(compile(ast.parse(text), "run.py", "exec"), namespace)
    assert namespace["x"] == 5
    assert "# 1 / 0" in text
    assert "# is it?" in text


def run_script(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "run.py").write_text(text, encoding="utf-8")
    return subprocess.run([sys.executable, "run.py"], cwd=folder, capture_output=True, text=True, timeout=60)


def code(*calls: str, **more: str) -> Trace:
    steps = tuple(Step(at, "code", "Do.", call=call, **more) for at, call in enumerate(calls))  # type: ignore[arg-type]
    return Trace("Is the coding: klingon\x0c\0fine?", "m", steps=steps)


@pytest.mark.parametrize("call", ["!ls", "%time 1", "await f()", "def f(:", "print('no')\0", "\ud800"])
def test_what_only_a_notebook_understands_is_a_comment(call: str, tmp_path: Path) -> None:
    export(code("print('yes')", call), tmp_path / "a.py")
    done = run_script((tmp_path / "a.py").read_text(encoding="utf-8"), tmp_path)
    assert (done.returncode, done.stdout) == (0, "yes\n"), done.stderr


def test_a_stopped_step_does_not_run(tmp_path: Path) -> None:
    done = run_script(to_python(code("print('no')", status="stopped")), tmp_path)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("calls", "needed"),
    [
        (("import pandas as pd\ns = pd.Series([1])", "s.sum()"), ""),
        (("total = sales.units.sum()", "total / count"), "sales, count"),
        (("x = x + 1", "x += 1"), "x"),
        (("n += 1",), "n"),
        (("[i for i in rows if (k := i)]\nk",), "rows"),
        (("def f(a, *b):\n    c = a + d\n    return f(c)\nf(1)",), "d"),
        (("try:\n    import os.path\nexcept OSError as e:\n    print(e)\nos",), ""),
        (("for i in range(3):\n    with open('f') as g:\n        print(i, g)",), ""),
    ],
)
def test_variables_of_the_notebook_are_named(calls: tuple[str, ...], needed: str) -> None:
    told = [line for line in to_python(code(*calls)).splitlines() if "Needs these variables" in line]
    assert told == ([f"# Needs these variables of the notebook: {needed}"] if needed else [])


def test_json_holds_every_line_of_the_run(tmp_path: Path) -> None:
    forked = grow(TRACE, 1, "edit")
    both = record(replace(forked, steps=(*forked.steps, Step(1, "code", "Other.", call="7")), answer="7"))
    export(both, tmp_path / "a.json")
    assert Trace.from_json(json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))) == both


def test_nobody_else_may_read_an_exported_run(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        export(TRACE, tmp_path / "a.json")
    finally:
        os.umask(before)
    assert (tmp_path / "a.json").stat().st_mode & 0o777 == 0o600


def test_markdown_cannot_be_broken_out_of() -> None:
    text = to_markdown(TRACE)
    assert text.startswith("# How much is it?\n")
    assert "````\na ``` query\n````" in text
    assert text.endswith("**Answer: 5**\n")


def test_other_endings_and_folders_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(UseError, match=r"run\.txt: the name must end in \.json, \.md, \.py"):
        export(TRACE, tmp_path / "run.txt")
    with pytest.raises(UseError, match=r"cannot write .*No such file"):
        export(TRACE, tmp_path / "none" / "run.md")


def test_a_notebook_runs_and_tells_the_rest_as_text(tmp_path: Path) -> None:
    export(TRACE, tmp_path / "run.ipynb")
    book = nbformat.read(tmp_path / "run.ipynb", as_version=4)
    nbformat.validate(book)
    assert [cell.cell_type for cell in book.cells] == ["markdown", "code", "markdown", "markdown", "markdown"]
    assert book.cells[1].source == "# Add.\nx = 2 + 3\nx"
    assert book.cells[-1].source == "**Answer: 5**"
    done = NotebookClient(book, kernel_name="python3", timeout=120).execute()
    assert done.cells[1].outputs[0].data["text/plain"] == "5"
    assert "No answer." in to_notebook(code())


def test_a_cell_has_what_answered_or_left_something_and_no_second_opinion() -> None:
    made, again, right = Effects(created=("x",)), Effects(), Result("number", "5", 5)
    steps = (
        Step(0, "code", "Make x.", call="x = 4", effects=made),
        Step(1, "code", "Add.", call="%time x + 1", result=right),
        Step(2, "code", "Again.", call="5", effects=again, result=Result("number", "5", 5.0)),
        Step(3, "code", "Break.", call="1 / 0", status="failed", effects=made),
    )
    trace = Trace("How much?", "m", steps=steps, value=right.value, finish={"by": 1})
    assert to_cell(trace) == "# Make x.\nx = 4\n\n# Add.\n%time x + 1"
    assert to_cell(replace(trace, steps=steps[:1], value=None), words=False) == "x = 4"
    with pytest.raises(UseError, match="no step of code that was done"):
        to_cell(replace(trace, steps=steps[3:]))
