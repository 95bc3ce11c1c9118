"""Somebody who listens hears what running code puts out."""

from __future__ import annotations

import threading

import pytest
from IPython.core.interactiveshell import InteractiveShell

from husky_kernel.agent.partial import changed_by, heard_by
from husky_kernel.agent.types import Observation
from husky_kernel.tools.code import CodeTool
from husky_kernel.trust.secrets import Redactor
from husky_kernel.trust.tools import discreet


def test_output_is_told_while_the_code_runs_and_all_of_it_at_the_end(tool: CodeTool, shell: InteractiveShell) -> None:
    heard: list[Observation] = []
    first = threading.Event()

    def hear(seen: Observation) -> None:
        heard.append(seen)
        first.set()

    shell.user_ns["first"] = first
    with heard_by(hear):
        seen = tool.run("print('a')\nassert first.wait(60)\nprint('b')")
    assert seen.ok
    assert (heard[0].text, heard[-1].text) == ("a", "a\nb")
    assert heard[-1].outputs == seen.outputs


def test_the_last_word_is_told_where_the_code_is_interrupted(tool: CodeTool) -> None:
    heard: list[str] = []
    with heard_by(lambda seen: heard.append(seen.text)), pytest.raises(KeyboardInterrupt):
        tool.run("print('kept')\nimport signal\nsignal.raise_signal(signal.SIGINT)")
    assert heard[-1] == "kept"


def test_a_listener_that_fails_costs_the_code_nothing(tool: CodeTool) -> None:
    with heard_by(lambda seen: 1 / 0):  # type: ignore[arg-type,return-value]
        assert tool.run("print('a')").text == "a"


def test_what_is_told_holds_no_secrets(tool: CodeTool, shell: InteractiveShell) -> None:
    heard: list[str] = []
    shell.user_ns["password"] = "correct-horse-battery"
    wrapped = discreet({"code": tool}, Redactor(shell.user_ns))["code"]
    with heard_by(lambda seen: heard.append(seen.text)):
        wrapped.run("print(password)")
    assert heard == ["[secret removed]"]


def test_nobody_listens_by_default(tool: CodeTool) -> None:
    with changed_by(lambda seen: seen):
        assert tool.run("import threading\n[t.name for t in threading.enumerate() if t.name == 'x']").ok


def test_what_is_cleared_later_stays_until_something_new_comes(tool: CodeTool) -> None:
    clear = "from IPython.display import clear_output\n"
    assert tool.run(f"{clear}print('last')\nclear_output(wait=True)").text == "last"
    assert tool.run(f"{clear}for n in range(3):\n    clear_output(wait=True)\n    print(n)").text == "2"
