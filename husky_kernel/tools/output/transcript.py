"""What a piece of code put out, in order and bounded: as text for the models, as notebook outputs for the card."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from husky_kernel.agent.grammar import encodable
from husky_kernel.tools.output.values import cut

RICH = 5_000_000
"""Characters of rich output (HTML, encoded images) of one step that are kept."""

PARTS = 200
"""Separate outputs of one step that are kept."""

_OBJECT = re.compile(r"<IPython\.core\.display\.\w+ object>")
_TAG = re.compile(r"<(style|script)\b.*?</\1>|<[^>]+>", re.DOTALL | re.IGNORECASE)
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(slots=True)
class _Part:
    """One output: of a stream, whose text comes in pieces, or rich, with the text that models see."""

    stream: str | None
    pieces: list[str]
    output: dict[str, Any] = field(default_factory=dict)
    display_id: str | None = None

    def notebook(self) -> dict[str, Any]:
        if self.stream is None:
            return self.output
        return {"output_type": "stream", "name": self.stream, "text": "".join(self.pieces)}


class Transcript:
    """Collects outputs. Of text that goes on beyond ``limit`` characters the beginning and the end are kept."""

    def __init__(self, limit: int) -> None:
        self.changes = 0
        """Grows with everything that is put out."""
        self._limit = limit
        self.clear()

    def clear(self, wait: bool = False) -> None:
        """Forget everything, as ``clear_output`` asks; where it is to ``wait``, once something new comes."""
        self._waits = wait
        if wait:
            return
        self.changes += 1
        self._parts: list[_Part] = []
        self._room = self._limit - self._limit // 4
        self._rich = RICH
        self._tail: list[str] = []
        self._tail_length = 0
        self._dropped = 0

    def write(self, stream: str, text: str) -> None:
        """Take text of ``stdout`` or ``stderr``."""
        self._begin()
        text = encodable(text)
        kept = text[: self._room]
        if kept and self._parts and self._parts[-1].stream == stream:
            self._parts[-1].pieces.append(kept)
        elif kept and len(self._parts) < PARTS:
            self._parts.append(_Part(stream, [kept]))
        else:
            kept = ""
        self._room -= len(kept)
        self._overflow(text, len(kept))

    def show(
        self,
        data: Mapping[str, Any],
        metadata: Mapping[str, Any],
        text: str | None = None,
        display_id: str | None = None,
    ) -> None:
        """Take a rich output; ``text`` is what models see of it, made from ``data`` if None."""
        self._begin()
        data = _encodable(data)
        words = cut(words_of(data) if text is None else encodable(text), max(self._room, 200))
        self._room = max(0, self._room - len(words))
        size = sum(len(value) if isinstance(value, str | bytes) else 1000 for value in data.values())
        if size > self._rich or len(self._parts) >= PARTS:
            data, metadata = {"text/plain": words or f"[an output of {size:,} characters was left out]"}, {}
            size = len(words)
        self._rich -= size
        if len(self._parts) < 2 * PARTS:
            output = {"output_type": "display_data", "data": dict(data), "metadata": dict(metadata)}
            self._parts.append(_Part(None, [words], output, display_id))

    def update(self, data: Mapping[str, Any], metadata: Mapping[str, Any], display_id: str | None) -> bool:
        """Replace the output that was shown under ``display_id``; False if there is none here."""
        self.changes += 1
        for part in self._parts:
            if display_id is not None and part.display_id == display_id:
                data = _encodable(data)
                part.output = {"output_type": "display_data", "data": dict(data), "metadata": dict(metadata)}
                part.pieces = [cut(words_of(data), self._limit)]
                return True
        return False

    def fail(self, name: str, value: str, traceback: list[str]) -> None:
        """Take an error's traceback: for the card alone, models are told in fewer words."""
        self._begin()
        lines = [cut(encodable(line), 20_000) for line in traceback[-60:]]
        output = {"output_type": "error", "ename": name, "evalue": cut(encodable(value), 2000), "traceback": lines}
        self._parts.append(_Part(None, [], output))

    @property
    def text(self) -> str:
        """Everything as the models see it: no colour codes, progress bars as they ended."""
        blocks: list[str] = []
        for part in self._parts:
            text = "".join(part.pieces)
            if blocks and part.stream is None and text and not blocks[-1].endswith("\n"):
                text = "\n" + text
            blocks.append(text + "\n" if part.stream is None and text else text)
        lines = _ESCAPE.sub("", "".join(blocks) + self._end()).split("\n")
        return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines).strip("\n")

    @property
    def outputs(self) -> tuple[dict[str, Any], ...]:
        """Everything in notebook format."""
        end = self._end()
        last = ({"output_type": "stream", "name": "stdout", "text": end},) if end else ()
        whole = [part.notebook() for part in self._parts]
        errors = [output for output in whole if output["output_type"] == "error"]
        return (*(output for output in whole if output["output_type"] != "error"), *last, *errors)

    def _begin(self) -> None:
        """Something new comes."""
        if self._waits:
            self.clear()
        self.changes += 1

    def _overflow(self, text: str, start: int) -> None:
        """Keep the end of what is over the limit: of ``text``, from ``start`` on."""
        if start >= len(text):
            return
        keep = self._limit // 4
        self._dropped += len(text) - start
        self._tail.append(text[max(start, len(text) - keep) :])
        self._tail_length += len(self._tail[-1])
        if self._tail_length > 4 * keep + 1000:  # now and then, so that many small writes stay cheap
            self._tail = ["".join(self._tail)[-keep:]]
            self._tail_length = len(self._tail[0])

    def _end(self) -> str:
        if not self._dropped:
            return ""
        keep = self._limit // 4
        tail = "".join(self._tail)[-keep:]
        left_out = self._dropped - len(tail)
        return f"\n… [{left_out:,} characters left out] …\n{tail}" if left_out > 0 else tail


def _encodable(data: Mapping[str, Any]) -> dict[str, Any]:
    return {kind: encodable(value) if isinstance(value, str) else value for kind, value in data.items()}


def words_of(data: Mapping[str, Any]) -> str:
    """What a model can read of a rich output."""
    if any(kind.startswith("image/") for kind in data):
        return "A figure was drawn."
    text = str(data.get("text/plain") or "")
    if text and not _OBJECT.fullmatch(text):
        return text
    if "text/markdown" in data:
        return str(data["text/markdown"])
    if "text/html" in data:
        return " ".join(_TAG.sub(" ", str(data["text/html"])[:20_000]).split())
    return text or f"[{', '.join(data)}]"
