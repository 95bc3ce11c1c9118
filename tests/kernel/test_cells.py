"""``%%husky`` cells in a real kernel, as a notebook runs them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from live_kernel import PLAIN, LiveKernel, live_kernel
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from husky_kernel.agent.types import MEDIA_TYPE, Trace


@pytest.fixture(autouse=True)
def fresh(kernel: LiveKernel) -> None:
    kernel.run("%reset -f")
    kernel.run("x = 21")


def test_kernel_introduces_itself(kernel: LiveKernel) -> None:
    kernel.client.kernel_info()
    info = kernel.client.get_shell_msg(timeout=120)["content"]
    assert info["implementation"] == "husky"
    assert "ask with %%husky" in info["banner"]
    assert info["language_info"]["name"] == "python"


def test_cell_shows_cards_and_leaves_a_copy(kernel: LiveKernel, script: Callable) -> None:
    cell = kernel.run(f"%%husky --model {script()} --into answer\nTwice {{x}}, plus one?")
    assert cell.status == "ok"
    assert kernel.value("[y, z, answer, _husky.status]") == [42, 43, 43, "finished"]
    cards, copy = cell.displays
    assert "application/vnd.jupyter.widget-view+json" in cards
    trace = Trace.from_json(copy[MEDIA_TYPE])
    assert (trace.answer, len(trace.steps), trace.question) == ("43", 2, "Twice 21, plus one?")
    assert copy["text/plain"].endswith("Answer: 43  (computed)")
    assert f'data-husky-saved="{trace.id}"' in copy["text/html"]
    assert [kernel.card(index)["output"] for index in (0, 1)] == ["42", "43"]
    assert cell.out == cell.err == ""


def test_model_stays_loaded_and_context_reaches_it(kernel: LiveKernel, script: Callable) -> None:
    kernel.run("import pandas as pd\nsales = pd.DataFrame({'region': ['N'], 'units': [5]})")
    kernel.run(f"%%husky --model {script()}\nWhich region sold the most?")
    kernel.run("agent = get_ipython().husky.session.agent")
    assert kernel.value("_husky.load") > 0
    kernel.run("%%husky\nWhich region sold the most?")
    assert kernel.value("agent is get_ipython().husky.session.agent")
    assert kernel.value("_husky.load") == 0
    assert kernel.value("_husky.steps[0].tokens.prompt") > 100


def test_plain_lines(kernel: LiveKernel, script: Callable) -> None:
    cell = kernel.run(f"%%husky --plain --model {script()}\nTwice?")
    lines = cell.out.splitlines()
    assert lines[-1] == "Answer: 43  (computed)"
    assert lines[-2].startswith("[2/8] code  Add one. -> 43")
    assert "\x1b" not in cell.out
    assert all("text/html" not in data for data in cell.displays)
    assert cell.displays[-1][MEDIA_TYPE]["answer"] == "43"


def test_outputs_of_a_step_are_on_its_card_only(kernel: LiveKernel, script: Callable) -> None:
    code = (
        "import sys, warnings\nimport matplotlib.pyplot as plt\nprint('printed')\nwarnings.warn('careful')\n"
        "plt.plot([1, 2])\nplt.show()\nimport pandas as pd\npd.DataFrame({'a': [1]})"
    )
    replies = {"action": {"0": "[code] Draw.", "1": "[finish] 1"}, "code": {"0": code}}
    cell = kernel.run(f"%%husky --model {script(replies)}\nDraw")
    assert cell.out == cell.err == ""
    assert len(cell.displays) == 2
    outputs = kernel.card(0)["outputs"]
    assert [output.get("name") for output in outputs][:2] == ["stdout", "stderr"]
    assert any("image/png" in output.get("data", {}) for output in outputs)
    assert "<table" in outputs[-1]["data"]["text/html"]
    observation = kernel.value("_husky.steps[0].observation")
    assert observation.splitlines()[:2] == ["printed", "UserWarning: careful"]
    assert "A figure was drawn." in observation


def test_top_level_await_and_state_of_the_loop(kernel: LiveKernel, script: Callable) -> None:
    code = "import asyncio\nawait asyncio.sleep(0.01)\nw = 5\nw"
    replies = {"action": {"0": "[code] Wait.", "1": "[finish] 5"}, "code": {"0": code}}
    kernel.run(f"%%husky --model {script(replies)}\nWait")
    assert kernel.value("[w, _husky.steps[0].observation]") == [5, "5"]


@pytest.mark.parametrize("code", ["quit()", "exit()", "import sys; sys.exit()", "get_ipython().ask_exit()"])
def test_kernel_outlives_code_that_leaves(kernel: LiveKernel, script: Callable, code: str) -> None:
    replies = {"action": {"0": "[code] Leave.", "1": "[finish] 1"}, "code": {"0": code}}
    assert kernel.run(f"%%husky --model {script(replies)}\nLeave").status == "ok"
    assert "payload" not in str(kernel.run("1").reply.get("payload"))
    assert kernel.run("import time; time.sleep(0.3)").status == "ok"
    assert kernel.value("x") == 21


SABOTAGE = {
    "unloads": "get_ipython().run_line_magic('unload_ext', 'husky_kernel')",
    "lowers the limit": "import sys\nsys.setrecursionlimit(len(__import__('inspect').stack(0)) + 12)",
    "closes stdout": "import sys\nsys.stdout.close()\nsys.stderr.close()",
    "closes its number": "import os\nos.close(1)\nos.close(2)",
    "replaces open": "import builtins\nbuiltins.open = builtins.print = builtins.len = None",
    "leaves a folder that is gone": "import os, tempfile\nd = tempfile.mkdtemp()\nos.chdir(d)\nos.rmdir(d)\n"
    "open('/dev/null', 'w').close()",
}


@pytest.mark.parametrize("code", SABOTAGE.values(), ids=SABOTAGE)
def test_the_next_cell_works_after_a_step_that(kernel: LiveKernel, script: Callable, code: str) -> None:
    kernel.run("import os\nhome = os.getcwd()\ndepth = __import__('sys').getrecursionlimit()")
    replies = {"action": {"0": "[code] Harm.", "1": "[finish] 1"}, "code": {"0": code}}
    cell = kernel.run(f"%%husky --model {script(replies)}\nHarm")
    assert cell.status == "ok", cell.err
    done = kernel.run(f"%%husky --model {script()}\nTwice?")
    assert (done.status, done.errors, done.err) == ("ok", [], "")
    assert kernel.value("_husky.answer") == "43"
    assert kernel.run("print(open('/dev/null').read() + 'seen')").out == "seen\n"
    assert kernel.run("import subprocess\nsubprocess.run(['echo', 'seen'], check=True)\nos.chdir(home)").status == "ok"
    assert kernel.value("__import__('sys').getrecursionlimit() == depth")


def test_files_that_a_step_leaves_open_are_one_line(kernel: LiveKernel, script: Callable) -> None:
    kernel.run("import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (256, 4096))")
    code = "held = []\ntry:\n    while True: held.append(open('/dev/null'))\nexcept OSError: pass\nlen(held) > 9"
    replies = {"action": {"0": "[code] Open.", "1": "[finish] 1"}, "code": {"0": code}}
    kernel.run(f"%%husky --model {script(replies)}\nOpen")
    done = kernel.run(f"%%husky --model {script()}\nTwice?")
    assert done.errors == []
    assert done.status == "ok" or "Too many open files" in done.err
    kernel.run("held.clear()\nresource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))")
    assert kernel.run(f"%%husky --model {script()}\nTwice?").status == "ok"


def test_input_is_refused(kernel: LiveKernel, script: Callable) -> None:
    replies = {"action": {"0": "[code] Ask.", "1": "[finish] 1"}, "code": {"0": "input('name?')"}}
    kernel.run(f"%%husky --model {script(replies)}\nAsk")
    assert "input() is not possible" in kernel.value("_husky.steps[0].error")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("%%husky --modle m\n2 + 2?", "unrecognized arguments: --modle m"),
        ("%%husky\n", "there is no question"),
        ("%%husky --model nonsense\n2 + 2?", "unknown model 'nonsense'"),
        ("%husky sing", "there is no %husky sing"),
    ],
)
def test_wrong_use_is_one_line(kernel: LiveKernel, cell: str, said: str) -> None:
    done = kernel.run(cell)
    assert done.status == "error"
    assert done.err.startswith("UsageError: ")
    assert said in done.err
    assert done.err.count("\n") == 1
    assert done.errors == []
    assert done.out == ""


def test_missing_large_model_says_what_to_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSKY_CACHE_DIR", str(tmp_path))
    monkeypatch.delenv("HUSKY_MODELS_PATH", raising=False)
    with live_kernel(PLAIN, tmp_path) as kernel:
        kernel.run("%load_ext husky_kernel")
        cell = kernel.run("%%husky --model qwen2.5-coder-1.5b\n2 + 2?")
        assert "husky models pull qwen2.5-coder-1.5b" in cell.err
        assert cell.err.count("\n") == 1
        assert cell.errors == []
        assert kernel.value("_husky.status") == "failed"


def test_run_cell_magic_from_python(kernel: LiveKernel, script: Callable) -> None:
    cell = kernel.run(f"get_ipython().run_cell_magic('husky', '--model {script()}', 'Twice x, plus one?')")
    assert cell.status == "ok"
    assert kernel.value("[_husky.answer, z]") == ["43", 43]
    assert MEDIA_TYPE in cell.displays[-1]


def test_echo_prints_each_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: Callable) -> None:
    monkeypatch.setenv("HUSKY_ECHO", "1")
    with live_kernel(PLAIN, tmp_path) as kernel:
        kernel.run("%load_ext husky_kernel\nx = 21")
        cell = kernel.run(f"%%husky --model {script()}\nTwice?")
        assert "[1/8] code  Double x. -> 42" in cell.out
        assert len(cell.displays) == 2


def test_notebook_client_waits_and_saves(tmp_path: Path, script: Callable) -> None:
    sources = ["%load_ext husky_kernel", "x = 21", f"%%husky --model {script()} --into a\nTwice?", "print(a, z)"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    assert Path(sys.executable).exists()
    NotebookClient(notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": tmp_path}}).execute()
    nbformat.validate(notebook)
    assert notebook.cells[3].outputs[0].text == "43 43\n"
    assert MEDIA_TYPE in notebook.cells[2].outputs[-1].data


def test_a_converted_notebook_tells_the_run_and_nothing_of_missing_cards(tmp_path: Path, script: Callable) -> None:
    sources = ["%load_ext husky_kernel\nx = 21", f"%%husky --model {script()}\nTwice?"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    options = {"timeout": 60, "kernel_name": "python3", "store_widget_state": False}
    NotebookClient(notebook, resources={"metadata": {"path": tmp_path}}, **options).execute()
    html, _ = HTMLExporter().from_notebook_node(notebook)
    assert "Jupyter widgets" not in html
    assert html.count("data-husky-saved=") == 1
