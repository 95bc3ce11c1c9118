"""What a step puts out is on its card while it runs, and stays there when it is stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from live_kernel import LiveKernel

CODE = (
    "import time\nfrom IPython.display import display, HTML\n"
    "display(HTML('<p>first</p>'))\nprint('a')\ntoken = 'sk-1234567890abcdef'\nprint(token)\n"
    "while True:\n    time.sleep(0.05)"
)


def told(kernel: LiveKernel) -> list[Mapping[str, Any]]:
    """The messages about output of running steps, in order."""
    return [message for message in kernel.told() if message.get("type") == "outputs"]


def test_output_appears_while_the_step_runs_and_stays_after_a_stop(kernel: LiveKernel, script: Callable) -> None:
    replies = {"action": {"0": "[code] Go on.", "1": "[finish] 1"}, "code": {"0": CODE}}
    cell = kernel.start(f"%%husky --model {script(replies)}\nGo on?")
    kernel.until(lambda: "a\n" in str(told(kernel)).replace("\\n", "\n"))
    assert kernel.card(0)["status"] == "running"
    kernel.press(kind="stop")
    kernel.finish(cell)
    assert kernel.value("[_husky.status, _husky.steps[0].status]") == ["stopped", "stopped"]
    outputs = kernel.value("[dict(output) for output in _husky.steps[0].outputs]")
    assert [output["output_type"] for output in outputs] == ["display_data", "stream"]
    assert outputs[1]["text"].startswith("a\n")
    assert "sk-1234567890abcdef" not in str(outputs) + str(told(kernel))
    assert kernel.value("_husky.steps[0].observation").startswith("first\na\n")
    assert [output["output_type"] for output in kernel.card(0)["outputs"]] == ["display_data", "stream"]


def test_only_what_is_new_is_sent(kernel: LiveKernel, script: Callable) -> None:
    code = (
        "import time\nfrom IPython.display import display, HTML\ndisplay(HTML('<p>' + 'x' * 5000 + '</p>'))\n"
        "for number in range(20):\n    print(number)\n    time.sleep(0.1)"
    )
    kernel.messages.clear()
    kernel.run(
        f"%%husky --model {script({'action': {'0': '[code] Go.', '1': '[finish] 1'}, 'code': {'0': code}})}\nGo?"
    )
    messages = told(kernel)
    assert len(messages) >= 2
    assert sum("x" * 5000 in str(message) for message in messages) == 1
