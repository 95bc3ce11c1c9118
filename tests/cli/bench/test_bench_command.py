from __future__ import annotations

import json
import os
from contextlib import ExitStack
from pathlib import Path

import pytest
from husky_command import Husky

from husky_kernel.cli.bench.loop import _Bench
from husky_kernel.config import Settings
from husky_kernel.engines.openmp import SPINS

TABLE = {
    "question": "How many golds for the nation with 14 total?",
    "columns": {"gold": ["22"], "total": ["14"]},
    "select": "gold",
    "agg": "",
    "where": [["total", "=", "14"]],
}
RECORD = {"index": 0, "question": "What is 2 + 2?", "answer": "4"}


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "gsm8k.jsonl"
    path.write_text(json.dumps(RECORD) + "\n", encoding="utf-8")
    return path


def test_a_peer_that_is_not_there_is_told(husky: Husky, records: Path) -> None:
    done = husky("bench", "loop", "--data", str(records), "--peer", "autogpt")
    assert (done.returncode, done.stdout) == (2, "")
    assert "choose from unchecked, reference, smolagents" in done.stderr


@pytest.mark.model
def test_the_threads_of_all_sides_wait_alike(monkeypatch: pytest.MonkeyPatch, smollm2_path: Path) -> None:
    monkeypatch.setenv("GOMP_SPINCOUNT", "")
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    with ExitStack() as stack:
        _Bench([], (), Settings(model="smollm2-135m"), 1.0)._sides(stack)
        assert os.environ["GOMP_SPINCOUNT"] == SPINS


def test_sets_with_variables_are_refused(husky: Husky, tmp_path: Path) -> None:
    path = tmp_path / "wikisql.jsonl"
    path.write_text(json.dumps(TABLE) + "\n", encoding="utf-8")
    done = husky("bench", "loop", "--data", str(path), "--set", "wikisql")
    assert (done.returncode, done.stdout) == (2, "")
    assert "about variables, which the peers do not have" in done.stderr


@pytest.mark.parametrize("name", ["loop", "engine", "growth", "cell", "checkpoint"])
def test_every_benchmark_explains_itself(husky: Husky, name: str) -> None:
    done = husky("bench", name, "--help")
    assert done.returncode == 0
    assert "--json" in done.stdout


@pytest.mark.model
@pytest.mark.slow
def test_a_benchmark_prints_one_object(husky: Husky, records: Path, smollm2_path: Path) -> None:
    sides = ("--peer", "reference", "--peer", "unchecked", "--seconds", "8")
    options = ("--model", "smollm2-135m", *sides, "--out", "out.json", "--json")
    done = husky("bench", "loop", "--data", str(records), *options)
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert (data["bench"], data["model"]) == ("loop", "smollm2-135m")
    assert {row["side"] for row in data["rows"]} == {"husky", "unchecked", "reference"}
    assert data["ratios"]["reference_seconds_per_ours"] > 0
    assert data["ratios"]["reference_seconds_per_unchecked"] > 0
    assert json.loads((records.parent / "out.json").read_text(encoding="utf-8")) == data
