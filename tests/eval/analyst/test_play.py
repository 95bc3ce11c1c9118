"""A notebook played in a real kernel by a scripted model, from the command line to the report."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.eval.analyst.session import read_cases, read_sessions
from husky_kernel.eval.page import page
from husky_kernel.eval.report import read_report

Script = Callable[[Mapping[str, Any]], str]
HUSKY = [sys.executable, "-m", "husky_kernel.cli", "eval", "run", "--set", "analyst"]
REPLIES = {
    "action": {"0": "[code] Add up.", "1": "[finish] done"},
    "code": {"0": "wares.groupby('sort')['sold'].sum()", "1": "wares.groupby('sort')['sold'].sum()"},
}
"""The same program for every question."""

NOTEBOOK = {
    "id": "kiosk",
    "setup": ["import pandas as pd", "wares = pd.DataFrame({'sort': ['tea', 'tea', 'soup'], 'sold': [4, 6, 5]})"],
    "truth": "per_sort = wares.groupby('sort').sold.sum().to_dict()",
    "turns": [
        {"ask": "What is the total sold per sort in wares?", "check": "maps(v, T['per_sort'])"},
        {
            "ask": "What is the total sold per sort in wares, tea twice?",
            "check": "maps(v, {'tea': 20, 'soup': 5})",
        },
        {"ask": "What is the total sold per sort in wares?", "cell": "del wares", "check": "maps(v, T['per_sort'])"},
    ],
}


def husky(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*HUSKY, *map(str, arguments)], capture_output=True, text=True, timeout=600)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "sessions"
    folder.mkdir()
    (folder / "kiosk.json").write_text(json.dumps(NOTEBOOK))
    return folder


def test_turns_end_as_right_silent_and_flagged(tmp_path: Path, folder: Path, script: Script) -> None:
    out, model = tmp_path / "report.json", script(REPLIES)
    done = husky("--sessions", folder, "--model", model, "--out", out)
    assert done.returncode == 0, done.stderr
    report = json.loads(out.read_text())
    assert [item["cause"] or "right" for item in report["items"]] == ["right", "silent", "flagged"], done.stderr
    assert [report[name]["n"] for name in ("right", "silent", "flagged", "right_told_as_sure")] == [1, 1, 1, 1]
    assert report["right"] == {"n": 1, "share": 0.3333, "stderr": 0.2722}
    assert (report["set"], report["n"], report["accuracy"], report["stderr"]) == ("analyst", 3, 0.3333, 0.2722)
    assert report["median_seconds"]["value"] > 0
    assert [item["trace"]["turn"] for item in report["items"]] == ["kiosk.1", "kiosk.2", "kiosk.3"]
    assert "right 1 of 3 (33% ± 27%)" in done.stdout
    assert "wrong: silent" in page([read_report(out)])
    assert not list(tmp_path.glob("*.items.jsonl"))


def test_a_case_on_a_file_goes_through_husky_run(tmp_path: Path, script: Script) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "wares.csv").write_text("sort,sold\ntea,4\nsoup,5\n")
    case = {"id": "sum", "question": "What is the total sold in wares?", "csv": {"wares": "wares.csv"}, "answer": 9}
    (tmp_path / "cases.jsonl").write_text(json.dumps(case))
    model = script(REPLIES | {"code": {"0": "wares['sold'].sum()"}})
    out = tmp_path / "report.json"
    done = husky("--data", tmp_path / "cases.jsonl", "--model", model, "--out", out)
    assert done.returncode == 0, done.stderr
    [item] = json.loads(out.read_text())["items"]
    assert (item["correct"], item["trace"]["turn"]) == (True, "sum"), item["trace"]


def test_of_a_case_with_several_questions_the_last_counts(tmp_path: Path) -> None:
    case = {"id": "two", "questions": ["How many?", "And of tea?"], "setup": "x = 1", "answer": "tea"}
    (tmp_path / "cases.jsonl").write_text(f"{json.dumps(case)}\n")
    [session] = read_cases(tmp_path / "cases.jsonl")
    assert [bool(turn.check) for turn in session.turns] == [False, True]


@pytest.mark.parametrize("text", ["{", "[]", '{"id": "x"}', '{"id": "x", "setup": "", "turns": [{"ask": "?"}]}'])
def test_what_is_no_session_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.json").write_text(text)
    with pytest.raises(UseError, match=r"bad\.json"):
        read_sessions(tmp_path)


def test_wrong_use_is_one_line(tmp_path: Path) -> None:
    for arguments, told in (
        ((), "--sessions DIR"),
        (("--sessions", tmp_path), "there is no session in"),
        (("--sessions", tmp_path, "--seed", 3), "--seed is not for --set analyst"),
    ):
        done = husky(*arguments)
        assert (done.returncode, told in done.stderr, done.stderr.count("\n")) == (2, True, 1), done.stderr
