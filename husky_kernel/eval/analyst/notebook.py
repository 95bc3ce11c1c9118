"""A notebook's kernel with ``%%husky`` loaded, in a folder of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from time import perf_counter
from typing import TYPE_CHECKING, Any

from husky_kernel.agent.errors import HuskyError

if TYPE_CHECKING:
    from jupyter_client.blocking.client import BlockingKernelClient
    from jupyter_client.manager import KernelManager

START, PATIENCE = 300.0, 60.0
"""Seconds a kernel may take to start, and to come back after an interrupt."""

TICK = 0.5
"""Seconds without a message until it is looked at whether the kernel lives."""


class KernelLost(HuskyError):
    """The kernel died, or does not come back."""


class Notebook:
    """Runs cells one after the other; ``limit`` is how many seconds one may take."""

    def __init__(self, client: BlockingKernelClient, manager: KernelManager, limit: float) -> None:
        self._client, self._manager, self._limit = client, manager, limit

    def run(self, code: str, *, hidden: bool = False) -> tuple[str, float]:
        """Run a cell; what it printed, with its error, and its seconds. A hidden one is not in the history.

        Raises
        ------
        KernelLost
            If the kernel died. A cell that takes too long is interrupted, and tells so.
        """
        said: list[str] = []
        start = perf_counter()

        def hear(message: Mapping[str, Any]) -> None:
            content = message["content"]
            if message["msg_type"] == "stream":
                said.append(content["text"])
            elif message["msg_type"] == "error":
                said.append(f"{content['ename']}: {content['evalue']}\n")

        try:
            self._execute(code, self._limit, hear, hidden)
        except TimeoutError:
            said.append(f"interrupted after {self._limit:.0f} seconds\n")
            self._interrupt()
        return "".join(said), perf_counter() - start

    def _execute(self, code: str, limit: float, hear: Callable[[Mapping[str, Any]], None], hidden: bool) -> None:
        cell = self._client.execute(code, silent=hidden, store_history=not hidden, allow_stdin=False)
        end = perf_counter() + limit
        while perf_counter() < end:
            try:
                message = self._client.get_iopub_msg(timeout=TICK)
            except Empty:
                if not self._manager.is_alive():
                    raise KernelLost("the kernel died") from None
                continue
            if message["parent_header"].get("msg_id") == cell:
                hear(message)
                if message["content"].get("execution_state") == "idle":
                    return
        raise TimeoutError

    def _interrupt(self) -> None:
        self._manager.interrupt_kernel()
        try:
            self._execute("", PATIENCE, lambda message: None, True)
        except TimeoutError as error:
            raise KernelLost("the kernel did not come back after an interrupt") from error


@contextmanager
def notebook(folder: Path, environment: Mapping[str, str], limit: float) -> Iterator[Notebook]:
    """Start this interpreter's kernel in ``folder``, and end it."""
    from ipykernel.kernelspec import make_ipkernel_cmd
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import KernelManager

    class Manager(KernelManager):
        @property
        def kernel_spec(self) -> KernelSpec:
            return KernelSpec(argv=make_ipkernel_cmd(), display_name="eval", language="python")

    manager = Manager()
    manager.start_kernel(cwd=str(folder), env=dict(environment), stderr=subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=START)
        yield Notebook(client, manager, limit)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
