"""The code tool in a real IPython shell."""

from __future__ import annotations

import builtins
import getpass
import json
import sys
import threading
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

from husky_kernel.agent.protocols import Tool
from husky_kernel.tools.code import CodeTool, from_context
from husky_kernel.tools.registry import ToolContext


def test_is_a_tool_and_is_made_from_its_context(shell: InteractiveShell) -> None:
    made = from_context(ToolContext(shell=shell, index_path=Path("none"), code_timeout=3, output_limit=500))
    assert isinstance(made, Tool)
    assert (made.name, made.executes, made.timeout, made.output_limit) == ("code", True, 3, 500)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("1 + 1", "2"),
        ("print('a'); print('b')\n3", "a\nb\n3"),
        ("'text'", "text"),
        ("import numpy as np\nnp.float64(3.5)", "3.5"),
        ("import numpy as np\n[np.float64(3.5), np.int64(2)]", "[3.5, 2]"),
        ("import numpy as np\nnp.str_('x')", "x"),
        ("print('no newline', end='')\n5", "no newline\n5"),
        ("answer = 6 * 7", "42"),
        ("total: int = 3\ntotal += 4", "7"),
        ("text = ''", "text is an empty text."),
        ("a, b = 1, 'x'", "The code ran and printed nothing. New variables: a = 1, b = 'x'"),
        ("import math\ndef f(): pass", "The code ran and printed nothing."),
        ("None", "The code ran and printed nothing."),
        ("", "The code ran and printed nothing."),
        ("10 ** 100000", "a whole number of 332,193 bits"),
        ("import sys\nfor i in range(3): sys.stderr.write(f'\\r{i} %')", "2 %"),
        ("print('\\x1b[31mred\\x1b[0m')", "red"),
        ("from IPython.display import display, Markdown\ndisplay(Markdown('**bold**'))", "**bold**"),
        ("from IPython.display import display, HTML\ndisplay(HTML('<p>para<b>graph</b></p>'))", "para graph"),
        ("print('gone')\nfrom IPython.display import clear_output\nclear_output()\nprint('here')", "here"),
    ],
)
def test_observes_what_a_person_would_see(tool: CodeTool, code: str, text: str) -> None:
    seen = tool.run(code)
    assert (seen.ok, seen.text) == (True, text)


def test_variables_stay_and_the_users_own_are_there(tool: CodeTool, shell: InteractiveShell) -> None:
    shell.user_ns["x"] = 20
    tool.run("y = x + 1")
    assert tool.run("y * 2").text == "42"
    assert shell.user_ns["y"] == 21


def test_leaves_history_and_underscore_alone(
    tool: CodeTool, shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("builtins._", raising=False)  # where another library has set it, IPython leaves it alone
    before = shell.execution_count
    shell.run_cell("'mine'", store_history=False)
    tool.run("'not mine'")
    assert shell.user_ns["_"] == "mine"
    assert shell.execution_count == before


def test_table_is_text_for_models_and_html_for_people(tool: CodeTool) -> None:
    seen = tool.run("import pandas as pd\npd.DataFrame({'region': ['N', 'S'], 'units': [1, 2]})")
    assert seen.text.split() == ["region", "units", "0", "N", "1", "1", "S", "2"]
    assert "<table" in seen.outputs[0]["data"]["text/html"]


def test_long_table_is_cut_in_the_middle(tool: CodeTool) -> None:
    seen = tool.run("import pandas as pd\npd.DataFrame({f'c{i}': range(1000) for i in range(50)})")
    assert seen.text.endswith("[1,000 x 50]")
    assert "999" in seen.text
    assert len(seen.text) < 5000


def test_figure_is_captured_and_closed(tool: CodeTool) -> None:
    import matplotlib as mpl

    mpl.use("agg")
    import matplotlib.pyplot as plt

    plt.close("all")
    seen = tool.run("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")
    assert seen.text == "A figure was drawn."
    assert seen.outputs[0]["data"]["image/png"].startswith("iVBOR")
    assert plt.get_fignums() == []


def test_update_display_replaces_what_was_shown(tool: CodeTool) -> None:
    seen = tool.run("h = display('one', display_id=True)\nh.update('two')")
    assert seen.text == "'two'"


def test_warnings_and_stderr_are_observations(tool: CodeTool) -> None:
    printed = "warnings.formatwarning('careful', UserWarning, '/tmp/ipykernel_7/12.py', 1, 'f()')"
    seen = tool.run(f"import sys, warnings\nprint({printed} + 'oops', file=sys.stderr)")
    assert (seen.ok, seen.text) == (True, "UserWarning: careful\n  f()\noops")
    assert [output["name"] for output in seen.outputs] == ["stderr"]


def test_what_was_printed_before_a_failure_is_kept(tool: CodeTool) -> None:
    seen = tool.run("print('half')\n1 / 0")
    assert seen.text.startswith("half\nZeroDivisionError")


@pytest.mark.parametrize("code", ["quit()", "exit", "import sys\nsys.exit()", "raise SystemExit(0)"])
def test_leaving_ends_the_code_only(tool: CodeTool, shell: InteractiveShell, code: str) -> None:
    seen = tool.run("print('before')\n" + code)
    assert (seen.ok, seen.text) == (True, "before")
    assert shell.user_ns.get("x") is None
    assert tool.run("x = 1").ok


def test_nothing_waits_for_a_person(tool: CodeTool) -> None:
    assert tool.run("breakpoint()\nimport sys\nrepr(sys.stdin.read())").text == "''"


def test_everything_is_put_back(tool: CodeTool, shell: InteractiveShell) -> None:
    def state() -> tuple[object, ...]:
        return (
            sys.stdout,
            sys.stderr,
            sys.stdin,
            sys.displayhook,
            sys.breakpointhook,
            builtins.input,
            getpass.getpass,
            shell.display_trap.hook,
            shell.display_pub.publish,
            shell.display_pub.clear_output,
            shell._showtraceback,
            getattr(shell, "ask_exit", None),
        )

    before = state()
    for code in ("1", "1 / 0", "import sys, io\nsys.stdout = io.StringIO()", "await_me = 1", "quit()"):
        tool.run(code)
    assert state() == before


def test_ten_megabytes_are_cut_to_the_limit(shell: InteractiveShell) -> None:
    tool = CodeTool(shell, output_limit=1000)
    for code in ("print('x' * 10_000_000)", "for i in range(1_000_000): print(i, end=' ')"):
        seen = tool.run(code)
        assert seen.ok
        assert len(seen.text) < 1100
        assert "characters left out" in seen.text
        assert sum(len(output["text"]) for output in seen.outputs) < 1100
    assert seen.text.endswith("999999 ")
    assert shell.history_manager.outputs.get(shell.execution_count, []) == []


@pytest.mark.parametrize(
    "code",
    ["'x' * 300_000_000", "list(range(10_000_000))", "{i: i for i in range(1_000_000)}", "bytes(300_000_000)"],
)
def test_huge_value_is_cut(shell: InteractiveShell, code: str) -> None:
    seen = CodeTool(shell, output_limit=1000).run(code)
    assert seen.ok
    assert len(seen.text) < 1100
    assert len(str(seen.outputs)) < 2000


def test_value_that_cannot_be_shown(tool: CodeTool) -> None:
    seen = tool.run("class Odd:\n    def __repr__(self): raise RuntimeError('no')\nOdd()")
    assert seen.text == "<Odd, which cannot be shown: RuntimeError>"


def test_many_outputs_are_limited(tool: CodeTool) -> None:
    seen = tool.run("for i in range(5000): display(i)")
    assert len(seen.outputs) <= 400
    assert len(seen.text) < 25_000


def test_other_threads_are_not_captured(tool: CodeTool, shell: InteractiveShell, capsys: pytest.CaptureFixture) -> None:
    go, done = threading.Event(), threading.Event()
    shell.user_ns.update(go=go, done=done)

    def other() -> None:
        go.wait(10)
        print("from the thread")
        done.set()

    thread = threading.Thread(target=other)
    thread.start()
    seen = tool.run("print('mine')\ngo.set()\ndone.wait(10)")
    thread.join()
    assert seen.text == "mine\nTrue"
    assert capsys.readouterr().out == "from the thread\n"


def test_runs_off_the_main_thread_without_signals(tool: CodeTool) -> None:
    seen = []
    thread = threading.Thread(target=lambda: seen.append(tool.run("z = 5\nz")))
    thread.start()
    thread.join()
    assert seen[0].text == "5"


HALF = """import pandas as pd
name = 'caf\\udce9.txt'
print(name)
display(pd.DataFrame({'file': [name]}))
raise ValueError(name)"""


def test_halves_of_characters_are_written_out_everywhere(tool: CodeTool) -> None:
    seen = tool.run(HALF)
    assert seen.text.startswith("caf\\udce9.txt")
    f"{seen.text} {seen.error}".encode()
    json.dumps(seen.outputs, ensure_ascii=False).encode()
