from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path


def husky(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "husky_kernel.cli", "eval", "generate", *arguments],
        cwd=folder,
        env={**os.environ, "HUSKY_CACHE_DIR": str(folder / "cache")},
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_a_set_is_written_and_its_counts_are_told(tmp_path: Path) -> None:
    done = husky(tmp_path, "--topic", "chemistry", "--n", "4", "--seed", "2", "--out", "set.jsonl")
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in (tmp_path / "set.jsonl").read_text().splitlines()]
    assert [record["index"] for record in records] == [0, 1, 2, 3]
    assert done.stdout.startswith("set.jsonl: 4 questions, by ")
    assert {path.name for path in tmp_path.iterdir()} == {"set.jsonl", "cache"}


def test_wrong_use_is_one_line_and_writes_nothing(tmp_path: Path) -> None:
    for arguments, reason in (
        (("--topic", "cooking", "--out", "set.jsonl"), "choose from geography"),
        (("--out", "nowhere/set.jsonl"), "there is no folder"),
        (("--n", "0", "--out", "set.jsonl"), "--n"),
        (("--hold-out", "cake", "--out", "set.jsonl"), "nothing is of the kind 'cake'"),
    ):
        done = husky(tmp_path, *arguments)
        assert done.returncode == 2
        assert reason in done.stderr
        assert done.stderr.count("\n") == 1
    assert not (tmp_path / "set.jsonl").exists()


def test_a_named_model_is_asked_and_what_it_was_good_for_is_told(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text(json.dumps({"rephrase": {"0": "What?"}, "program": {"0": "print(3"}}))
    done = husky(tmp_path, "--topic", "history", "--n", "2", "--model", f"scripted:{script}", "--out", "set.jsonl")
    assert done.returncode == 0, done.stderr
    assert "model: 2 rewordings not kept, 2 programs differ or fail" in done.stdout
    assert "program by" not in (tmp_path / "set.jsonl").read_text()
