"""A running worker, and the pipes to it."""

from __future__ import annotations

import os
import pickle
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import HuskyError, UseError
from husky_kernel.agent.grammar import one_line
from husky_kernel.agent.types import Task
from husky_kernel.eval.sandbox.wire import heard, send

START = 600.0
"""Seconds a worker may take to load its libraries, on a busy machine."""

LONGEST = 64 << 20
"""Bytes of one reply."""

_KEPT = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH")
_NOWHERE = "http://127.0.0.1:9"


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one call: ``seconds``, ``memory`` in bytes beyond what the libraries take, ``output`` in characters."""

    seconds: float = 10.0
    memory: int = 2 << 30
    output: int = 20_000


class Worker:
    """A running worker and the pipes to it."""

    def __init__(self, limits: Limits) -> None:
        if not hasattr(os, "fork"):
            raise UseError("husky eval runs generated code in forked processes: use Linux, macOS or WSL")
        self._folder = tempfile.TemporaryDirectory(prefix="husky-sandbox-", ignore_cleanup_errors=True)
        down, self._write = os.pipe()
        self._read, up = os.pipe()
        values = (down, up, limits.seconds, limits.memory, limits.output)
        self._log = Path(self._folder.name) / "worker.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "husky_kernel.eval.sandbox.worker", *map(str, values)],
                pass_fds=(down, up),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=self._folder.name,
                env=_environment(self._folder.name),
                start_new_session=True,
            )
        os.close(down)
        os.close(up)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._read, selectors.EVENT_READ)
        self._buffer = b""
        self._number = 0
        self._pid: int | None = None
        if "up" not in (self._await(None, START) or {}):
            reason = one_line(self._log.read_text(errors="replace")[-500:])
            self.close()
            raise HuskyError(f"the process that runs code did not start: {reason or 'it said nothing'}")

    def begin(self, namespace: Mapping[str, Any], task: Task | None = None) -> bool:
        """End the question at work and start one with ``namespace``, and its ``task``; False if that did not work."""
        if self._pid is not None:
            self._kill_question()
        reply = self.ask("fill", pickle.dumps((dict(namespace), task)), START)
        pid = reply.get("pid") if reply else None
        self._pid = pid if isinstance(pid, int) and pid > 1 else None
        return self._pid is not None

    def ask(self, op: str, payload: bytes, seconds: float) -> dict[str, Any] | None:
        """The reply; ``gone`` in it if the process ended instead; None after ``seconds``, when it was killed."""
        self._number += 1
        with suppress(BrokenPipeError):
            send(self._write, pickle.dumps((op, self._number, payload)))
        reply = self._await(self._number, seconds)
        if reply is None and self._pid is not None:
            self._kill_question()
        elif reply is not None and "gone" in reply:
            self._pid = None
        return reply

    def close(self) -> None:
        """Kill it and what it started."""
        for pid in filter(None, (self._pid, self._process.pid)):
            with suppress(OSError):
                os.killpg(pid, signal.SIGKILL)
        self._pid = None
        self._process.wait()
        self._selector.close()
        for fd in (self._read, self._write):
            with suppress(OSError):
                os.close(fd)
        self._read = self._write = -1
        self._folder.cleanup()

    def _kill_question(self) -> None:
        assert self._pid is not None
        with suppress(OSError):
            os.killpg(self._pid, signal.SIGKILL)
        self._pid = None
        self._await(None, START)

    def _await(self, number: int | None, seconds: float) -> dict[str, Any] | None:
        """The reply to ``number``, or any word of the worker's own; replies to earlier calls are passed over."""
        end = time.monotonic() + seconds
        while True:
            while b"\n" in self._buffer:
                line, _, self._buffer = self._buffer.partition(b"\n")
                reply = heard(line) if line else None
                if reply and ("gone" in reply or "up" in reply or (number and reply.get("number") == number)):
                    return reply
            if len(self._buffer) > LONGEST:
                return {"gone": None}
            left = end - time.monotonic()
            if left <= 0 or not self._selector.select(left):
                return None
            part = os.read(self._read, 1 << 20)
            if not part:
                return {"gone": self._process.poll()}
            self._buffer += part


def _environment(folder: str) -> dict[str, str]:
    """Nothing of the user's but what finds Python: keys stay here, and there is no way out."""
    from husky_kernel.config import cache_dir

    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    proxies = {f"{kind}_proxy": _NOWHERE for kind in ("http", "https", "all")}
    drawing = {"MPLBACKEND": "agg", "MPLCONFIGDIR": str(cache_dir() / "matplotlib")}
    return {**kept, **threads, **proxies, **drawing, "HOME": folder, "TMPDIR": folder, "PYTHONHASHSEED": "0"}
