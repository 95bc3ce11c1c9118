from __future__ import annotations

import ast
from pathlib import Path

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.types import Step, Trace
from husky_kernel.kernel.export import export, to_markdown, to_python

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
