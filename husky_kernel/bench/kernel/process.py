"""A kernel in a process of its own, timed as a front end would see it."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any

from husky_kernel.agent.errors import HuskyError
from husky_kernel.agent.grammar import one_line
from husky_kernel.machine import memory_taken

if TYPE_CHECKING:
    from jupyter_client.blocking.client import BlockingKernelClient

LAUNCH = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]

SECONDS = 300.0
"""Patience with a kernel."""

Sees = Callable[[Mapping[str, Any]], bool]
"""Whether a message of the kernel is the one that is waited for."""


@dataclass(frozen=True, slots=True)
class Run:
    """One cell: seconds until it was done, until the message that was waited for came, and another one after it; None
    if it did not.
    """

    seconds: float
    until: float | None
    after: float | None = None


class KernelProcess:
    """Runs cells, one after the other, without anybody who could be asked for input."""

    def __init__(self, client: BlockingKernelClient, pid: int) -> None:
        self._client, self._pid = client, pid

    def run(self, code: str, *sees: Sees) -> Run:
        """Run a cell to its end, waiting for up to two messages in turn. Raises HuskyError if it fails."""
        start, wanted, seen = perf_counter(), list(sees), list[float]()
        cell = self._client.execute(code, allow_stdin=False)
        while True:
            message = self._client.get_iopub_msg(timeout=SECONDS)
            if message["parent_header"].get("msg_id") != cell:
                continue
            if wanted and wanted[0](message):
                seen.append(perf_counter() - start)
                wanted.pop(0)
            if message["header"]["msg_type"] == "error":
                raise HuskyError(f"the cell failed: {one_line(message['content']['evalue'])}")
            if message["content"].get("execution_state") == "idle":
                return Run(perf_counter() - start, *(*seen, None, None)[:2])

    def memory(self) -> int:
        """Bytes in main memory now, of the kernel and what it started: llama.cpp runs in a process of its own."""
        return memory_taken(self._pid)

    @contextmanager
    def peak(self) -> Iterator[list[int]]:
        """A list that has the most memory seen meanwhile once the context is left."""
        most, end = [self.memory()], threading.Event()

        def watch() -> None:
            while not end.wait(0.05):
                most[0] = max(most[0], self.memory())

        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        try:
            yield most
        finally:
            end.set()
            thread.join()


def is_card(message: Mapping[str, Any]) -> bool:
    """Whether it opens the cards of a run."""
    if message["header"]["msg_type"] != "comm_open":
        return False
    return "run" in message["content"]["data"].get("state", {})


def is_text(message: Mapping[str, Any]) -> bool:
    """Whether it brings a card the first of what a model writes."""
    data = message["content"].get("data", {}) if message["header"]["msg_type"] == "comm_msg" else {}
    return bool(data.get("content", {}).get("type") == "text")


def is_output(message: Mapping[str, Any]) -> bool:
    """Whether something was printed."""
    return bool(message["header"]["msg_type"] == "stream")


@contextmanager
def kernel_process() -> Iterator[KernelProcess]:
    """Start a plain kernel, and end it."""
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import KernelManager

    class Manager(KernelManager):
        """Starts this interpreter's kernel, whatever kernels are installed."""

        @property
        def kernel_spec(self) -> KernelSpec:
            return KernelSpec(argv=LAUNCH, display_name="bench", language="python")

    manager = Manager()
    manager.start_kernel(stderr=subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=SECONDS)
        yield KernelProcess(client, int(getattr(manager.provisioner, "pid", 0)))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
