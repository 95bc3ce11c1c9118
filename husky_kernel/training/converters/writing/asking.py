"""How steps are worded: by the question's own last sentence, since a paraphrase loses conditions."""

from __future__ import annotations

import re

from husky_kernel.agent.grammar import one_line

_SENTENCE = re.compile(
    r"(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bMrs\.)(?<!\brs \.)(?<!\brs\.)(?<!\bRs\.)"
    r"(?:(?<=[.!?])\s+(?=[A-Z\"'(])|(?<=\s[.!?])\s+(?=[a-z]))"
)
LONGEST = 180
ALL = "the answer from the numbers in the question with one program."


def asked(question: str) -> str:
    """The last sentence that asks something, on one line; the last sentence if none does; empty if it is very long."""
    sentences = [one_line(sentence) for sentence in _SENTENCE.split(question.strip()) if sentence.strip()]
    asking = [sentence for sentence in sentences if sentence.endswith("?")]
    found = (asking or sentences or [""])[-1]
    return found if len(found) <= LONGEST else ""


def compute(question: str) -> str:
    """The step that has all of ``question`` computed by one program."""
    sentence = asked(question)
    return f"Compute with one program: {sentence}" if sentence else f"Compute {ALL}"
