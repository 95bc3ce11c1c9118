"""``husky run --file``: many questions in one go."""

from __future__ import annotations

import functools
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from husky_command import Husky, Script

from husky_kernel.agent.protocols import Engine, Generation, OnText, Request, Scores
from husky_kernel.agent.types import Trace
from husky_kernel.assembly import load_agent
from husky_kernel.cli.run.many import Many
from husky_kernel.config import Settings

SUM = {"action": {"0": "[code] Sum the units.", "1": "[finish] 6"}}
PATIENCE = 120.0


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    path = tmp_path / "questions.txt"
    path.write_text("How many units?\n\nHow many in all?\n", encoding="utf-8")
    return path


def test_a_line_for_each_question_in_their_order(husky: Husky, script: Script, sales: Path, asked: Path) -> None:
    # Each has a namespace of its own: what the first one's code does to the table is not there for the second.
    code = "sales['units'] = sales.units.cumsum()\nsales.units.iloc[-1]"
    model = script(**SUM, code={"0": code})
    done = husky("run", "--file", str(asked), "--csv", f"sales={sales}", "--model", model, "--json")
    assert done.returncode == 0, done.stderr
    traces = [Trace.from_json(json.loads(line)) for line in done.stdout.splitlines()]
    assert [trace.question for trace in traces] == ["How many units?", "How many in all?"]
    assert [trace.steps[0].observation for trace in traces] == ["6", "6"]
    plain = husky("run", "--file", str(asked), "--csv", f"sales={sales}", "--model", model, "--workers", "2")
    assert (plain.returncode, plain.stdout) == (0, "1\t6\n2\t6\n")
    assert "[2/2] finished: How many in all?" in plain.stderr


def test_json_lines_and_standard_input(script: Script) -> None:
    lines = '{"question": "One?", "id": 7}\n{"question": " Two? "}\n'
    command = [sys.executable, "-m", "husky_kernel.cli", "run", "--file", "-", "--json", "--model"]
    model = script(action={"0": "[code] Add.", "1": "[finish] 2"}, code={"0": "1 + 1"})
    done = subprocess.run([*command, model], input=lines, capture_output=True, text=True, timeout=120)
    assert [json.loads(line)["question"] for line in done.stdout.splitlines()] == ["One?", "Two?"]


def test_one_that_is_not_solved_makes_the_exit_code_1(husky: Husky, script: Script, asked: Path) -> None:
    done = husky("run", "--file", str(asked), "--model", script(action={}))
    assert (done.returncode, done.stdout) == (1, "1\t\n2\t\n")


def test_code_that_kills_its_process_costs_its_step_only(husky: Husky, script: Script, asked: Path) -> None:
    model = script(action={"0": "[code] Die.", "1": "[finish] 1"}, code={"0": "import os\nos._exit(3)"})
    done = husky("run", "--file", str(asked), "--model", model, "--json")
    steps = [json.loads(line)["steps"][0] for line in done.stdout.splitlines()]
    assert [step["status"] for step in steps] == ["failed", "failed"]


WRONG = {
    "both": (["run", "x", "--file", "questions.txt"], "not both"),
    "neither": (["run"], "husky run --help"),
    "workers without a file": (["run", "x", "--workers", "2"], "--workers is for many questions"),
    "no workers": (["run", "--file", "questions.txt", "--workers", "0"], "--workers"),
    "no file": (["run", "--file", "nowhere.txt"], "nowhere.txt"),
    "empty": (["run", "--file", "empty.txt"], "empty.txt holds no question"),
    "no question": (["run", "--file", "odd.jsonl"], "odd.jsonl, line 2 is no object with a question"),
    "approval": (["run", "--file", "questions.txt", "--approve", "code"], "nobody can approve"),
    "unknown model": (["run", "--file", "questions.txt", "--model", "qwen9"], "unknown model 'qwen9'"),
}


@pytest.mark.parametrize(("arguments", "told"), WRONG.values(), ids=WRONG)
@pytest.mark.usefixtures("asked")
def test_wrong_use_is_one_line(husky: Husky, tmp_path: Path, arguments: list[str], told: str) -> None:
    (tmp_path / "empty.txt").write_text("\n \n")
    (tmp_path / "odd.jsonl").write_text('{"question": "One?"}\n{"answer": 2}\n')
    done = husky(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1, done.stderr
    assert told in done.stderr


def test_ctrl_c_prints_what_is_done(tmp_path: Path, script: Script, asked: Path) -> None:
    slow = "import os, time\nfrom pathlib import Path\nmark = Path('../first')\n"
    slow += "time.sleep(100) if mark.exists() else mark.touch()\n'done'"
    model = script(action={"0": "[code] Wait.", "1": "[finish] 1"}, code={"0": slow})
    command = [sys.executable, "-m", "husky_kernel.cli", "run", "--file", str(asked), "--model", model]
    heard = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heard, cwd=tmp_path
    )
    assert running.stdout is not None
    first = running.stdout.readline()
    os.kill(running.pid, signal.SIGINT)
    rest, told = running.communicate(timeout=60)
    assert (running.returncode, first, rest) == (1, "1\t1\n", "")
    assert told.endswith("husky: stopped\n")
    assert "Traceback" not in told


class Between:
    """An engine that does something with each request first."""

    def __init__(self, engine: Engine, first: Callable[[Request], None]) -> None:
        self.name, self.context_length = engine.name, engine.context_length
        self._engine, self._first = engine, first

    def generate(self, request: Request, on_text: OnText | None = None) -> Generation:
        self._first(request)
        return self._engine.generate(request, on_text)

    def score(self, request: Request, choices: Sequence[str]) -> Scores:
        return self._engine.score(request, choices)

    def count_tokens(self, text: str) -> int:
        return self._engine.count_tokens(text)

    def close(self) -> None:
        self._engine.close()


def many(model: str, first: Callable[[Request], None], *questions: str) -> Many:
    agent = load_agent(model, Settings(), lambda text, fraction: None)
    agent = replace(agent, roles={"action": Between(agent.engine("action"), first)})
    return Many(agent, {"sales": pd.DataFrame({"units": [1, 2, 3]})}, Settings(), questions)


def test_lanes_work_at_the_same_time_and_the_order_stays(script: Script) -> None:
    second_done = threading.Event()
    lanes: dict[str, int] = {}

    def first(request: Request) -> None:
        question = "Two?" if "Two?" in request.messages[-1].content else "One?"
        lanes[question] = request.lane
        if question == "Two?" and request.step == 1:
            second_done.set()
        elif question == "One?":
            assert second_done.wait(PATIENCE), "the second one is solved meanwhile"

    model = script(**SUM, code={"0": "sales.units.sum()"})
    found = list(many(model, first, "One?", "Two?").solve(2))
    assert [(index, trace.question, trace.answer) for index, trace in found] == [(0, "One?", "6"), (1, "Two?", "6")]
    assert sorted(lanes.values()) == [0, 1]


def test_a_fault_costs_one_question_only(script: Script) -> None:
    def first(request: Request) -> None:
        if "Two?" in request.messages[-1].content:
            raise ZeroDivisionError("of our own")

    model = script(**SUM, code={"0": "sales.units.sum()"})
    traces = [trace for _, trace in many(model, first, "One?", "Two?", "Three?").solve(1)]
    assert [trace.status for trace in traces] == ["finished", "failed", "finished"]
    assert traces[1].error == "of our own"
