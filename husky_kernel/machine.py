"""What a measurement was made on."""

from __future__ import annotations

import os
import platform


def machine() -> str:
    """Processor, cores and memory in a few words."""
    import psutil

    memory = psutil.virtual_memory().total / 2**30
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB"
