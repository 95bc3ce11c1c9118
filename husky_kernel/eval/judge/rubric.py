"""The rubric, and how it is put to the judge."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from husky_kernel.agent.protocols import Message, Request

Order = Literal["reference first", "reference second"]
ORDERS: tuple[Order, Order] = ("reference first", "reference second")

MAX_ANSWER = 4_000
"""Characters of an answer that the judge sees; the end is kept, where a final answer stands."""


@dataclass(frozen=True, slots=True)
class Rubric:
    """What the judge is told; ``checksum`` changes with any of it."""

    system: str
    ask: str
    choices: tuple[str, str]
    max_tokens: int
    checksum: str

    @classmethod
    def from_toml(cls, data: Mapping[str, Any], checksum: str) -> Rubric:
        """Freeze the file's values."""
        yes, no = data["choices"]
        return cls(data["system"].strip(), data["ask"].strip(), (yes, no), data["max_tokens"], checksum)

    def request(self, question: str, reference: str, candidate: str, order: Order, role: str = "judge") -> Request:
        """Ask for a verdict on ``candidate``, with the reference in the place that ``order`` says."""
        reference, candidate = _end(reference), _end(candidate)
        first = order == "reference first"
        answers = (reference, candidate) if first else (candidate, reference)
        places = ("A", "B") if first else ("B", "A")
        text = self.ask.format(question=question, a=answers[0], b=answers[1], reference=places[0], graded=places[1])
        return Request(role, (Message("system", self.system), Message("user", text)), max_tokens=self.max_tokens)


def _end(answer: str) -> str:
    text = answer.strip()
    return text if len(text) <= MAX_ANSWER else "… " + text[-MAX_ANSWER:]


@cache
def rubric() -> Rubric:
    """The shipped rubric."""
    text = (resources.files("husky_kernel.eval.judge") / "rubric.toml").read_text(encoding="utf-8")
    return Rubric.from_toml(tomllib.loads(text), hashlib.sha256(text.encode()).hexdigest())
