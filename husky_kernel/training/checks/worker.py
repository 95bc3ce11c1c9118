"""Work for a :class:`~husky_kernel.training.checks.sandbox.Sandbox` in a process of its own that may hang or die.

Parent and child speak in pickles, each with its length before it, over the child's standard input and output.
"""

from __future__ import annotations

import os
import pickle
import struct
import subprocess
import sys
from collections.abc import Callable
from tempfile import TemporaryDirectory
from threading import Timer
from types import TracebackType
from typing import IO, Any, TypeVar

from husky_kernel.agent.types import Observation

SECONDS = 45.0
"""So long a task may take, the programs' own limits included; then the process is killed."""

Result = TypeVar("Result")

_HEAD = struct.Struct("!Q")


class WorkerDied(Exception):
    """The process was killed for taking too long, or died of the task. The next task gets a new one."""


class Worker:
    """Runs functions on a sandbox in a child process, which is started when needed and again after it died."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def call(self, function: Callable[..., Result], *arguments: object) -> Result:
        """What ``function(sandbox, *arguments)`` returns; what it raises is raised here. Both must be picklable.

        Raises
        ------
        WorkerDied
            If there was no reply.
        """
        process = self._process = self._process or _start()
        assert process.stdin is not None
        assert process.stdout is not None
        timer = Timer(self._seconds, process.kill)
        timer.start()
        try:
            send(process.stdin, (function, arguments))
            succeeded, result = receive(process.stdout)
        except (EOFError, BrokenPipeError) as error:
            self.close()
            raise WorkerDied("the program hung or ended its process") from error
        finally:
            timer.cancel()
        if not succeeded:
            raise result
        return result  # type: ignore[no-any-return]

    def run(self, code: str, afresh: bool = False) -> tuple[Observation, list[Any] | None]:
        """What :meth:`Sandbox.run` says of a program, in an empty namespace if ``afresh``; one that hangs or ends its
        process has failed.
        """
        from husky_kernel.training.checks.sandbox import Sandbox

        try:
            if afresh:
                self.call(Sandbox.fill, {})
            return self.call(Sandbox.run, code)
        except WorkerDied as error:
            return Observation("", ok=False, error=str(error)), None

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def send(stream: IO[bytes], value: object) -> None:
    """Write ``value``."""
    data = pickle.dumps(value)
    stream.write(_HEAD.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read what :func:`send` wrote; EOFError if there is nothing more."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise EOFError
    (size,) = _HEAD.unpack(head)
    return pickle.loads(stream.read(size))


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "husky_kernel.training.checks.worker"]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=quiet)


def serve() -> None:
    """The child: carry out one task after the other until the parent is gone."""
    from husky_kernel.training.checks.sandbox import Sandbox, lock_up

    # The pipes are kept from the programs: what they print, even from C, goes nowhere.
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    for number in (0, 1):
        os.dup2(os.open(os.devnull, os.O_RDWR), number)
    with TemporaryDirectory(prefix="husky-") as folder:
        os.chdir(folder)
        sandbox = Sandbox(folder)
        lock_up()
        while True:
            try:
                function, arguments = receive(requests)
            except EOFError:
                return
            send(replies, _carry_out(function, sandbox, arguments))


def _carry_out(function: Callable[..., object], sandbox: object, arguments: tuple[object, ...]) -> tuple[bool, object]:
    try:
        return True, function(sandbox, *arguments)
    except Exception as error:
        return False, error


if __name__ == "__main__":
    serve()
