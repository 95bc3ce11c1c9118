"""The process that llama.cpp runs in: started, listened to, ended with this one at the latest."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import weakref
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from husky_kernel.agent.errors import EngineError
from husky_kernel.agent.grammar import one_line
from husky_kernel.agent.stopping import stoppable
from husky_kernel.engines.openmp import yielding

PROGRAM = Path(__file__).with_name("child.py")

PATIENCE = 2.0
"""Seconds that a process may take to end once it was told to, or once its connection broke."""

LONGEST = 300
"""Characters of its last words."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to serve: files by their full paths; ``cells`` of the cache in all, ``shared`` by the slots or parted."""

    path: str
    threads: int
    cells: int
    slots: int
    shared: bool
    adapters: tuple[str, ...]
    folder: str | None
    key: str


class LlamaCppProcess:
    """A process that has loaded what was ordered; ``address`` is where it listens, ``version`` that of the library
    and the devices it found.

    Raises
    ------
    EngineError
        If it cannot load that; the message goes on from "llama.cpp cannot load it: ".
    Stopped
        If the run was stopped meanwhile.
    """

    def __init__(self, order: Order) -> None:
        self._words = tempfile.TemporaryFile()  # noqa: SIM115  its last ones are wanted when it is gone
        self._process = _start(self._words)
        self._ending = weakref.finalize(self, _end, self._process)
        try:
            self.address, self.version = self._told(order)
        except BaseException:
            self.close()
            raise

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def end(self) -> str:
        """How it ended, in a few words; empty if it has not ended. Waits a moment for that."""
        try:
            code = self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            return ""
        return ": ".join(filter(None, (_in_words(code), self._last_words())))

    def close(self) -> None:
        """End it, gently for a moment."""
        self._ending()
        self._words.close()

    def _told(self, order: Order) -> tuple[str, str]:
        """Where it listens, and its library's version."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(asdict(order)).encode() + b"\n")
            self._process.stdin.flush()
        line = stoppable(self._process.stdout.readline)
        if not line:
            raise EngineError(f"its process {self.end() or 'said nothing'}")
        answer = json.loads(line)
        if "error" in answer:
            raise EngineError(answer["error"])
        return answer["address"], answer["version"]

    def _last_words(self) -> str:
        with suppress(ValueError):  # closed meanwhile
            size = self._words.seek(0, os.SEEK_END)
            self._words.seek(max(0, size - LONGEST))
            return one_line(self._words.read().decode(errors="replace"))
        return ""


def _start(words: IO[bytes]) -> subprocess.Popen[bytes]:
    # An interrupt of the terminal's, or of Jupyter's, is for us and not for it.
    windows = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)
    return subprocess.Popen(
        [sys.executable, "-P", str(PROGRAM)],  # -P: no file beside it or in the notebook's folder stands for a library
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=words,
        env=yielding(os.environ) | {"GGML_NO_BACKTRACE": "1"},  # else its last words are not about what failed
        start_new_session=True,
        creationflags=windows,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    _close(process.stdin)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    _close(process.stdout)  # a thread that was left may still read it, until the process is gone


def _close(pipe: IO[bytes] | None) -> None:
    if pipe is not None:
        with suppress(OSError):
            pipe.close()


def _in_words(code: int) -> str:
    if code >= 0:
        return f"ended with exit code {code}"
    name = signal.Signals(-code).name
    return f"was killed ({name}), perhaps for want of memory" if name == "SIGKILL" else f"ended by {name}"
