"""What a person asks for by pressing something on the cards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

Kind = Literal[
    "stop",
    "pause",
    "resume",
    "mode",
    "hint",
    "approve",
    "skip",
    "flip",
    "rerun",
    "undo",
    "take",
    "show",
    "promote",
    "compare",
    "plan",
]
Answer = Literal["ask", "overwrite", "mine"]

LONGEST = 2000
"""Characters of a hint: it is repeated in every prompt that follows."""


@dataclass(frozen=True, slots=True)
class Command:
    """What a person pressed; only the fields of its ``kind`` say something.

    ``index`` is that of a step of the line that is shown. ``call`` is what to run, or None where the expert must write
    it anew: the step has no call, or its text was changed and its call was not. ``edited`` says whether the person
    changed anything, ``keep`` whether the calls that follow are to run again as they are. ``answer`` is what becomes of
    variables that the user changed since: asked about first, overwritten, or left as they are (``mine``). ``line``,
    ``left`` and ``right`` are ids of lines. ``parts`` is the whole plan, as it is to be from now on.
    """

    kind: Kind
    index: int | None = None
    step: str | None = None
    call: str | None = None
    edited: bool = False
    tool: str | None = None
    text: str | None = None
    stepping: bool = False
    keep: bool = False
    answer: Answer = "ask"
    line: str | None = None
    left: str | None = None
    right: str | None = None
    parts: tuple[str, ...] = ()


def read_command(content: Any) -> Command | None:
    """Read a message of the cards; None if it is none that this version knows, or one that is malformed."""
    if not isinstance(content, dict) or not isinstance(content.get("kind"), str):
        return None
    kind: Any = content["kind"]
    if kind not in get_args(Kind):
        return None
    needed, optional = _FIELDS.get(kind, ((), ()))
    try:
        values = {name: _READERS[name](content.get(name)) for name in needed}
        values |= {name: _READERS[name](content[name]) for name in optional if content.get(name) is not None}
    except ValueError:
        return None
    return Command(kind, **values)


_CALL = (("index", "step"), ("call", "edited"))
_FIELDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "mode": (("stepping",), ()),
    "hint": (("text",), ()),
    "approve": _CALL,
    "skip": (("index",), ()),
    "flip": (("index", "tool"), ("keep", "answer")),
    "rerun": (_CALL[0], (*_CALL[1], "keep", "answer")),
    "undo": (("index",), ("answer",)),
    "take": (("index",), ()),
    "show": (("line",), ()),
    "promote": (("line",), ("answer",)),
    "compare": (("left", "right"), ()),
    "plan": (("parts",), ()),
}
"""What must come with a kind, and what may."""


def _index(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("not an index")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def _words(value: object) -> str:
    words = " ".join(_text(value).split())
    if not words or len(words) > LONGEST:
        raise ValueError("no words, or too many")
    return words


def _parts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError("no list of parts")
    return tuple(map(_words, value))


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("neither true nor false")
    return value


def _answer(value: object) -> Answer:
    for answer in get_args(Answer):
        if value == answer:
            return answer  # type: ignore[no-any-return]
    raise ValueError("no answer to the question")


_READERS: Mapping[str, Callable[[object], Any]] = {
    "index": _index,
    "step": _text,
    "call": _text,
    "text": _words,
    "answer": _answer,
    "parts": _parts,
    **dict.fromkeys(("edited", "stepping", "keep"), _flag),
    **dict.fromkeys(("tool", "line", "left", "right"), _words),
}
