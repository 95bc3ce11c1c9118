"""The worker's process: programs run in it, and whatever they do to it costs one task only."""

from __future__ import annotations

import os

import pytest

from husky_kernel.training.checks.sandbox import Sandbox
from husky_kernel.training.checks.worker import Worker, WorkerDied


def test_programs_share_variables_until_the_next_question(worker: Worker) -> None:
    worker.call(Sandbox.fill, {"x": 20})
    seen, cells = worker.call(Sandbox.run, "y = x * 2\ny + 2")
    assert (seen.text, seen.ok, cells) == ("42", True, [42])
    assert worker.call(Sandbox.run, "z = [y, 'a', None]")[1] == [40, "a", None]
    worker.call(Sandbox.fill, {})
    assert "NameError" in str(worker.call(Sandbox.run, "y")[0].error)


def test_cells_of_a_frame_are_plain_values(worker: Worker) -> None:
    worker.call(Sandbox.fill, {"x": 1})
    _, cells = worker.call(Sandbox.run, "pd.DataFrame({'a': [1, 2], 'b': ['x', 'y']})")
    assert cells == [1, "x", 2, "y"]


@pytest.mark.parametrize("code", ["import os\nos._exit(3)", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"])
def test_a_program_that_ends_the_process_costs_one_task(code: str) -> None:
    with Worker() as worker:
        with pytest.raises(WorkerDied):
            worker.call(Sandbox.run, code)
        assert worker.call(Sandbox.run, "1 + 1")[0].text == "2"


def test_a_program_that_cannot_be_interrupted_is_killed() -> None:
    with Worker(seconds=20) as worker:
        worker.call(Sandbox.fill, {})
        stubborn = Worker(seconds=8)
        with stubborn, pytest.raises(WorkerDied):
            stubborn.call(Sandbox.run, "while True:\n    try:\n        10 ** 10 ** 8\n    except BaseException: pass")
        assert worker.call(Sandbox.run, "1")[1] == [1]


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("import socket\nsocket.create_connection(('127.0.0.1', 9))", "PermissionError"),
        ("import os\nos.system('true')", "PermissionError"),
        ("x = bytearray(40 * 2**30)", "MemoryError"),
        ("input()", "EOFError"),
    ],
)
def test_network_programs_memory_and_questions_are_out_of_reach(worker: Worker, code: str, error: str) -> None:
    seen, _ = worker.call(Sandbox.run, code)
    assert not seen.ok
    assert error in str(seen.error)


def test_huge_output_is_cut_and_output_from_below_does_no_harm(worker: Worker) -> None:
    seen, _ = worker.call(Sandbox.run, "print('x' * 10**6)")
    assert len(seen.text) < 10_000
    seen, _ = worker.call(Sandbox.run, "import os\nos.write(1, b'garbage' * 100)")
    assert (seen.ok, seen.text) == (True, "700")


def test_what_a_task_raises_is_raised_here(worker: Worker) -> None:
    with pytest.raises(TypeError):
        worker.call(Sandbox.run)
    assert worker.call(Sandbox.run, "import os\nos.getpid()")[1] != [os.getpid()]
