import pytest

from husky_kernel.display.view import Command, read_command


def test_stop() -> None:
    assert read_command({"kind": "stop"}) == Command("stop")


def test_rerun_with_and_without_a_call() -> None:
    content = {"kind": "rerun", "index": 1, "step": "Count.", "call": "1", "edited": True}
    assert read_command(content) == Command("rerun", 1, "Count.", "1", True)
    assert read_command({**content, "call": None, "edited": False}) == Command("rerun", 1, "Count.", None, False)


@pytest.mark.parametrize(
    "content",
    [
        None,
        "stop",
        {},
        {"kind": "format-disk"},
        {"kind": ["stop"]},
        {"kind": "rerun"},
        {"kind": "rerun", "index": -1, "step": "x"},
        {"kind": "rerun", "index": True, "step": "x"},
        {"kind": "rerun", "index": "0", "step": "x"},
        {"kind": "rerun", "index": 0, "step": None},
        {"kind": "rerun", "index": 0, "step": "x", "call": 3},
    ],
)
def test_anything_else_is_no_command(content: object) -> None:
    assert read_command(content) is None
