"""sympy in a process of its own, which lives on between checks and is replaced when one takes too long."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import HuskyError
from husky_kernel.eval.metrics.expression import Tree

SECONDS = 5.0
"""Time a check may take: processor time, so that a busy machine changes no verdict."""
PATIENCE = 20
"""How many times as much time may go by on the clock."""
GLANCE = 0.2
START_SECONDS = 120.0
_ROOT = str(Path(__file__).parents[3])


@dataclass(frozen=True, slots=True)
class Comparison:
    """What sympy found. ``values``: the sides as real numbers where they are; ``factors``: only where asked for."""

    equal: bool
    values: tuple[float | None, float | None] = (None, None)
    factors: tuple[int, int] | None = None
    finished: bool = True


class Checker:
    """Compares expressions; from several threads one after the other."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str | None] = queue.Queue()

    def compare(
        self, one: Tree, other: Tree, *, imaginary: bool = False, factors: bool = False, proportional: bool = False
    ) -> Comparison:
        """Whether two expressions are equal; not equal, and not ``finished``, if the time does not suffice.

        Parameters
        ----------
        imaginary
            ``i`` is the imaginary unit.
        factors
            Count the factors of both as well.
        proportional
            A constant factor between the two is allowed, as between two forms of one equation.

        Raises
        ------
        HuskyError
            If the process with sympy cannot be started.
        """
        with self._lock:
            process = self._running()
            try:
                assert process.stdin is not None
                process.stdin.write(json.dumps([one, other, imaginary, factors, proportional]) + "\n")
                process.stdin.flush()
                line = self._reply(process)
            except OSError:  # it was killed from outside
                line = None
            if line is None:
                self._stop()
                return Comparison(False, finished=False)
        return _comparison(json.loads(line))

    def close(self) -> None:
        """End the process; the next check starts another."""
        with self._lock:
            self._stop()

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            path = os.pathsep.join(filter(None, (_ROOT, os.environ.get("PYTHONPATH"))))
            # -P: a file called sympy.py in the working folder must not be taken for sympy.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "husky_kernel.eval.metrics.sympy_worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                env={**os.environ, "PYTHONPATH": path},
            )
            self._lines = queue.Queue()
            threading.Thread(target=_read, args=(self._process, self._lines), daemon=True).start()
            self._await_start()
        return self._process

    def _reply(self, process: subprocess.Popen[str]) -> str | None:
        """The next line; None if the process is gone, or has computed for longer than it may."""
        import psutil

        begun = used(psutil, process.pid)
        for _ in range(round(self.seconds * PATIENCE / GLANCE)):
            with contextlib.suppress(queue.Empty):
                return self._lines.get(timeout=GLANCE)
            if used(psutil, process.pid) - begun > self.seconds:
                break
        return None

    def _await_start(self) -> None:
        try:
            ready = self._lines.get(timeout=START_SECONDS)
        except queue.Empty:
            ready = None
        if ready is None:
            self._stop()
            raise HuskyError("the process that checks formulas does not start: is sympy installed?")

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError, ValueError):
                        pipe.close()
            self._process = None


def used(psutil: Any, pid: int) -> float:
    """Processor seconds a process has used; infinite once it is gone."""
    try:
        times = psutil.Process(pid).cpu_times()
    except psutil.Error:
        return float("inf")
    return float(times.user + times.system)


def _read(process: subprocess.Popen[str], lines: queue.Queue[str | None]) -> None:
    assert process.stdout is not None
    with contextlib.suppress(OSError, ValueError):  # the pipe of a process that was killed
        for line in process.stdout:
            lines.put(line)
    lines.put(None)


def _comparison(found: dict[str, Any]) -> Comparison:
    one, other = found.get("values", (None, None))
    counted = found.get("factors")
    return Comparison(found["equal"], (one, other), None if counted is None else (counted[0], counted[1]))


@cache
def _checker_of(pid: int) -> Checker:
    checker = Checker()
    atexit.register(checker.close)
    return checker


def shared_checker() -> Checker:
    """The checker of this process (a forked one gets its own), started at its first check, ended with the process."""
    return _checker_of(os.getpid())
