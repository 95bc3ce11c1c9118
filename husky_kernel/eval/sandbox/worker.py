"""The process behind a sandbox: ``python -m husky_kernel.eval.sandbox.worker READ WRITE SECONDS MEMORY OUTPUT``.

It loads what takes long once, and forks for every question. The fork takes over reading until it is killed; then the
worker says so and waits for the next question.
"""

from __future__ import annotations

import os
import pickle
import random
import select
import shutil
import signal
import sys
from contextlib import suppress
from typing import Any

from husky_kernel.agent.types import Task
from husky_kernel.assembly.sight import judge, watcher
from husky_kernel.eval.sandbox.bounds import Ban, leave_network, limit
from husky_kernel.eval.sandbox.cells import VALUE, cells_of, with_value
from husky_kernel.eval.sandbox.wire import heard, observation_to_json, receive, say, send
from husky_kernel.tools.code import CodeTool

GRACE = 3.0
"""Seconds beyond the time limit until code that does not listen is killed."""


class Questions:
    """Forks one process after the other, a question each."""

    def __init__(self, read: int, write: int, tool: CodeTool, memory: int) -> None:
        self.read, self.write, self.tool, self.memory = read, write, tool, memory

    def serve(self) -> None:
        """Until nobody writes any more."""
        while (frame := receive(self.read)) is not None:
            op, number, payload = pickle.loads(frame)
            if op != "fill":  # meant for a question that had ended
                continue
            folder = os.path.abspath(f"q{number}")
            pid = os.fork()
            if pid == 0:
                _as_child(Question(self, folder).serve, number, payload)
            _, status = os.waitpid(pid, 0)
            shutil.rmtree(folder, ignore_errors=True)
            say(self.write, {"gone": status})


class Question:
    """The namespace of one question, and the code that runs in it."""

    def __init__(self, owner: Questions, folder: str) -> None:
        self._owner, self._folder = owner, folder
        self._shell: Any = owner.tool.shell

    def serve(self, number: int, payload: bytes) -> None:
        """Fill the namespace, say so, and run what comes."""
        os.setpgid(0, 0)
        os.mkdir(self._folder)
        os.chdir(self._folder)
        self._fill(*pickle.loads(payload))
        limit(self._owner.memory)
        self._ban = Ban()
        say(self._owner.write, {"number": number, "pid": os.getpid()})
        while (frame := receive(self._owner.read)) is not None:
            op, number, payload = pickle.loads(frame)
            code = payload.decode()
            reply = self._trial(code) if op == "trial" else self._run(code, op == "cells")
            say(self._owner.write, {"number": number, **reply})

    def _fill(self, namespace: dict[str, Any], task: Task | None) -> None:
        import numpy
        import pandas

        random.seed(0)
        numpy.random.seed(0)
        if any(type(value).__module__.partition(".")[0] == "pandas" for value in namespace.values()):
            namespace = {"pd": pandas, **namespace}  # as in `husky run --csv`
        self._shell.push(namespace)
        self._task = task
        if task is not None:
            self._judged = judge(self._shell.user_ns)

    def _run(self, code: str, cells: bool) -> dict[str, Any]:
        if not cells:
            seen = self._owner.tool.run(code)
            return observation_to_json(self._judged(self._task, seen, code) if self._task else seen)
        names = self._shell.user_ns
        names[VALUE] = None
        seen = self._owner.tool.run(with_value(code))
        value = names.pop(VALUE, None)
        return {**observation_to_json(seen), "cells": _told(value) if seen.ok else None}

    def _trial(self, code: str) -> dict[str, Any]:
        """Run ``code`` in a fork: here nothing changes."""
        read, write = os.pipe()
        with self._ban.lifted():
            pid = os.fork()
        if pid == 0:
            _as_child(self._tell, write, code)
        os.close(write)
        try:
            if not select.select([read], [], [], self._owner.tool.timeout + GRACE)[0]:
                return {"late": True}
            frame = receive(read)
            return (heard(frame) if frame else None) or {"died": "it ended without a word"}
        finally:
            os.close(read)
            with self._ban.lifted(), suppress(OSError):
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)

    def _tell(self, write: int, code: str) -> None:
        import json

        send(write, json.dumps(self._run(code, cells=True), default=str).encode())


def _told(value: object) -> list[Any] | None:
    """Its cells; its text where it does not let itself be taken apart."""
    try:
        return cells_of(value)
    except Exception:
        return None


def _as_child(work: Any, *args: Any) -> None:
    """Do ``work`` and end the process, whatever happens: it must never run its parent's code."""
    code = 1
    try:
        work(*args)
        code = 0
    finally:
        os._exit(code)


def main(read: int, write: int, seconds: float, memory: int, output: int) -> None:
    """Serve until the sandbox closes its end."""
    leave_network()
    import matplotlib_inline.config  # noqa: F401  what IPython loads late
    import numpy  # noqa: F401
    import pandas  # noqa: F401
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    shell = InteractiveShell.instance(config=config, ipython_dir=os.path.join(os.getcwd(), "ipython"))
    tool = CodeTool(shell, seconds, output, watcher(shell.user_ns))
    tool.run("None")
    say(write, {"up": os.getpid()})
    Questions(read, write, tool, memory).serve()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
