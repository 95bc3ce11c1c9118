"""A figure belongs to the step that draws it, whatever messages of widgets arrive meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from live_kernel import LiveKernel

OTHER = """
from comm import create_comm
other = create_comm(target_name="a user's own widget")
other.on_msg(lambda message: None)
other._reply_subshell_for = None
print(other.comm_id)
"""


def drawing(begun: Path, go: Path) -> dict[str, Any]:
    """A run whose step draws one line, waits until it may go on, and draws another in the same figure."""
    code = (
        "import pathlib, time\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\n"
        f"pathlib.Path({str(begun)!r}).touch()\n"
        f"while not pathlib.Path({str(go)!r}).exists():\n    time.sleep(0.02)\nplt.plot([2, 1])\nlen(plt.gca().lines)"
    )
    return {"action": {"0": "[code] Draw.", "1": "[finish] drawn"}, "code": {"0": code}}


def wait_until_handled(kernel: LiveKernel) -> None:
    """Until the kernel has done with a message of a widget."""

    def idle(message: Mapping[str, Any]) -> bool:
        parent = message["parent_header"].get("msg_type")
        return parent == "comm_msg" and message["content"].get("execution_state") == "idle"

    kernel.until(lambda: any(map(idle, kernel.messages)))


@pytest.mark.parametrize("whose", ["the card", "a user's widget"])
def test_a_message_that_arrives_while_a_step_draws_takes_nothing_away(
    kernel: LiveKernel, script: Callable, tmp_path: Path, whose: str
) -> None:
    begun, go = tmp_path / "begun", tmp_path / "go"
    comm_id = kernel.run(OTHER).out.strip()
    kernel.messages.clear()
    cell = kernel.start(f"%%husky --model {script(drawing(begun, go))}\nDraw?")
    kernel.until(begun.exists)
    if whose == "the card":
        kernel.press(kind="hint", text="in blue")
    else:
        kernel.send(comm_id, {})
    wait_until_handled(kernel)
    go.touch()
    kernel.finish(cell)
    assert kernel.value("_husky.steps[0].observation") == "2\nA figure was drawn."
    assert kernel.value("[sorted(o['data'])[0] for o in _husky.steps[0].outputs]") == ["text/plain", "image/png"]
    shown = [m for m in kernel.messages if m["header"]["msg_type"] == "display_data"]
    assert not any("image/png" in message["content"]["data"] for message in shown)


def test_a_card_pressed_while_a_plain_cell_draws_takes_nothing_away(
    kernel: LiveKernel, script: Callable, tmp_path: Path
) -> None:
    begun, go = tmp_path / "begun", tmp_path / "go"
    kernel.run("x = 21")
    kernel.run(f"%%husky --model {script()}\nTwice?")
    code = drawing(begun, go)["code"]["0"]
    cell = kernel.start(code)
    kernel.until(begun.exists)
    kernel.press(kind="ready")
    wait_until_handled(kernel)
    go.touch()
    assert ["image/png" in data for data in kernel.finish(cell).displays] == [True]
