"""What a measurement was made on, and memory as one measures it."""

from __future__ import annotations

import os
import platform
from contextlib import suppress


def machine() -> str:
    """Processor, cores and memory in a few words."""
    import psutil

    memory = psutil.virtual_memory().total / 2**30
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB"


def memory_taken(pid: int | None = None) -> int:
    """Bytes in main memory of a process, this one by default, and of all that it started: a model may be in another."""
    import psutil

    first = psutil.Process(pid)
    taken = int(first.memory_info().rss)
    for process in first.children(recursive=True):
        with suppress(psutil.Error):  # it has ended meanwhile
            taken += int(process.memory_info().rss)
    return taken
