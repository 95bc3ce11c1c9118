"""The side of the sandbox that asks: starts the worker, bounds its time, and makes observations of what it says."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from husky_kernel.agent.errors import HuskyError
from husky_kernel.agent.protocols import Example
from husky_kernel.agent.types import Observation, Task
from husky_kernel.eval.sandbox.cells import Cell
from husky_kernel.eval.sandbox.process import Limits, Worker
from husky_kernel.eval.sandbox.wire import observation_from_json
from husky_kernel.tools.code import CodeTool

GRACE = 5.0
"""Seconds beyond the time limit until code that does not listen is killed."""

Shot = tuple[Observation, list[Cell] | None]
"""What a program showed, and the cells of its value where it has one."""


class Sandbox:
    """A namespace in another process. Of one thread; :meth:`close` it, or use it in a ``with``."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.code = SandboxedCode(self)
        self._worker: Worker | None = None
        self._namespace: Mapping[str, Any] = {}
        self._task: Task | None = None
        self._done: list[str] = []
        self._ready = False

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def fill(self, namespace: Mapping[str, Any], task: Task | None = None) -> None:
        """Start a question: a clean process with nothing but ``namespace``; what programs come to there is held against
        its ``task``, as in a notebook.

        Raises
        ------
        HuskyError
            If no worker can be started, or it cannot take the namespace.
        """
        self._namespace, self._task, self._done, self._ready = namespace, task, [], False
        if self._worker is None:
            self._worker = Worker(self.limits)
        if not self._worker.begin(namespace, task):  # it may have been killed: once more, with a new one
            self.close()
            self._worker = Worker(self.limits)
            if not self._worker.begin(namespace, task):
                raise HuskyError("the process that runs code cannot take the question's variables: it ends each time")
        self._ready = True

    def run(self, code: str) -> Observation:
        """Run ``code``; a hang, a crash or too much memory is a failed call only."""
        return self._shot("run", code)[0]

    def cells(self, code: str) -> Shot:
        """Like :meth:`run`, with the flattened values of the last expression; None where it has none or failed."""
        return self._shot("cells", code)

    def trial(self, code: str) -> Shot:
        """Like :meth:`cells`, on a copy of the namespace, which stays as it is."""
        return self._shot("trial", code)

    def close(self) -> None:
        """End the worker."""
        self._ready = False
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def _shot(self, op: str, code: str) -> Shot:
        if not self._ready or self._worker is None:
            self.fill(self._namespace, self._task)
        assert self._worker is not None
        patience = self.limits.seconds + GRACE * (2 if op == "trial" else 1)
        reply = self._worker.ask(op, code.encode("utf-8", "replace"), patience)
        if reply is None or "gone" in reply:
            self._revive()
        if reply is None or reply.get("late"):
            return _failed(f"stopped after {self.limits.seconds:g} s (time limit)"), None
        if "gone" in reply or "died" in reply:
            return _failed(f"the code ended its process ({reply.get('died') or _why(reply['gone'])})"), None
        seen, cells = observation_from_json(reply), reply.get("cells")
        if op != "trial" and seen.ok:
            self._done.append(code)
        elif op != "trial" and "MemoryError" in (seen.error or ""):
            self._revive()  # what filled the memory is still there, and the next call would pay for it
        return seen, cells if isinstance(cells, list) else None

    def _revive(self) -> None:
        """The question again in a new process, with what had run well: as in a notebook, a failed cell costs itself."""
        done = self._done
        self.fill(self._namespace, self._task)
        assert self._worker is not None
        for code in done:
            reply = self._worker.ask("run", code.encode(), self.limits.seconds + GRACE)
            if reply is None or "gone" in reply:
                self.fill(self._namespace, self._task)
                return
        self._done = done


class SandboxedCode:
    """The code tool of a sandbox, for the loop and other agents."""

    name = "code"
    description = CodeTool.description
    executes = True
    instructions = ""
    examples: Sequence[Example] = ()
    action_examples: Sequence[Example] = ()

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def run(self, call: str) -> Observation:
        """Run ``call`` there."""
        return self._sandbox.run(call)


def _failed(reason: str) -> Observation:
    return Observation(reason, ok=False, error=reason)


def _why(status: object) -> str:
    """What a wait status says; memory is what it nearly always is."""
    if isinstance(status, int) and os.WIFSIGNALED(status):
        return f"signal {os.WTERMSIG(status)}: too much memory, or a fault of a library"
    return "it ended without a word"
