"""``%husky learn`` in a shell, with processes that sleep in place of training."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psutil
import pytest
from IPython.core.interactiveshell import InteractiveShell
from small_adapters import write_card

from husky_kernel import learning, models
from husky_kernel.agent.errors import UseError
from husky_kernel.assembly import Agent
from husky_kernel.corrections import Correction, CorrectionLog, correction_file
from husky_kernel.kernel.magics.learn import answer, start, status
from husky_kernel.kernel.session import Session

MODEL = "smollm2-135m"


@pytest.fixture(autouse=True)
def own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CACHE", "DATA"):
        monkeypatch.setenv(f"HUSKY_{name}_DIR", str(tmp_path / name.lower()))
    monkeypatch.setenv("HUSKY_MODEL", MODEL)


@pytest.fixture
def sleeper() -> Iterator[Callable[[Sequence[str]], int]]:
    """Starts something that sleeps, whatever it is told to start."""
    started: list[subprocess.Popen[bytes]] = []

    def spawn(command: Sequence[str]) -> int:
        assert command[1:5] == ["-m", "husky_kernel.cli", "train", "learn"]
        started.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"]))
        return started[-1].pid

    yield spawn
    for process in started:
        process.kill()
        process.wait()


def correct(number: int, tool: str = "code") -> None:
    log = CorrectionLog(correction_file())
    for index in range(number):
        kind = "code" if tool == "code" else "tool"
        log.add(Correction(kind, f"Question {index}?", f"run{index}", 0, tool=tool, after="1 + 1"))  # type: ignore[arg-type]


def test_too_few_corrections_are_counted(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    correct(3)
    correct(2, "math")
    shell.run_cell("%load_ext husky_kernel")
    assert not shell.run_cell("%husky learn").success
    assert not shell.run_cell("%husky learn --module action").success
    printed = capsys.readouterr().err.splitlines()
    assert printed == [
        "UsageError: too few corrections of the code module to learn from: 3 of 10 needed",
        "UsageError: too few corrections of the action module to learn from: 2 of 10 needed",
    ]
    assert shell.run_cell("%husky learn --status").success
    assert capsys.readouterr().out == "learning: nothing was begun yet; corrections: code 3, action 2 (10 needed)\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["--module", "math"], "invalid choice: 'math'"),
        (["--minutes", "0"], "a whole number of minutes, not '0'"),
        (["--what"], "unrecognized arguments: --what"),
        (["--undo"], "nothing to undo: smollm2-135m uses no adapter for code"),
    ],
)
def test_wrong_use_is_one_line(line: list[str], said: str) -> None:
    with pytest.raises(UseError, match=said) as told:
        answer(MODEL, line)
    assert "\n" not in str(told.value)


def test_a_model_that_is_not_ours_cannot_be_tuned(tmp_path: Path) -> None:
    correct(12)
    (tmp_path / "model.json").write_text("{}")
    for name in (f"scripted:{tmp_path / 'model.json'}", "openai:x@http://127.0.0.1:9/v1"):
        with pytest.raises(UseError, match="cannot be tuned here"):
            answer(name, [])


def test_a_job_that_runs_and_one_that_was_killed(sleeper: Callable[[Sequence[str]], int]) -> None:
    correct(12)
    said = answer(MODEL, ["--minutes", "5"], sleeper)
    assert "on 12 corrections, for at most 5 minutes" in said
    assert "from 12 corrections: it is starting" in status()
    with pytest.raises(UseError, match="is being tuned already"):
        answer(MODEL, [], sleeper)
    job = learning.last_job()
    assert job is not None
    job.at("training")
    learning.log_file().write_text("epoch 1\r\nstep 7 of 30\n\n")
    assert status().endswith("it is being tuned; step 7 of 30")
    process = psutil.Process(job.pid)
    process.kill()
    while process.status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)
    assert "was interrupted while it is being tuned; `%husky learn` goes on" in status()  # dead, not yet buried
    answer(MODEL, [], sleeper)
    assert "it is starting" in status()


def test_a_number_given_again_is_not_the_same_process() -> None:
    job = learning.Job("code", MODEL, MODEL, 1, 12, "training", pid=os.getpid(), born=1.0)
    assert job.interrupted
    assert job.of(os.getpid()).runs


def test_a_damaged_note_is_no_job() -> None:
    learning.write_job(learning.Job("code", MODEL, MODEL, 1, 12))
    (learning.folder() / "job.json").write_text('{"stage": "dancing"')
    assert learning.last_job() is None
    (learning.folder() / "job.json").write_text('{"module": "code", "stage": 3}')
    assert learning.last_job() is None
    assert status() == ""


def test_the_process_gives_way_and_outlives_its_parent() -> None:
    code = "import os; print(os.nice(0), os.getsid(0) == os.getpid())"
    pid = start([sys.executable, "-c", code])
    os.waitpid(pid, 0)
    nice, leads = learning.last_words().split()
    assert int(nice) >= min(19, os.nice(0) + 15)
    assert leads == "True"


def test_status_tells_of_it(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    learning.write_job(learning.Job("code", MODEL, MODEL, 1, 12, "failed", note="no torch"))
    shell.run_cell("%load_ext husky_kernel\n%husky status\n%husky help")
    printed = capsys.readouterr().out
    assert "learning: the code module of smollm2-135m, from 12 corrections: it could not be tuned: no torch" in printed
    assert "%husky learn [--module code|action]" in printed


def test_the_next_cell_takes_what_is_on_by_then(shell: InteractiveShell, tmp_path: Path) -> None:
    loaded: list[str] = []

    def loader(name: str | None, settings: object, report: object) -> Agent:
        loaded.append(str(name))
        return Agent(str(name), {}, {})

    folder = models.load_catalogue().model(MODEL), tmp_path / "cache" / "adapters" / "sheep"
    write_card(folder[1], folder[0].sha256)
    (folder[1] / "adapter.gguf").touch()
    session = Session(shell, loader)

    def cell(name: str | None) -> str:
        return session.load(session.choose(name), lambda text, fraction: None).name

    assert cell(None) == cell(MODEL) == MODEL
    models.switch(MODEL, "code", "sheep")
    assert cell(None) == cell(MODEL) == "smollm2-135m+code=sheep"
    assert cell("smollm2-135m+bare") == "smollm2-135m+bare" == cell(None)
    assert cell(MODEL) == "smollm2-135m+code=sheep"
    models.switch_back(MODEL, "code")
    assert cell(None) == MODEL
    assert len(loaded) == 5
