import pytest

from husky_kernel.display.view import Command, read_command


def test_stop() -> None:
    assert read_command({"kind": "stop"}) == Command("stop")


def test_rerun_with_and_without_a_call() -> None:
    content: dict[str, object] = {"kind": "rerun", "index": 1, "step": "Count.", "call": "1", "edited": True}
    assert read_command(content) == Command("rerun", 1, "Count.", "1", True)
    assert read_command({**content, "call": None, "edited": False}) == Command("rerun", 1, "Count.", None, False)


def test_a_rerun_may_keep_what_follows_and_answer_the_question() -> None:
    content = {"kind": "rerun", "index": 1, "step": "Count.", "call": None, "keep": True, "answer": "mine"}
    assert read_command(content) == Command("rerun", 1, "Count.", keep=True, answer="mine")
    assert read_command({**content, "answer": None}) == Command("rerun", 1, "Count.", keep=True, answer="ask")


@pytest.mark.parametrize(
    ("content", "command"),
    [
        ({"kind": "pause"}, Command("pause")),
        ({"kind": "resume"}, Command("resume")),
        ({"kind": "mode", "stepping": False}, Command("mode", stepping=False)),
        ({"kind": "mode", "stepping": True}, Command("mode", stepping=True)),
        ({"kind": "hint", "text": " use the\nmedian "}, Command("hint", text="use the median")),
        (
            {"kind": "approve", "index": 2, "step": "Sum.", "call": "1", "edited": True},
            Command("approve", 2, "Sum.", "1", True),
        ),
        ({"kind": "skip", "index": 0}, Command("skip", 0)),
        ({"kind": "flip", "index": 0, "tool": "math"}, Command("flip", 0, tool="math")),
        (
            {"kind": "flip", "index": 0, "tool": "math", "answer": "overwrite"},
            Command("flip", 0, tool="math", answer="overwrite"),
        ),
        ({"kind": "undo", "index": 3, "answer": "ask"}, Command("undo", 3)),
        ({"kind": "show", "line": "a"}, Command("show", line="a")),
        ({"kind": "promote", "line": "a", "answer": "mine"}, Command("promote", line="a", answer="mine")),
        ({"kind": "compare", "left": "a", "right": "b"}, Command("compare", left="a", right="b")),
    ],
)
def test_every_other_kind(content: object, command: Command) -> None:
    assert read_command(content) == command


def test_what_does_not_belong_to_a_kind_is_left_out() -> None:
    assert read_command({"kind": "skip", "index": 0, "tool": "math", "keep": "yes"}) == Command("skip", 0)


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "mode"},
        {"kind": "mode", "stepping": 1},
        {"kind": "hint"},
        {"kind": "hint", "text": " \n"},
        {"kind": "hint", "text": "x" * 2001},
        {"kind": "hint", "text": ["x"]},
        {"kind": "approve", "index": 0},
        {"kind": "approve", "index": 0, "step": "x", "edited": "yes"},
        {"kind": "approve", "index": 0, "step": "x", "call": {}},
        {"kind": "skip", "index": None},
        {"kind": "skip", "index": 1.0},
        {"kind": "flip", "index": 0},
        {"kind": "flip", "index": 0, "tool": ""},
        {"kind": "flip", "index": 0, "tool": 3},
        {"kind": "rerun", "index": 0, "step": "x", "keep": 1},
        {"kind": "rerun", "index": 0, "step": "x", "answer": "yes"},
        {"kind": "undo", "answer": "ask"},
        {"kind": "undo", "index": 0, "answer": ["ask"]},
        {"kind": "show", "line": 0},
        {"kind": "promote"},
        {"kind": "compare", "left": "a"},
    ],
)
def test_a_malformed_message_is_no_command(content: object) -> None:
    assert read_command(content) is None


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


def test_a_plan_is_a_list_of_words() -> None:
    command = read_command({"kind": "plan", "parts": ["Clean  it.", "Count it."]})
    assert command == Command("plan", parts=("Clean it.", "Count it."))
    for nonsense in ([], "Count it.", [3], [""], None):
        assert read_command({"kind": "plan", "parts": nonsense}) is None
