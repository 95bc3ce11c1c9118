"""The cards in a real kernel: they appear once, and Stop arrives while a cell is busy."""

from collections.abc import Iterator
from queue import Empty
from typing import Any

import pytest
from jupyter_client.manager import start_new_kernel

BUSY = """
import threading, time
from husky_kernel.agent.types import Trace
from husky_kernel.display.run_view import RunView
heard = []
view = RunView("How many?", "m", lambda command: heard.append((command.kind, threading.current_thread().name)))
view.show()
view.show()
view.started(Trace("How many?", "m"), 8)
end = time.monotonic() + 20
while not heard and time.monotonic() < end:
    time.sleep(0.02)
heard[0][0] + (" on the main thread" if heard[0][1] == "MainThread" else " on another thread")
"""


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    manager, client = start_new_kernel(kernel_name="python3")
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def test_stop_arrives_while_a_cell_is_busy(client: Any) -> None:
    subshell = _ask_for_subshell(client)
    request = client.execute(BUSY)
    seen: dict[str, list[Any]] = {}
    while not any(message["content"].get("execution_state") == "idle" for message in seen.get("status", [])):
        message = client.get_iopub_msg(timeout=120)
        if message["parent_header"].get("msg_id") != request:
            continue
        seen.setdefault(message["msg_type"], []).append(message)
        if message["msg_type"] == "display_data":
            _press_stop(
                client, message["content"]["data"]["application/vnd.jupyter.widget-view+json"]["model_id"], subshell
            )
    assert len(seen["display_data"]) == 1
    assert seen["display_data"][0]["content"]["data"]["text/plain"] == ""
    assert seen["execute_result"][0]["content"]["data"]["text/plain"] == "'stop on another thread'"


def _ask_for_subshell(client: Any) -> str:
    message = client.session.msg("create_subshell_request", {})
    client.control_channel.send(message)
    while True:
        try:
            reply = client.get_control_msg(timeout=120)
        except Empty:
            pytest.fail("this ipykernel has no subshells")
        if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
            return str(reply["content"]["subshell_id"])


def _press_stop(client: Any, model_id: str, subshell: str) -> None:
    data = {"method": "custom", "content": {"kind": "stop"}}
    message = client.session.msg("comm_msg", {"comm_id": model_id, "data": data})
    message["header"]["subshell_id"] = subshell
    client.shell_channel.send(message)
