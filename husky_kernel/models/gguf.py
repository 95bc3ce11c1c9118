"""The header of a GGUF file: which chat template, how long a context.

The format is described in ggml's ``docs/gguf.md``: a magic word, a version, two counts, then typed key-value pairs.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

from husky_kernel.agent.errors import UseError

_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_TEXT, _ARRAY = 8, 9
_MARKS = {
    "chatml": "<|im_start|>",
    "llama-3": "<|start_header_id|>",
    "llama-2": "[INST]",
    "deepseek": "'User: '",
}


@dataclass(frozen=True, slots=True)
class Header:
    """What a GGUF file says about itself. ``template`` is one of our names, empty if it is none we know.

    ``heads`` and ``key_heads`` are those of attention, 0 where they are not said or differ from layer to layer.
    """

    name: str
    architecture: str
    template: str
    context_length: int
    heads: int = 0
    key_heads: int = 0


def read_header(path: Path) -> Header:
    """Read the header of ``path``.

    Raises
    ------
    UseError
        If it is not a GGUF file of version 2 or 3.
    """
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            values = _Reader(data).pairs()
    except (OSError, ValueError, struct.error, KeyError, OverflowError) as error:
        raise UseError(f"{path} is not a model in GGUF format") from error
    architecture = str(values.get("general.architecture", ""))
    turns = str(values.get("tokenizer.chat_template", ""))
    template = next((name for name, mark in _MARKS.items() if mark in turns), "")

    def number(key: str) -> int:
        value = values.get(f"{architecture}.{key}", 0)
        return value if isinstance(value, int) else 0

    length, heads = number("context_length"), number("attention.head_count")
    key_heads = number("attention.head_count_kv") or heads
    return Header(str(values.get("general.name", "")), architecture, template, length, heads, key_heads)


class _Reader:
    """Walks over the pairs; arrays, which hold the vocabulary, are skipped."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self._at = 0

    def pairs(self) -> dict[str, object]:
        if self._data[:4] != b"GGUF":
            raise ValueError("no GGUF magic")
        self._at = 4
        version, _tensors, count = self._take("I"), self._take("Q"), self._take("Q")
        if version not in (2, 3):
            raise ValueError("unknown version")
        return {self._text(): self._value(self._take("I")) for _ in range(count)}

    def _take(self, code: str) -> int:
        (value,) = struct.unpack_from("<" + code, self._data, self._at)
        self._at += struct.calcsize("<" + code)
        return value  # type: ignore[no-any-return]

    def _text(self) -> str:
        length = self._take("Q")
        self._at += length
        return self._data[self._at - length : self._at].decode("utf-8", errors="replace")

    def _value(self, kind: int) -> object:
        if kind == _TEXT:
            return self._text()
        if kind != _ARRAY:
            return self._take(_SCALARS[kind])
        inner, count = self._take("I"), self._take("Q")
        if inner in _SCALARS:
            self._at += count * struct.calcsize("<" + _SCALARS[inner])
        else:
            for _ in range(count):
                self._skip(inner)
        return None

    def _skip(self, kind: int) -> None:
        if kind == _TEXT:
            length = self._take("Q")
            self._at += length
        else:
            self._value(kind)
