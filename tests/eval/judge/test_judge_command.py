from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openai_server import Server, serving

Write = Callable[..., Path]
ITEMS = (("3", "It is 3.", True), ("Paris", "Rome", False), ("12", None, False))


def husky(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "husky_kernel.cli", "eval", "judge", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def test_a_server_is_the_judge_by_its_logprobs(write_report: Write) -> None:
    report = write_report(*ITEMS)
    with serving(Server(pieces=("Yes",), logprobs=[{"Yes": -0.1, "No": -2.4}])) as server:
        done = husky(report, "--base-url", server.url, "--judge-model", "m")
    assert done.returncode == 0, done.stderr
    first, second, third = done.stdout.splitlines()
    assert first.startswith("agreement with the exact metric: 50.0%, kappa 0.00, n=2")
    assert "weak judge" in first
    assert "66.7%" in second
    assert third.endswith("report.judged.json")
    data = json.loads(report.with_suffix(".judged.json").read_text())
    assert data["schema"] == "husky.judged/1"
    assert data["items"][0]["verdicts"][0]["share"] == pytest.approx(0.909, abs=1e-3)
    assert not any(body.get("stream") for body in server.asked)
    assert len(server.asked) == 4


def test_a_server_without_logprobs_is_read_and_garbage_counts_as_unreadable(write_report: Write) -> None:
    report = write_report(*ITEMS)
    with serving(Server(pieces=("As a", " model"))) as server:
        done = husky(report, "--base-url", server.url, "--judge-model", "m", "--out", report.with_name("j.json"))
    assert done.returncode == 0, done.stderr
    assert json.loads(report.with_name("j.json").read_text())["counts"] == {"unreadable": 2, "unanswered": 1}
    assert "not known" in done.stdout.splitlines()[0]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "name the judge"),
        (("--base-url", "http://127.0.0.1:9/v1"), "name the judge"),
        (("--model", "m", "--base-url", "http://127.0.0.1:9/v1", "--judge-model", "m"), "name the judge"),
        (("--base-url", "http://127.0.0.1:9/v1", "--judge-model", "m"), "cannot reach the server"),
        (("--model", "no-such-model"), "no-such-model"),
    ],
)
def test_wrong_use_is_one_line(write_report: Write, arguments: tuple[str, ...], reason: str) -> None:
    done = husky(write_report(*ITEMS), *arguments)
    assert done.returncode == 2
    assert reason in done.stderr
    assert done.stderr.strip().count("\n") == 0


@pytest.mark.model
def test_a_small_local_model_judges_by_scores_and_its_worth_is_shown(write_report: Write, smollm2_path: Path) -> None:
    report = write_report(*ITEMS)
    done = husky(report, "--model", "smollm2-135m")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("agreement with the exact metric: ")
    data = json.loads(report.with_suffix(".judged.json").read_text())
    shares = [verdict["share"] for item in data["items"] for verdict in item["verdicts"]]
    assert len(shares) == 4
    assert all(0 < share < 1 for share in shares)
    assert sum(data["counts"].values()) == 3
