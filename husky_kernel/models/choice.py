"""Which model to take where the user names none."""

from __future__ import annotations

import ctypes
import importlib.util

from husky_kernel.models.catalogue import Catalogue, load_catalogue

GPU_TEAM = "qwen2.5-7b"
CPU_MODEL = "qwen2.5-coder-1.5b"
SMALL_MODEL = "qwen2.5-coder-0.5b"
SMALL_BELOW = 3_000_000_000
"""Bytes of free memory below which the small model is taken."""

_DRIVERS = ("libcuda.so.1", "nvcuda.dll", "libamdhip64.so")


def default_model(
    free_memory_bytes: int, gpu_memory_bytes: int | None = None, catalogue: Catalogue | None = None
) -> str:
    """Name of the best model for a machine; ``gpu_memory_bytes`` is what :func:`gpu_memory` says."""
    if gpu_memory_bytes is not None:
        known = catalogue or load_catalogue()
        members = set(known.teams.get(GPU_TEAM, {}).values())
        if members and gpu_memory_bytes >= sum(known.model(name).memory for name in members):
            return GPU_TEAM
    return CPU_MODEL if free_memory_bytes >= SMALL_BELOW else SMALL_MODEL


def free_memory() -> int:
    """Bytes of main memory that a new process can take without swapping."""
    import psutil

    return int(psutil.virtual_memory().available)


def gpu_memory() -> int | None:
    """Free bytes on the GPU with the most; None without torch, a driver or a GPU that torch can use.

    torch takes seconds to import, so it is only imported where a GPU driver can be loaded.
    """
    if importlib.util.find_spec("torch") is None or not any(map(_loads, _DRIVERS)):
        return None
    import torch

    if not torch.cuda.is_available():
        return None
    return max(int(torch.cuda.mem_get_info(device)[0]) for device in range(torch.cuda.device_count()))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
