from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from husky_kernel.agent.protocols import Tool
from husky_kernel.agent.types import Task
from husky_kernel.eval.sandbox import Limits, Sandbox
from husky_kernel.eval.sandbox.cells import MOST, cells_of, with_value
from husky_kernel.eval.sandbox.wire import observation_from_json
from husky_kernel.sight import alike

FRAME = pd.DataFrame({"n": [1, 2, 3], "name": ["a", "b", "c"]})


@pytest.fixture(scope="module")
def hasty() -> Iterator[Sandbox]:
    with Sandbox(Limits(seconds=1.0)) as opened:
        yield opened


def test_the_code_sees_the_variables_and_keeps_its_own(sandbox: Sandbox) -> None:
    sandbox.fill({"df": FRAME})
    assert isinstance(sandbox.code, Tool)
    assert sandbox.code.run("total = df['n'].sum()\ntotal").text == "6"
    assert sandbox.code.run("total + 1").text == "7"
    assert sandbox.run("pd.Series([1]).sum()").text == "1"  # as in `husky run --csv`
    sandbox.fill({})
    assert "NameError" in (sandbox.run("total").error or "")


def test_what_a_program_comes_to_is_held_against_its_task_as_in_a_notebook(sandbox: Sandbox) -> None:
    parcels = pd.DataFrame({"depot": ["Oslo", "Moss", "Oslo"], "kg": ["4", "12", "9"]})
    sandbox.fill({"parcels": parcels}, Task("What is the total kg per depot?", "Variables:\nparcels"))
    [shape] = sandbox.run("parcels.groupby('depot')['kg'].size().head(1)").against
    assert shape == "per depot: 2 depots, the answer is one value"
    assert any("text" in told for told in sandbox.run("parcels['kg'].max()").against)
    sandbox.fill({"parcels": parcels})
    assert sandbox.run("parcels.groupby('depot')['kg'].size().head(1)").against == ()


def test_two_programs_are_compared_by_what_they_came_to(sandbox: Sandbox) -> None:
    sandbox.fill({"parcels": pd.DataFrame({"depot": ["Oslo", "Moss", "Oslo"], "kg": [4, 12, 9]})})
    programs = (
        "parcels.groupby('depot')['kg'].sum()",
        "parcels.groupby('depot')['kg'].max()",
        "{'Oslo': 13, 'Moss': 12}",
    )
    came = [sandbox.run(program).result for program in programs]
    one, other, same = (result.value if result else None for result in came)
    assert alike(one, same)
    assert not alike(one, other)


def test_questions_share_neither_settings_nor_files_nor_luck(sandbox: Sandbox) -> None:
    spoil = "import builtins, random\nbuiltins.sum = len\nopen('left', 'w').write('x')\nrandom.random()"
    seen = []
    for _ in range(2):
        sandbox.fill({})
        assert sandbox.run("import os\n(sum([5, 6]), os.path.exists('left'))").text == "(11, False)"
        seen.append(sandbox.run(spoil).text)
    assert seen[0] == seen[1]


def test_cells_are_the_flat_values_of_the_last_expression(sandbox: Sandbox) -> None:
    sandbox.fill({"df": FRAME})
    assert sandbox.cells("df")[1] == [1, "a", 2, "b", 3, "c"]
    assert sandbox.cells("x = df['n'].max()")[1] == [3]
    assert sandbox.cells("print(3)")[1] is None
    seen, cells = sandbox.cells("df['none']")
    assert (seen.ok, cells) == (False, None)


def test_a_trial_leaves_the_namespace_as_it_was(sandbox: Sandbox) -> None:
    sandbox.fill({"df": FRAME})
    sandbox.run("x = 1")
    seen, cells = sandbox.trial("x = 99\ndf.loc[0, 'n'] = 50\ny = x + int(df['n'].sum())\ny")
    assert (seen.text, cells) == ("154", [154])
    assert sandbox.run("x, int(df['n'].sum()), 'y' in globals()").text == "(1, 6, False)"


def test_a_trial_that_dies_costs_itself_only(sandbox: Sandbox) -> None:
    sandbox.fill({})
    sandbox.run("x = 1")
    seen, cells = sandbox.trial("import os\nos._exit(0)")
    assert (seen.ok, cells) == (False, None)
    assert "ended its process" in seen.text
    assert sandbox.run("x").text == "1"


@pytest.mark.parametrize(
    "code", ["while True: pass", "import re\nre.match('(a+)+$', 'a' * 40 + 'b')"], ids=["loop", "library"]
)
def test_a_hang_is_a_failed_call_and_nothing_more(hasty: Sandbox, code: str) -> None:
    hasty.fill({"k": 2})
    hasty.run("x = k + 1")
    for shot in (hasty.run(code), hasty.trial(code)[0]):
        assert (shot.ok, shot.error) == (False, "stopped after 1 s (time limit)")
    assert hasty.run("x").text == "3"  # what ran before is there again, also where the process had to go


@pytest.mark.parametrize(
    "code",
    ["import os\nos._exit(0)", "import ctypes\nctypes.string_at(0)", "x = [0] * 10**9"],
    ids=["exit", "segfault", "memory"],
)
def test_a_process_that_ends_is_a_failed_call_and_nothing_more(sandbox: Sandbox, code: str) -> None:
    sandbox.fill({"k": 2})
    seen = sandbox.run(code)
    assert not seen.ok
    assert "MemoryError" in seen.text or "ended its process" in seen.text
    assert sandbox.run("k").text == "2"


def test_memory_in_small_pieces_is_bounded_too(sandbox: Sandbox) -> None:
    sandbox.fill({})
    seen = sandbox.run("kept = []\nwhile True:\n    kept.append(bytearray(10**7))")
    assert not seen.ok
    assert sandbox.run("1 + 1").text == "2"


def test_output_is_cut(sandbox: Sandbox) -> None:
    sandbox.fill({})
    text = sandbox.run("print('begin' + 'x' * 10**6 + 'end')").text
    assert len(text) < 3000
    assert text.startswith("begin")
    assert text.endswith("end")


def test_there_is_no_network(sandbox: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        sandbox.fill({})
        seen = sandbox.run(f"import socket\nsocket.create_connection(('127.0.0.1', {port}), timeout=3)")
        assert not seen.ok
        assert "the network cannot be reached" in seen.text
        assert not sandbox.run("import socket\nsocket.getaddrinfo('example.org', 80)").ok


@pytest.mark.parametrize(
    "code",
    ["import os\nos.system('true')", "import subprocess\nsubprocess.run(['true'])", "!true", "import os\nos.fork()"],
)
def test_no_process_is_started(sandbox: Sandbox, code: str) -> None:
    sandbox.fill({})
    seen = sandbox.run(code)
    assert not seen.ok
    assert "other processes cannot be reached" in seen.text
    assert not sandbox.run("import os\nos.kill(os.getppid(), 9)").ok


def test_the_keys_of_the_user_are_not_there(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    with Sandbox() as other:
        other.fill({})
        assert other.run("import os\n[name for name in os.environ if 'KEY' in name]").text == "[]"


def test_a_worker_that_was_killed_is_replaced(sandbox: Sandbox) -> None:
    sandbox.fill({"k": 4})
    worker = sandbox._worker
    assert worker is not None
    os.killpg(worker._process.pid, signal.SIGKILL)
    assert worker._pid is not None
    os.killpg(worker._pid, signal.SIGKILL)
    assert not sandbox.run("k").ok
    assert sandbox.run("k").text == "4"


def test_it_works_from_several_threads_and_leaves_nothing_behind(tmp_path: Path) -> None:
    found: dict[int, str] = {}
    folders: list[Path] = []

    def lane(number: int) -> None:
        with Sandbox() as own:
            own.fill({"k": number})
            folders.append(Path(own.run("import os\nprint(os.getcwd())").text))
            found[number] = own.run("k * 2").text

    threads = [threading.Thread(target=lane, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {0: "0", 1: "2", 2: "4"}
    deadline = time.monotonic() + 30
    while any(folder.parent.exists() for folder in folders) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(folder.parent.exists() for folder in folders)


@pytest.mark.parametrize(
    ("value", "cells"),
    [
        (None, None),
        (3, [3]),
        ("text", ["text"]),
        ([1, (2.5, "x")], [1, 2.5, "x"]),
        ({"a": 1, "b": [2]}, [1, 2]),
        (pd.Series([True, False]), [True, False]),
        (FRAME["n"].to_numpy(), [1, 2, 3]),
        (FRAME["n"].max(), [3]),
        (pd.Timestamp("2020-01-02"), ["2020-01-02 00:00:00"]),
        (1 + 2j, ["(1+2j)"]),
    ],
)
def test_values_become_plain_cells(value: object, cells: object) -> None:
    assert cells_of(value) == cells


def test_a_huge_value_is_cut() -> None:
    assert len(cells_of(range(10**9)) or ()) == MOST


@pytest.mark.parametrize(
    ("code", "value"),
    [("1 + 2", 3), ("x = 4", 4), ("print(5)", None), ("def f():\n    return 1", None), ("%time 3", None)],
)
def test_the_value_of_a_program_is_kept(code: str, value: object) -> None:
    names: dict[str, object] = {}
    if with_value(code) != code or not code.startswith("%"):
        exec(with_value(code), names)
    assert names.get("husky_value_") == value


def test_what_the_child_says_is_not_believed_beyond_its_type() -> None:
    seen = observation_from_json({"text": 3, "ok": "yes", "error": ["x"], "outputs": ["no", {"data": {}}]})
    assert (seen.text, seen.ok, seen.error, seen.outputs) == ("3", False, "['x']", ({"data": {}},))
