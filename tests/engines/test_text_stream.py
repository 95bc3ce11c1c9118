from __future__ import annotations

import pytest

from husky_kernel.engines.text_stream import TextStream


def run(pieces: list[str], stop: tuple[str, ...] = ()) -> tuple[list[str], TextStream]:
    told: list[str] = []
    stream = TextStream(stop, lambda piece: bool(told.append(piece)))
    for piece in pieces:
        if stream.add(piece):
            break
    stream.close()
    return told, stream


def test_without_stop_strings_pieces_pass_as_they_are() -> None:
    told, stream = run(["a", "", "b c", "\n"])
    assert told == ["a", "b c", "\n"]
    assert stream.text == "ab c\n"
    assert stream.ended is None


@pytest.mark.parametrize("size", [1, 2, 3, 4, 20])
@pytest.mark.parametrize(
    ("text", "stop", "expected"),
    [
        ("x = 1\n```\nmore", ("```",), "x = 1\n"),
        ("aab", ("ab",), "a"),
        ("abababac", ("abac",), "abab"),
        ("one\n\ntwo", ("\n\n", "tw"), "one"),
        ("first second", ("second", "first"), ""),
        ("<|im_end|>", ("<|im_end|>",), ""),
    ],
)
def test_cut_at_the_first_stop_string(text: str, stop: tuple[str, ...], expected: str, size: int) -> None:
    told, stream = run([text[i : i + size] for i in range(0, len(text), size)], stop)
    assert "".join(told) == stream.text == expected
    assert stream.ended == "stop"


def test_what_was_held_back_comes_at_the_end() -> None:
    told, stream = run(["x ``"], ("```",))
    assert told == ["x ", "``"]
    assert stream.ended is None


def test_an_empty_stop_string_stops_nothing() -> None:
    assert run(["abc"], ("",))[1].ended is None


def test_the_listener_ends_it() -> None:
    told: list[str] = []
    stream = TextStream((), lambda piece: bool(told.append(piece)) or piece == "b")
    assert [stream.add(piece) for piece in "abc"] == [False, True, True]
    stream.close()
    assert told == ["a", "b"]
    assert stream.text == "ab"
    assert stream.ended == "cancelled"
