"""Stop, interrupts and reruns in a real kernel, while it generates, runs code, loads, or has ended its cell."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from live_kernel import LiveKernel

SLOW = {
    "action": {"0": "[code] Set y.", "1": "[finish] one two three"},
    "code": {"0": "y = 1\n" + "# and on\n" * 2000},
    "delay": 0.02,
}


def step_of(code: str, begun: Path | None = None) -> dict[str, dict[str, str]]:
    """A run of one step; ``begun`` is made when its code begins."""
    if begun is not None:
        code = f"import asyncio, pathlib, time\nkept = 1\npathlib.Path({str(begun)!r}).touch()\n{code}"
    return {"action": {"0": "[code] Run.", "1": "[finish] 1"}, "code": {"0": code}}


@pytest.fixture(autouse=True)
def fresh(kernel: LiveKernel) -> None:
    kernel.run("%reset -f")
    kernel.run("x = 21")
    kernel.messages.clear()


def check_alive(kernel: LiveKernel) -> None:
    """The kernel is as before: variables, interrupts, and a worker that has nothing left to do."""
    assert kernel.value("x") == 21
    assert kernel.run("x + 1").status == "ok"
    idle = "import threading\nget_ipython().husky.session.worker.submit(lambda: None).result(timeout=120)\nfree = True"
    assert kernel.run(idle).status == "ok"
    assert kernel.value("free")


def test_stop_while_a_model_writes(kernel: LiveKernel, script: Callable) -> None:
    cell = kernel.start(f"%%husky --model {script(SLOW)} --into answer\nSlow?")
    kernel.until(lambda: kernel.card(0).get("status") == "writing")
    kernel.press(kind="stop")
    done = kernel.finish(cell)
    assert (done.status, done.err) == ("ok", "")
    assert kernel.value("[_husky.status, answer, _husky.steps[0].status]") == ["stopped", None, "stopped"]
    assert done.displays[-1]["text/plain"].endswith("Stopped before there was an answer.")
    check_alive(kernel)


@pytest.mark.parametrize("code", ["time.sleep(60)", "await asyncio.sleep(60)", "while True: pass"])
@pytest.mark.parametrize("early", [False, True])
def test_stop_while_code_runs(kernel: LiveKernel, script: Callable, tmp_path: Path, code: str, early: bool) -> None:
    begun = tmp_path / "begun"
    cell = kernel.start(f"%%husky --model {script(step_of(code, begun))}\nSleep?")
    kernel.until(lambda: kernel.card(0).get("status") == "running" if early else begun.exists())
    kernel.press(kind="stop")
    done = kernel.finish(cell)
    assert (done.status, done.err, done.errors) == ("ok", "", [])
    assert kernel.value("[_husky.status, _husky.steps[0].status]") == ["stopped", "stopped"]
    assert early or kernel.value("kept") == 1
    check_alive(kernel)


def test_interrupt_while_a_model_writes(kernel: LiveKernel, script: Callable) -> None:
    cell = kernel.start(f"%%husky --model {script(SLOW)}\nSlow?")
    kernel.until(lambda: kernel.card(0).get("status") == "writing")
    kernel.manager.interrupt_kernel()
    check_interrupted(kernel, cell)


@pytest.mark.parametrize("code", ["time.sleep(60)", "await asyncio.sleep(60)", "while True: pass"])
@pytest.mark.parametrize("early", [False, True])
def test_interrupt_while_code_runs(
    kernel: LiveKernel, script: Callable, tmp_path: Path, code: str, early: bool
) -> None:
    begun = tmp_path / "begun"
    cell = kernel.start(f"%%husky --model {script(step_of(code, begun))}\nSleep?")
    kernel.until(lambda: kernel.card(0).get("status") == "running" if early else begun.exists())
    kernel.manager.interrupt_kernel()
    check_interrupted(kernel, cell)
    assert early or kernel.value("kept") == 1


def test_interrupt_while_a_variable_shows_itself(kernel: LiveKernel, script: Callable, tmp_path: Path) -> None:
    kernel.run(
        "import time\nfrom pathlib import Path\nclass Slow:\n    def __repr__(self):\n"
        f"        Path({str(tmp_path / 'begun')!r}).touch()\n        time.sleep(600)\nslow = Slow()"
    )
    cell = kernel.start(f"%%husky --model {script()}\nWhat is slow?")
    kernel.until((tmp_path / "begun").exists)
    kernel.manager.interrupt_kernel()
    check_interrupted(kernel, cell)


def check_interrupted(kernel: LiveKernel, cell: str) -> None:
    done = kernel.finish(cell)
    assert done.status == "error"
    assert done.errors == ["KeyboardInterrupt: the run was stopped"]
    assert done.err == ""
    assert kernel.value("_husky.status") == "stopped"
    assert "Stopped before there was an answer." in done.displays[-1]["text/plain"]
    check_alive(kernel)


def test_interrupt_of_a_blocking_run(kernel: LiveKernel, script: Callable, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    model = script(step_of("time.sleep(60)", begun))
    cell = kernel.start(f"get_ipython().run_cell_magic('husky', '--model {model}', 'Sleep?')")
    kernel.until(begun.exists)
    kernel.manager.interrupt_kernel()
    check_interrupted(kernel, cell)
    assert kernel.value("kept") == 1


def test_stop_and_interrupt_while_a_model_loads(kernel: LiveKernel, script: Callable) -> None:
    load = (
        "import time\nfrom husky_kernel.assembly import load_agent\nsession = get_ipython().husky.session\n"
        "def slowly(name, settings, report):\n"
        "    for part in range(3000):\n        report('Fetching', part / 3000)\n        time.sleep(0.01)\n"
        "loader, session.resident.loader = session.resident.loader, slowly"
    )
    kernel.run(load)
    for act in (lambda: kernel.press(kind="stop"), kernel.manager.interrupt_kernel):
        kernel.messages.clear()
        cell = kernel.start(f"%%husky --model {script()}\nTwice?")
        kernel.until(lambda: any("Fetching" in str(message["content"]) for message in kernel.messages))
        act()
        kernel.finish(cell)
        assert kernel.value("_husky.status") == "stopped"
    kernel.run("session.resident.loader = loader")
    check_alive(kernel)
    kernel.run(f"%%husky --model {script()}\nTwice?")
    assert kernel.value("_husky.answer") == "43"


@pytest.mark.parametrize("end", ["stop", "interrupt"])
def test_a_server_that_says_nothing_holds_up_no_other_cell(kernel: LiveKernel, script: Callable, end: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # it never answers
        name = f"openai:m@http://127.0.0.1:{silent.getsockname()[1]}/v1"
        cell = kernel.start(f"%%husky --model {name}\nTwice?")
        connection, _ = silent.accept()
        with connection:
            kernel.press(kind="stop") if end == "stop" else kernel.manager.interrupt_kernel()
            kernel.finish(cell)
            check_alive(kernel)
            kernel.run(f"%%husky --model {script()}\nTwice?")
            assert kernel.value("_husky.answer") == "43"


EDITED = {
    "action": {"0": "[code] Double x.", "1": "[code] Add one.", "2": "[finish] see z"},
    "code": {"0": "y = 2 * x\ny", "1": "z = y + 1\nz"},
}


def rerun(kernel: LiveKernel, index: int, step: str, call: str | None) -> None:
    before = kernel.value("id(_husky)")
    kernel.press(kind="rerun", index=index, step=step, call=call, edited=True)
    kernel.until(lambda: kernel.value("id(_husky)") != before)


def test_rerun_of_edited_code_after_the_cell(kernel: LiveKernel, script: Callable) -> None:
    first = kernel.run(f"%%husky --model {script(EDITED)} --into answer\nTwice?")
    kernel.run("keep = _husky")
    rerun(kernel, 0, "Triple x.", "y = 3 * x\ny")
    assert kernel.value("[y, z, answer, _husky.status]") == [63, 64, "see z", "finished"]
    assert kernel.value("[_husky.id == keep.id, _husky.steps[0].author, _husky.steps[0].status]") == [
        True,
        "human",
        "edited",
    ]
    assert kernel.value("[s.step for s in _husky.steps]") == ["Triple x.", "Add one."]
    kernel.until(lambda: kernel.card(0)["output"] == "63")
    kernel.until(lambda: "-> 64" in kernel.copies()[-1]["data"]["text/plain"])
    shown = [m for m in first.messages if m["header"]["msg_type"] == "display_data"][-1]
    assert kernel.copies()[-1]["transient"] == shown["content"]["transient"]


def test_rerun_after_a_blocking_run(kernel: LiveKernel, script: Callable) -> None:
    kernel.run(f"get_ipython().run_cell_magic('husky', '--model {script(EDITED)}', 'Twice?')")
    rerun(kernel, 0, "Triple x.", "y = 3 * x\ny")
    assert kernel.value("[y, z, _husky.status]") == [63, 64, "finished"]


def test_rerun_of_a_step_whose_call_is_written_anew(kernel: LiveKernel, script: Callable) -> None:
    kernel.run(f"%%husky --model {script(EDITED)}\nTwice?")
    kernel.run("y = 100")
    rerun(kernel, 1, "Add one to y.", None)
    assert kernel.value("[z, [s.output for s in _husky.steps]]") == [101, ["42", "101"]]


def test_rerun_goes_on_after_a_stop(kernel: LiveKernel, script: Callable) -> None:
    replies = step_of("import time\ntime.sleep(60)")
    cell = kernel.start(f"%%husky --model {script(replies)} --into answer\nSleep?")
    kernel.until(lambda: kernel.card(0).get("status") == "running")
    kernel.press(kind="stop")
    kernel.finish(cell)
    rerun(kernel, 0, "Run.", "short = 5\nshort")
    assert kernel.value("[_husky.status, answer, short]") == ["finished", 1, 5]


@pytest.mark.parametrize("how", ["stop", "interrupt"])
def test_rerun_can_be_stopped(kernel: LiveKernel, script: Callable, how: str) -> None:
    kernel.run(f"%%husky --model {script(EDITED)}\nTwice?")
    kernel.press(kind="rerun", index=1, step="Sleep.", call="import time\ntime.sleep(60)", edited=True)
    kernel.until(lambda: kernel.card(1).get("status") == "running")
    kernel.press(kind="stop") if how == "stop" else kernel.manager.interrupt_kernel()
    kernel.until(lambda: kernel.card(1).get("status") == "stopped")
    assert kernel.value("[_husky.status, [s.status for s in _husky.steps]]") == ["stopped", ["done", "stopped"]]
    check_alive(kernel)


def test_rerun_while_the_run_goes_on_is_refused(kernel: LiveKernel, script: Callable) -> None:
    slow = {**EDITED, "action": {**EDITED["action"], "1": "[code] " + "and on " * 2000}, "delay": 0.01}
    cell = kernel.start(f"%%husky --model {script(slow)}\nTwice?")
    kernel.until(lambda: kernel.card(1).get("status") == "planning")
    kernel.press(kind="rerun", index=0, step="Other.", call="y = 0", edited=True)
    kernel.until(lambda: any("still going on" in str(message["content"]) for message in kernel.messages))
    kernel.press(kind="stop")
    kernel.finish(cell)
    assert kernel.value("[y, _husky.steps[0].author]") == [42, "model"]


def test_cell_waits_for_a_rerun_of_another(kernel: LiveKernel, script: Callable) -> None:
    kernel.run(f"%%husky --model {script(EDITED, delay=0.05)}\nFirst?")
    kernel.press(kind="rerun", index=0, step="Triple.", call="y = 3 * x\ny", edited=True)
    kernel.until(lambda: kernel.card(0).get("step") == "Triple.")
    kernel.run(f"%%husky --model {script(EDITED)}\nSecond?")
    assert kernel.value("[_husky.question, _husky.status, y]") == ["Second?", "finished", 42]


def test_waiting_cells_run_one_after_the_other(kernel: LiveKernel, script: Callable) -> None:
    sources = [f"%%husky --model {script(EDITED, delay=0.02)} --into answer\nTwice?", "after = z", "after + 1"]
    cells = [kernel.start(source) for source in sources]
    assert [kernel.finish(cell).status for cell in cells] == ["ok", "ok", "ok"]
    assert kernel.value("after") == 43


def test_nonsense_from_the_front_end_is_ignored(kernel: LiveKernel, script: Callable) -> None:
    kernel.run(f"%%husky --model {script(EDITED)}\nTwice?")
    for command in ({"kind": "dance"}, {"kind": "rerun"}, {"kind": "rerun", "index": 99, "step": "x", "call": None}):
        kernel.press(**command)
    kernel.press(kind="stop")
    check_alive(kernel)
