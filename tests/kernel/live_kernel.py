"""A real kernel process, as a front end sees it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

SECONDS = 180.0
"""Patience with a busy machine; no test waits so long."""

HUSKY = [sys.executable, "-m", "husky_kernel.kernel", "-f", "{connection_file}"]
PLAIN = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]


class Manager(KernelManager):
    """A kernel manager that starts ``argv`` instead of an installed kernel."""

    argv: list[str] = HUSKY

    @property
    def kernel_spec(self) -> KernelSpec:
        return KernelSpec(argv=self.argv, display_name="test", language="python")


class LiveKernel:
    """Runs cells and keeps every message of the kernel."""

    def __init__(self, client: BlockingKernelClient, manager: KernelManager) -> None:
        self.client = client
        self.manager = manager
        self.messages: list[Mapping[str, Any]] = []
        self.subshell: str | None = None

    def start(self, code: str) -> str:
        """Begin a cell; returns the id to wait for."""
        return self.client.execute(code)

    def finish(self, cell: str) -> Cell:
        """Wait until the cell is done."""
        reply = self.client._recv_reply(cell, timeout=SECONDS)
        self.until(lambda: any(_is_idle(message, cell) for message in self.messages))
        mine = [message for message in self.messages if message["parent_header"].get("msg_id") == cell]
        return Cell(reply["content"], mine)

    def run(self, code: str) -> Cell:
        """Run a cell to its end."""
        return self.finish(self.start(code))

    def value(self, expression: str) -> Any:
        """A value of the kernel's namespace, by JSON."""
        reply = self.client.execute("", user_expressions={"v": f"__import__('json').dumps({expression})"})
        found = self.client._recv_reply(reply, timeout=SECONDS)["content"]["user_expressions"]["v"]
        assert found["status"] == "ok", found
        return json.loads(eval(found["data"]["text/plain"]))

    def until(self, reached: Callable[[], bool]) -> None:
        """Read messages until something holds."""
        end = time.monotonic() + SECONDS
        while not reached():
            assert time.monotonic() < end, [message["header"]["msg_type"] for message in self.messages[-20:]]
            try:
                self.messages.append(self.client.get_iopub_msg(timeout=0.1))
            except Empty:
                continue

    def card(self, index: int) -> Mapping[str, Any]:
        """The state of a card of the last run, empty if it is not there. Outputs that stay are sent but once."""
        state: dict[str, Any] = {}
        for message in self.told():
            if message.get("type") == "card" and message["card"]["index"] == index:
                state = {**({"outputs": state["outputs"]} if "outputs" in state else {}), **message["card"]}
            elif message.get("type") == "outputs" and message["index"] == index:
                state["outputs"] = [*state["outputs"][: message["kept"]], *message["outputs"]]
        return state

    def cards(self) -> list[Mapping[str, Any]]:
        """All states of cards that were sent, in order."""
        return [message["card"] for message in self.told() if message.get("type") == "card"]

    def told(self) -> list[Mapping[str, Any]]:
        """All that was sent to cards, in order."""
        return [message["content"]["data"].get("content", {}) for message in self._comms("comm_msg")]

    def copies(self) -> list[Mapping[str, Any]]:
        """The contents of all updates of saved copies, in order."""
        return [m["content"] for m in self.messages if m["header"]["msg_type"] == "update_display_data"]

    def press(self, run: int = -1, **command: Any) -> None:
        """Press a button on the cards of a run, the last if not said, as JupyterLab does: by a subshell, so that it
        arrives at once."""
        self.until(lambda: bool(self.runs()))  # code may have begun before we read that its card was shown
        self.send(self.runs()[run]["content"]["comm_id"], {"method": "custom", "content": command})

    def send(self, comm_id: str, data: Mapping[str, Any]) -> None:
        """Send a message to a comm, by a subshell."""
        if self.subshell is None:
            request = self.client.session.msg("create_subshell_request", {})
            self.client.control_channel.send(request)
            self.subshell = self.client.control_channel.get_msg(timeout=SECONDS)["content"]["subshell_id"]
        message = self.client.session.msg("comm_msg", {"comm_id": comm_id, "data": data})
        message["header"]["subshell_id"] = self.subshell
        self.client.shell_channel.send(message)

    def runs(self) -> list[Mapping[str, Any]]:
        """The messages that opened cards."""
        return [m for m in self._comms("comm_open") if "run" in m["content"]["data"]["state"]]

    def _comms(self, kind: str) -> list[Mapping[str, Any]]:
        return [message for message in self.messages if message["header"]["msg_type"] == kind]


class Cell:
    """What a cell put out."""

    def __init__(self, reply: Mapping[str, Any], messages: list[Mapping[str, Any]]) -> None:
        self.reply = reply
        self.status = reply["status"]
        self.messages = messages

    def stream(self, name: str) -> str:
        return "".join(content["text"] for content in self._contents("stream") if content["name"] == name)

    @property
    def out(self) -> str:
        return self.stream("stdout")

    @property
    def err(self) -> str:
        return self.stream("stderr")

    @property
    def displays(self) -> list[Mapping[str, Any]]:
        """What is displayed in the end: an update takes the place of what it updates."""
        shown = {content["transient"].get("display_id", at): content for at, content in self._shown()}
        return [content["data"] for content in shown.values()]

    @property
    def errors(self) -> list[str]:
        return ["\n".join(content["traceback"]) for content in self._contents("error")]

    def _shown(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        kinds = ("display_data", "update_display_data")
        return enumerate(m["content"] for m in self.messages if m["header"]["msg_type"] in kinds)

    def _contents(self, kind: str) -> Iterator[Mapping[str, Any]]:
        return (message["content"] for message in self.messages if message["header"]["msg_type"] == kind)


def _is_idle(message: Mapping[str, Any], cell: str) -> bool:
    mine = message["parent_header"].get("msg_id") == cell
    return mine and message["content"].get("execution_state") == "idle"


@contextmanager
def live_kernel(argv: list[str], folder: Path) -> Iterator[LiveKernel]:
    """Start a kernel in ``folder``, and end it."""
    manager = Manager()
    manager.argv = argv
    manager.start_kernel(cwd=str(folder))
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=SECONDS)
        yield LiveKernel(client, manager)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
