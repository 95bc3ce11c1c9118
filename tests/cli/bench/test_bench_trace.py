"""``husky bench trace``, on what ``husky run`` printed and on notebooks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from husky_command import Husky, Script

from husky_kernel.agent.cost.timeline import PARTS, Timeline
from husky_kernel.agent.cost.usage import Usage
from husky_kernel.agent.types import MEDIA_TYPE, Step, Trace

STEP = Step(0, "code", "Add.", timeline=Timeline(decode=6.0, tool=2.0, wall=8.0))
TRACE = Trace(
    "1 + 2?",
    "m",
    answer="3",
    steps=(STEP,),
    timeline=Timeline(decode=7.0, tool=2.0, wall=10.0),
    load=4.0,
    roles={"code": Usage(120, 30, 9, 100), "action": Usage(100, 0, 5, 100)},
)


def notebook(path: Path, *traces: Trace) -> Path:
    outputs = [{"output_type": "display_data", "data": {MEDIA_TYPE: one.to_json()}, "metadata": {}} for one in traces]
    cell = {"cell_type": "code", "source": "%%husky\n1 + 2?", "outputs": outputs, "metadata": {}, "execution_count": 1}
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), "utf-8")
    return path


def test_a_run_of_the_command(husky: Husky, script: Script, tmp_path: Path) -> None:
    model = script(action={"0": "[code] Add.", "1": "[finish] 3"}, code={"0": "import time\ntime.sleep(0.3)\n1 + 2"})
    ran = husky("run", "What is 1 + 2?", "--model", model, "--json")
    (tmp_path / "run.json").write_text(ran.stdout, encoding="utf-8")
    done = husky("bench", "trace", "run.json", "--json")
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert (data["bench"], set(data)) == ("trace", {"bench", "machine", "ratios", "rows"})
    step, outside, whole, *roles = data["rows"]
    assert [row["kind"] for row in data["rows"][:3]] == ["step", "outside", "run"]
    for part in (*PARTS, "wall"):
        assert step[part] + outside[part] == pytest.approx(whole[part], abs=1e-5)
    assert step["tool"] >= 0.3
    assert whole["load"] > 0
    assert {row["name"]: row["reused"] for row in roles} == {"action": 0, "code": 0}
    assert data["ratios"]["distinct_per_prefilled_code"] == 1.0
    assert data["ratios"]["distinct_per_prefilled"] < 1  # the scripted model reuses nothing


def test_the_table(husky: Husky, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(json.dumps(TRACE.to_json()), encoding="utf-8")
    done = husky("bench", "trace", "run.json")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["1", "code", "0.000", "0.000", "6.000", "2.000", "0.000", "0.000", "0.000", "8.000", "+0.0%"] in lines
    assert ["outside", "0.000", "0.000", "1.000", *["0.000"] * 4, "2.000", "-50.0%"] in lines
    assert ["share", "0.0%", "0.0%", "70.0%", "20.0%", "0.0%", "0.0%", "0.0%", "100.0%"] in lines
    assert ["code", "120", "30", "9", "100", "1.20"] in lines
    assert ["all", "220", "30", "14", "200", "1.10"] in lines
    assert "-10.00% from the wall time" in done.stdout
    assert "1.15 tokens read for each distinct one: code." in done.stdout
    assert "loaded in 4.00 s" in done.stdout


def test_the_runs_of_a_notebook(husky: Husky, tmp_path: Path) -> None:
    notebook(tmp_path / "a.ipynb", TRACE, Trace("Later?", "m", timeline=Timeline(tool=1.0, wall=1.0)))
    done = husky("bench", "trace", "a.ipynb")
    assert done.stdout.index("1 + 2?") < done.stdout.index("Later?")
    data = json.loads(husky("bench", "trace", "a.ipynb", "--json").stdout)
    assert data["ratios"]["parts_per_wall"] == pytest.approx(10 / 11, abs=1e-4)
    assert len({row["trace"] for row in data["rows"]}) == 2


def test_wrong_use_is_one_line(husky: Husky, tmp_path: Path) -> None:
    (tmp_path / "words.json").write_text("no", encoding="utf-8")
    (tmp_path / "list.json").write_text("[]", encoding="utf-8")
    notebook(tmp_path / "empty.ipynb")
    notebook(tmp_path / "old.ipynb", Trace("q", "m", steps=(Step(0, "code", "Add."),)))
    for file in ("none.json", "words.json", "list.json", "empty.ipynb", "old.ipynb"):
        done = husky("bench", "trace", file)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), (file, done.stderr)
