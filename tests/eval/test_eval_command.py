from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

HUSKY = [sys.executable, "-m", "husky_kernel.cli", "eval"]
PATIENCE = 600
Script = Callable[[Mapping[str, Any]], str]
REPLIES = {
    "action": {"0": "[code] Add.", "1": "[finish] 3"},
    "code": {"0": "1 + 2"},
    "pot": {"0": "print(1 + 2)"},
    "cot": {"0": "One and two are three.\nAnswer: 3"},
    "direct": {"0": "Answer: 4"},
    "react": {"0": "Thought: x\nAction: code\n1 + 2", "1": "Thought: y\nAction: finish\n3"},
}


def records(folder: Path, n: int = 2) -> Path:
    path = folder / "data.jsonl"
    path.write_text("\n".join(json.dumps({"question": f"1 + {k}?", "answer": str(1 + k)}) for k in range(2, 2 + n)))
    return path


def husky(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*HUSKY, *map(str, arguments)], capture_output=True, text=True, timeout=PATIENCE, cwd=cwd)


def test_both_agents_in_one_run_and_a_report_of_each(tmp_path: Path, script: Script) -> None:
    data, out = records(tmp_path), tmp_path / "report.json"
    done = husky("run", "--set", "gsm8k", "--data", data, "--model", script(REPLIES), "--out", out)
    assert done.returncode == 0, done.stderr
    for agent in ("husky", "pot"):
        report = json.loads((tmp_path / f"report.{agent}.json").read_text())
        assert (report["set"], report["agent"], report["n"], report["accuracy"]) == ("gsm8k", agent, 2, 0.5)
        assert report["accuracy_reference_metric"] == 0.5
        assert report["failures"] == {"wrong code": 1}
        assert report["items"][0]["trace"]["schema"] == "husky.trace/1"
    assert not list(tmp_path.glob("*.items.jsonl"))


def test_all_agents_in_two_lanes_then_compared_and_shown(tmp_path: Path, script: Script) -> None:
    data, out = records(tmp_path, 3), tmp_path / "r.json"
    agents = ("husky", "pot", "direct", "cot", "react")
    chosen = [part for agent in agents for part in ("--agent", agent)]
    done = husky(
        "run", "--set", "gsm8k", "--data", data, "--model", script(REPLIES), "--out", out, "--workers", 2, *chosen
    )
    assert done.returncode == 0, done.stderr
    files = [tmp_path / f"r.{agent}.json" for agent in agents]
    figures = {agent: json.loads(file.read_text()) for agent, file in zip(agents, files, strict=True)}
    assert [figures[agent]["accuracy"] for agent in agents] == [0.3333] * 5
    assert {figures[agent]["workers"] for agent in agents} == {2}
    assert [item["index"] for item in figures["husky"]["items"]] == [0, 1, 2]

    paired = husky("compare", files[0], files[2], "--json")
    assert (json.loads(paired.stdout)["gained"], json.loads(paired.stdout)["lost"]) == ([1], [0])
    shown = husky("report", *files, "--out", tmp_path / "page.html")
    assert shown.returncode == 0, shown.stderr
    assert (tmp_path / "page.html").read_text().count("<details>") == 15 + 1


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_was_ended_goes_on_where_it_was(tmp_path: Path, script: Script, sent: signal.Signals) -> None:
    data, out = records(tmp_path, 6), tmp_path / "r.json"
    model = script(REPLIES | {"delay": 0.2})
    command = ["run", "--set", "gsm8k", "--data", str(data), "--model", model, "--out", str(out), "--agent", "cot"]
    journal = tmp_path / "r.json.items.jsonl"
    hearing = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # whoever starts the tests may ignore it
    with subprocess.Popen([*HUSKY, *command], stderr=subprocess.PIPE, text=True, preexec_fn=hearing) as running:
        end = time.monotonic() + PATIENCE
        while (not journal.exists() or journal.read_bytes().count(b"\n") < 3) and time.monotonic() < end:
            time.sleep(0.02)
        running.send_signal(sent)
        _, told = running.communicate(timeout=PATIENCE)
    if sent == signal.SIGINT:
        assert running.returncode == 1
        assert "go on with the same command" in told
    assert not out.exists()
    kept = [json.loads(line)["item"] for line in journal.read_text().splitlines()[1:] if line.endswith("}")]
    assert 2 <= len(kept) < 6

    other = husky(*command[:-1], "direct")
    assert other.returncode == 2
    assert "the journal of another run" in other.stderr
    assert other.stderr.count("\n") == 1

    assert husky(*command).returncode == 0
    items = json.loads(out.read_text())["items"]
    assert [item["index"] for item in items] == list(range(6))
    assert items[: len(kept)] == kept
    assert not journal.exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["run", "--set", "gsm8k", "--data", "none.jsonl"], "cannot read"),
        (["run", "--set", "gsm8k"], "names their source"),
        (["run", "--set", "none", "--data", "x"], "there is no set 'none'"),
        (["run", "--set", "gsm8k", "--data", "x", "--agent", "cat"], "there is no agent 'cat'"),
        (["run", "--set", "gsm8k", "--data", "D", "--engine", "openai"], "--base-url http"),
        (["run", "--set", "gsm8k", "--data", "D", "--engine", "torch", "--model", "m"], "no engine 'torch'"),
        (["run", "--set", "gsm8k", "--data", "D", "--model", "a", "--team", "b"], "not both"),
        (["compare", "a.json", "b.json"], "cannot read a.json"),
        (["report", "a.json"], "cannot read a.json"),
    ],
)
def test_wrong_use_is_one_line(tmp_path: Path, arguments: list[str], told: str) -> None:
    data = records(tmp_path)
    done = husky(*(str(data) if part == "D" else part for part in arguments), cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert told in done.stderr


def test_ray_that_is_not_there_is_told(tmp_path: Path, script: Script) -> None:
    empty = tmp_path / "ray.py"  # stands for a package that does not import
    empty.write_text("raise ImportError('not here')")
    command = ["run", "--set", "gsm8k", "--data", str(records(tmp_path)), "--model", script(REPLIES), "--ray"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run([*HUSKY, *command], capture_output=True, text=True, timeout=PATIENCE, env=environment)
    assert (done.returncode, "pip install 'husky-kernel[scale]'" in done.stderr) == (2, True)


def test_a_report_tells_by_its_checksum_which_solved_questions_were_shown(tmp_path: Path, script: Script) -> None:
    trace = {"schema": "husky.trace/1", "question": "1 + 9?", "model": "m", "status": "finished", "steps": []}
    step = {"index": 0, "tool": "code", "step": "Add.", "call": "1 + 9"}
    data, model, profiles = records(tmp_path), script(REPLIES), set()
    for steps in ([], [step]):
        (tmp_path / "solved.jsonl").write_text(json.dumps(trace | {"steps": steps}))
        out = tmp_path / f"{len(steps)}.json"
        asked = ("--data", data, "--model", model, "--agent", "pot", "--examples", tmp_path / "solved.jsonl")
        done = husky("run", "--set", "gsm8k", *asked, "--out", out)
        assert done.returncode == 0, done.stderr
        profiles.add(json.loads(out.read_text())["profile"])
    assert len(profiles) == 2


def test_questions_are_drawn_by_a_seed(tmp_path: Path, script: Script) -> None:
    data, model = records(tmp_path, 30), script(REPLIES)
    drawn = []
    for seed in (1, 1, 2):
        out = tmp_path / "r.json"
        done = husky(
            *("run", "--set", "gsm8k", "--data", data, "--model", model, "--out", out),
            *("--agent", "direct", "--limit", 4, "--seed", seed),
        )
        assert done.returncode == 0, done.stderr
        drawn.append([item["index"] for item in json.loads(out.read_text())["items"]])
    assert drawn[0] == drawn[1] != drawn[2]
    assert len(drawn[0]) == 4
