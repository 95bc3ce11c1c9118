"""The magics in a shell without a kernel, where they block."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

from husky_kernel.agent.types import Trace
from husky_kernel.assembly import Agent
from husky_kernel.corrections import Correction, CorrectionLog, correction_file
from husky_kernel.engines.scripted import ScriptedEngine
from husky_kernel.kernel.session import Session
from husky_kernel.modules.profile import load_profile


@pytest.fixture(autouse=True)
def extension(shell: InteractiveShell) -> None:
    shell.run_cell("%load_ext husky_kernel\nx = 21")


def ask(shell: InteractiveShell, line: str, question: str = "Twice {x}, plus one?") -> bool:
    return bool(shell.run_cell(f"%%husky {line}\n{question}").success)


def test_solves_in_the_users_namespace(
    shell: InteractiveShell, script: Callable, capsys: pytest.CaptureFixture
) -> None:
    assert ask(shell, f"--model {script()} --into answer")
    assert (shell.user_ns["y"], shell.user_ns["z"], shell.user_ns["answer"]) == (42, 43, 43)
    trace = shell.user_ns["_husky"]
    assert isinstance(trace, Trace)
    assert (trace.status, trace.question, len(trace.steps)) == ("finished", "Twice 21, plus one?", 2)
    assert trace.model.startswith("scripted:")
    printed = capsys.readouterr().out.splitlines()
    assert printed[-1] == "Answer: 43  (computed)"
    assert printed[-2].startswith("[2/8] code  Add one. -> 43")


@pytest.mark.parametrize(("line", "solutions"), [("", 2), ("--no-check", 1)])
def test_an_answer_is_checked_unless_the_cell_says_no(
    shell: InteractiveShell, script: Callable, line: str, solutions: int
) -> None:
    name = script({"code": {"0": "1 + 2 * 3", "1": "2 * 3 + 1"}})
    engine = ScriptedEngine(Path(name.removeprefix("scripted:")))
    agent = Agent(name, {"action": engine}, {"action": load_profile("qwen")})
    session = Session(shell, lambda model, settings, report: agent)
    session.cell_blocking(f"--model {name} {line}", "How many are 1 and twice 3?")
    session.close()
    assert session.trace is not None
    assert (session.trace.status, session.trace.answer, len(session.trace.steps)) == ("finished", "7", solutions)


def test_limit_of_steps(shell: InteractiveShell, script: Callable) -> None:
    ask(shell, f"--model {script()} --max-steps 1")
    assert shell.user_ns["_husky"].status == "limit"
    assert len(shell.user_ns["_husky"].steps) == 1


def test_failed_code_is_repaired(shell: InteractiveShell, script: Callable) -> None:
    replies = {"action": {"0": "[code] Do.", "1": "[finish] 5"}, "code": {"0": ["1 / 0", "5"]}}
    ask(shell, f"--model {script(replies)}")
    step = shell.user_ns["_husky"].steps[0]
    assert (step.call, step.observation, step.status) == ("5", "5", "done")


def test_step_that_asks_husky_fails(shell: InteractiveShell, script: Callable) -> None:
    inner = f"%%husky --model {script()}\nTwice x?"
    replies = {"action": {"0": "[code] Ask.", "1": "[finish] no"}, "code": {"0": inner}}
    ask(shell, f"--model {script(replies)}")
    step = shell.user_ns["_husky"].steps[0]
    assert step.status == "failed"
    assert step.error.startswith("UsageError: a step cannot start another run")


@pytest.mark.parametrize(
    ("line", "question", "said"),
    [
        ("--modle m", "2 + 2?", "unrecognized arguments: --modle m"),
        ("", "  \n ", "there is no question; use: %%husky"),
        ("--model nonsense", "2 + 2?", "unknown model 'nonsense'"),
        ("--model scripted:nowhere.json", "2 + 2?", "there is no file"),
        ("--approve some", "2 + 2?", "invalid choice: 'some'"),
    ],
)
def test_wrong_use_is_one_line(
    shell: InteractiveShell, capsys: pytest.CaptureFixture, line: str, question: str, said: str
) -> None:
    assert not ask(shell, line, question)
    printed = capsys.readouterr()
    assert printed.err.startswith("UsageError: ")
    assert said in printed.err
    assert printed.err.count("\n") == 1
    assert printed.out == ""
    assert "_husky" not in shell.user_ns


def test_model_that_does_not_load(
    shell: InteractiveShell, capsys: pytest.CaptureFixture, tmp_path: Path, script: Callable
) -> None:
    path = tmp_path / "broken.json"
    path.write_text("{")
    assert not ask(shell, f"--model scripted:{path} --into answer")
    assert capsys.readouterr().err.startswith(f"UsageError: the scripted model {path} is not JSON")
    assert (shell.user_ns["_husky"].status, shell.user_ns["answer"]) == ("failed", None)
    assert ask(shell, f"--model {script()}")


def test_bad_settings_are_one_line(
    shell: InteractiveShell, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUSKY_MAX_STEPS", "many")
    assert not ask(shell, "")
    assert capsys.readouterr().err == "UsageError: HUSKY_MAX_STEPS must be a whole number from 1 to 100, not 'many'\n"


def test_line_magic_tells_and_changes(
    shell: InteractiveShell,
    script: Callable,
    capsys: pytest.CaptureFixture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def say(line: str) -> str:
        capsys.readouterr()
        shell.run_cell(f"%husky {line}")
        return str(capsys.readouterr().out)

    monkeypatch.setenv("HUSKY_DATA_DIR", str(tmp_path))
    name = script()
    assert "last run: none yet" in say("")
    assert say(f"use {name}") == f"model: {name}, from the next %%husky cell on\n"
    assert f"model: {name} (not loaded" in say("status")
    assert say("unload") == "No model was loaded.\n"
    ask(shell, "")
    status = say("status")
    assert f"model: {name} (loaded, ScriptedEngine)" in status
    assert "last run: finished, 2 steps: Twice 21, plus one?" in status
    assert "smollm2-135m" in say("models")
    assert say("trace").splitlines()[-1] == "Answer: 43  (computed)"
    assert "%husky export FILE" in say("help")
    assert say("corrections") == "No corrections yet.\n"
    CorrectionLog(correction_file()).add(Correction("code", "Why?", "run1", 0, before="1", after="2"))
    assert "code   '1' -> '2'  (Why?)" in say("corrections")
    CorrectionLog(correction_file()).clear()
    assert say("unload") == "The model was unloaded.\n"
    target = tmp_path / "run.json"
    assert say(f"export '{target}'") == f"written: {target}\n"
    assert Trace.from_json(json.loads(target.read_text())).id == shell.user_ns["_husky"].id


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("sing", "there is no %husky sing: there are status, models"),
        ("use", "use: %husky use NAME"),
        ("use nonsense", "unknown model 'nonsense'"),
        ("trace", "there was no run yet"),
        ("export run.json", "there was no run yet"),
        ("status now", "use: %husky status"),
        ("use 'x", "No closing quotation"),
    ],
)
def test_wrong_line_is_one_line(shell: InteractiveShell, capsys: pytest.CaptureFixture, line: str, said: str) -> None:
    assert not shell.run_cell(f"%husky {line}").success
    printed = capsys.readouterr().err
    assert said in printed
    assert printed.count("\n") == 1


def test_loading_twice_and_unloading(shell: InteractiveShell, capsys: pytest.CaptureFixture) -> None:
    first = shell.husky
    shell.run_cell("%reload_ext husky_kernel")
    assert shell.husky is not first
    shell.run_cell("%unload_ext husky_kernel")
    assert not hasattr(shell, "husky")
    capsys.readouterr()
    shell.run_cell("%husky status")
    assert "`%husky` not found" in capsys.readouterr().err
