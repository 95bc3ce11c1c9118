"""``husky train synthesize`` as a user types it, on tiny files."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from husky_command import Husky, Script

from husky_kernel.corrections import Correction, CorrectionLog

EGGS = {"question": "Ann has 3 boxes of 60 eggs. How many?", "answer": "She has <<3*60=180>>180 eggs.\n#### 180"}
PENS = {"question": "Bo has 2 packs of 5 pens. How many?", "answer": "Bo has <<2*5=11>>11 pens.\n#### 11"}
CUPS = {"question": "A shelf holds 4 rows of 25 cups. How many?", "answer": "It holds <<4*25=100>>100 cups.\n#### 100"}
TABLE = {
    "question": "What is the gold of Chad?",
    "columns": {"nation": ["Chad"], "gold": ["3"]},
    "select": "gold",
    "agg": "",
    "where": [["nation", "=", "Chad"]],
}


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_sources_corrections_and_a_datasheet(husky: Husky, tmp_path: Path) -> None:
    env = {"HUSKY_DATA_DIR": str(tmp_path / "data")}
    folder = tmp_path / "sets"
    folder.mkdir()
    with gzip.open(folder / "gsm8k_train.jsonl.gz", "wt") as file:
        file.write("\n".join([json.dumps(EGGS), "{broken", json.dumps(PENS), json.dumps(CUPS), '{"question": 1}']))
    (folder / "wikisql_train.jsonl").write_text(json.dumps(TABLE))
    (folder / "wtq_training.jsonl").write_text("{}")
    (tmp_path / "dev.jsonl").write_text(json.dumps({"question": "a shelf holds 4 rows of 25 cups. how many"}))
    log = CorrectionLog(tmp_path / "data" / "corrections.jsonl")
    log.add(Correction("code", EGGS["question"], "run1", 0, tool="code", step="Add.", before="1", after="60 * 3"))

    arguments = ("train", "synthesize", "--from", "all", "--data", "sets", "--out", "t.jsonl", "--exclude", "dev.jsonl")
    done = husky(*arguments, **env)
    assert done.returncode == 0, done.stderr
    assert "gsm8k_train: 1 left out, replaced by a correction" in done.stderr
    assert "gsm8k_train: 1 left out, equal to a development question" in done.stderr
    assert "gsm8k_train.jsonl.gz: 2 of 5 carried out (40.0%)" in done.stderr
    rows = lines(tmp_path / "t.jsonl")
    assert [(row["origin"], row["source"]) for row in rows] == [
        ("correction", "corrections"),
        ("annotation", "wikisql_train"),
    ]
    assert "Variables:\ndf: DataFrame" in str(rows[1]["context"])
    sheet = (tmp_path / "DATASHEET.md").read_text(encoding="utf-8")
    assert "| gsm8k_train | a calculation is wrong | 1 |" in sheet
    assert "| gsm8k_train | no record of the set | 2 |" in sheet
    assert "| wtq_training.jsonl | questions and answers without programs |" in sheet
    assert "boxes" not in sheet

    again = husky(*arguments, "--no-corrections", **env)
    assert "gsm8k_train.jsonl.gz: done before" in again.stderr
    assert [row["source"] for row in lines(tmp_path / "t.jsonl")] == ["gsm8k_train", "wikisql_train"]


def test_a_run_that_was_killed_goes_on(husky: Husky, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, (EGGS, CUPS))))
    arguments = ("train", "synthesize", "--from", "gsm8k", "--data", "a.jsonl", "--out", "t.jsonl", "--no-corrections")
    assert husky(*arguments).returncode == 0
    journal = tmp_path / "t.journal.jsonl"
    whole = journal.read_text(encoding="utf-8")
    journal.write_text(whole[:-40], encoding="utf-8")
    done = husky(*arguments)
    assert "a.jsonl: 1 of 1 carried out" in done.stderr
    assert len(lines(tmp_path / "t.jsonl")) == 2


def test_a_teacher(husky: Husky, script: Script, tmp_path: Path) -> None:
    model = script(action={"0": "[code] Compute.", "1": "[finish] 180"}, code={"0": "3 * 60"})
    asked = [{"question": one["question"], "answer": one["answer"].split("#### ")[1]} for one in (EGGS, CUPS)]
    (tmp_path / "q.jsonl").write_text("\n".join(map(json.dumps, asked)))
    arguments = ["train", "synthesize", "--teacher", "--set", "gsm8k", "--data", "q.jsonl", "--model", model, "-k", "2"]
    done = husky(*arguments, "--licence", "MIT", "--out", "t.jsonl", HUSKY_DATA_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    [row] = lines(tmp_path / "t.jsonl")
    assert (row["origin"], row["licence"]) == ("teacher", "MIT")
    assert "| gsm8k | another answer | 2 |" in (tmp_path / "DATASHEET.md").read_text(encoding="utf-8")


def test_a_models_own_programs(husky: Husky, script: Script, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, (EGGS, CUPS))))
    arguments = ("train", "synthesize", "--from", "gsm8k", "--data", "a.jsonl", "--out", "t.jsonl", "--no-corrections")
    assert husky(*arguments).returncode == 0
    model = script(action={}, code={"0": "# boxes of eggs\n3 * 60"})
    done = husky("train", "sample", "t.jsonl", "--out", "own.jsonl", "--model", model, "-k", "1")
    assert done.returncode == 0, done.stderr
    assert "2 trajectories in own.jsonl, 1 of them by the model's own programs" in done.stdout
    eggs, cups = lines(tmp_path / "own.jsonl")
    assert (eggs["origin"], cups["origin"]) == ("teacher", "annotation")
    done = husky("train", "sample", "t.jsonl", "--out", "own.jsonl", "--model", model, "-k", "1", "--unsolved", "drop")
    assert "1 trajectories in own.jsonl" in done.stdout
    done = husky("train", "sample", "t.jsonl", "--out", "own.jsonl", "--model", model, "--unsolved", "hide")
    assert (done.returncode, done.stderr) == (2, "husky: --unsolved must be keep or drop, not 'hide'\n")
    for file, told in (("none.jsonl", "cannot read none.jsonl"), ("a.jsonl", "a.jsonl holds no trajectories")):
        done = husky("train", "sample", file, "--out", "own.jsonl", "--model", model)
        assert done.returncode == 2
        assert told in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--from", "nothing", "--data", "a.jsonl"], "there is no converter 'nothing'"),
        (["--from", "gsm8k"], "name what to read"),
        (["--data", "a.jsonl"], "name what to read"),
        (["--from", "gsm8k", "--data", "none.jsonl"], "there is no file none.jsonl"),
        (["--from", "gsm8k", "--data", "a.jsonl", "--style", "odd"], "there is no style 'odd'"),
        (["--from", "all", "--data", "a.jsonl"], "is no folder"),
        (["--from", "all", "--data", "."], "no converter knows a file"),
        (["--from", "gsm8k", "--from", "svamp", "--data", "a.jsonl"], "one --data for each --from"),
        (["--teacher", "--data", "a.jsonl"], "a teacher needs --set"),
        (["--set", "gsm8k", "--from", "gsm8k", "--data", "a.jsonl"], "--set goes with --teacher"),
        (["--from", "gsm8k", "--data", "a.jsonl", "--exclude", "none"], "cannot read none"),
    ],
)
def test_wrong_use_is_one_line(husky: Husky, tmp_path: Path, arguments: list[str], told: str) -> None:
    (tmp_path / "a.jsonl").write_text("{}")
    done = husky("train", "synthesize", *arguments, HUSKY_DATA_DIR=str(tmp_path))
    assert done.returncode == 2
    assert told in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
