"""Runs a program in a process of its own: little time, memory and output, no network, no files, no other programs.

The process is Python without site packages and with an audit hook. That stops what a model writes by mistake; it does
not hold code that is written to break out.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from tempfile import TemporaryDirectory, TemporaryFile

SECONDS = 30
"""Of the clock, not of work: a busy machine must not change what is generated."""

MEGABYTES = 512
MAX_OUTPUT = 10_000

_BARRED = ("socket", "subprocess", "os", "shutil", "ctypes", "pty", "signal", "winreg")
_HARMLESS = ("os.listdir", "os.scandir")
"""What an import needs."""

_RUNNER = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({bytes}, {bytes}))
    resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
    resource.setrlimit(resource.RLIMIT_FSIZE, ({output}, {output}))
except ImportError:
    pass
import fractions, math, statistics
code = compile(sys.stdin.read(), "program", "exec")
def guard(event, arguments):
    writes = event == "open" and (arguments[2] or 0) & {writing}
    if writes or event.split(".")[0] in {groups} and event not in {harmless}:
        raise PermissionError(f"{{event}} is not allowed")
sys.addaudithook(guard)
exec(code, {{"__name__": "__main__"}})
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a program printed, and the last line of its complaint if it failed."""

    output: str
    error: str | None = None


def execute(code: str, seconds: int = SECONDS) -> Outcome:
    """Run ``code`` and take down what it prints."""
    runner = _RUNNER.format(
        bytes=MEGABYTES << 20,
        seconds=seconds,
        output=MAX_OUTPUT,
        writing=os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND,
        groups=_BARRED,
        harmless=_HARMLESS,
    )
    with TemporaryDirectory(prefix="husky-") as folder, TemporaryFile() as out, TemporaryFile() as err:
        command = [sys.executable, "-I", "-S", "-B", "-c", runner]
        try:
            done = subprocess.run(
                command, input=code.encode(), stdout=out, stderr=err, cwd=folder, timeout=seconds, env={}, check=False
            )
        except subprocess.TimeoutExpired:
            return Outcome("", f"took more than {seconds} s")
        out.seek(0)
        err.seek(0)
        output, complaint = (file.read().decode(errors="replace").strip() for file in (out, err))
    if done.returncode:
        return Outcome(output, (complaint.splitlines() or [f"ended with code {done.returncode}"])[-1])
    return Outcome(output)
