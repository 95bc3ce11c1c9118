"""One verdict of the judge, and what two of them come to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from husky_kernel.agent.errors import ContextOverflow
from husky_kernel.agent.protocols import Engine, Request

Word = Literal["yes", "no", "unreadable"]
Judged = Literal["right", "wrong", "undecided", "unreadable", "unanswered"]

MAX_REPLY = 200

_THOUGHT = re.compile(r"^.*</think>", re.DOTALL)
_WORD = re.compile(r"\b(yes|no)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge said. ``share``: probability of yes, where the engine could tell; else ``reply`` is its text."""

    word: Word
    share: float | None = None
    reply: str = ""

    def to_json(self) -> dict[str, Any]:
        """The verdict as it stands in the journal and the report."""
        return {"word": self.word, "share": self.share, "reply": self.reply}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Verdict:
        """Inverse of :meth:`to_json`. Raises ValueError for anything else."""
        if data.get("word") not in ("yes", "no", "unreadable"):
            raise ValueError(f"not a verdict: {data}")
        return cls(data["word"], data.get("share"), str(data.get("reply", "")))


def ask(engine: Engine, request: Request, choices: tuple[str, str]) -> Verdict:
    """The likelier of ``choices`` (yes, then no) where the engine tells probabilities, else its reply, read.

    A prompt that does not fit the judge is an unreadable verdict; other errors of the engine are raised.
    """
    yes, no = choices
    try:
        shares = engine.score(request, choices).probabilities
        if yes in shares and no in shares and shares[yes] != shares[no]:
            share = shares[yes] / (shares[yes] + shares[no])
            return Verdict("yes" if share > 0.5 else "no", round(share, 4))
        text = engine.generate(request).text
    except ContextOverflow as error:
        return Verdict("unreadable", reply=str(error))
    return Verdict(read(text), reply=text.strip()[:MAX_REPLY])


def read(text: str) -> Word:
    """The verdict in a reply, thoughts left out: its only word of the two, its first word, or all of its last line."""
    said = _THOUGHT.sub("", text).strip()
    words = [word.lower() for word in _WORD.findall(said)]
    if len(set(words)) == 1:
        return "yes" if words[0] == "yes" else "no"
    for line in (said.splitlines() or [""])[-1:]:
        last = {word.lower() for word in _WORD.findall(line)}
        if len(last) == 1:
            return "yes" if last == {"yes"} else "no"
    return "unreadable"


def together(first: Verdict, second: Verdict) -> Judged:
    """What two verdicts with swapped positions come to: right or wrong only where they agree."""
    words = {first.word, second.word}
    if "unreadable" in words:
        return "unreadable"
    if len(words) == 2:
        return "undecided"
    return "right" if words == {"yes"} else "wrong"
