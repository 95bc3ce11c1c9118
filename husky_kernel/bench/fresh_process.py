"""A program in a new Python process, as the reference runs every one."""

from __future__ import annotations

import subprocess
import sys
from tempfile import TemporaryDirectory

from husky_kernel.bench.meter import Meter

SECONDS = 10.0
"""The time limit of one program."""


def run_program(code: str, meter: Meter) -> str:
    """What ``code`` printed. Nothing if it wrote to standard error as well, even a warning, or took too long.

    It is kept from nothing that this user may do; it starts in an empty folder.
    """
    with TemporaryDirectory(prefix="husky-bench-") as folder, meter.working():
        limit = max(min(SECONDS, meter.limit - meter.seconds), 0.1)
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-c", code],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=limit,
            )
        except (subprocess.TimeoutExpired, ValueError):  # a program with a null byte is none
            return ""
    return "" if done.stderr else done.stdout.strip()
