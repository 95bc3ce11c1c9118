"""Why an answer is most likely wrong, read off its trace."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, get_args

from husky_kernel.agent.types import Trace
from husky_kernel.eval.question import Question

Cause = Literal[
    "wrong tool", "wrong code", "wrong reasoning", "code failed", "search empty", "no finish", "format", "crash"
]
CAUSES: tuple[str, ...] = get_args(Cause)

MEANING: Mapping[str, str] = {
    "wrong tool": "no program was run although there was something to compute",
    "wrong code": "every program ran, the answer is wrong",
    "wrong reasoning": "no tool had a part in it, or none was needed: what the model wrote is wrong",
    "code failed": "the last failure was a program's",
    "search empty": "the last failure was a search without a hit",
    "no finish": "the step limit ended the run, or it has no answer",
    "format": "the right value is in the answer but the metric could not take it, or no answer could be read",
    "crash": "an error of ours or of the engine; its text is in the trace",
    "flagged": "of the analyst's set: wrong or without an answer, and the run says so",
    "silent": "of the analyst's set: wrong, and told as right",
}

_FAILED: Mapping[str, Cause] = {"code": "code failed", "search": "search empty"}
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def cause_of(question: Question, trace: Trace, computes: bool) -> Cause:
    """The cause of a wrong answer. ``computes``: whether the agent has a code tool."""
    if crashed(trace):
        return "crash"
    if contains(trace.answer, question.answer):
        return "format"
    if not computes:
        return "wrong reasoning" if trace.answer else "format"
    if trace.status != "finished":
        return "no finish"
    failed = [step.tool for step in trace.steps if step.status == "failed"]
    if failed:
        return _FAILED.get(failed[-1], "wrong reasoning")
    if any(step.tool == "code" for step in trace.steps):
        return "wrong code"
    needed = any(question.namespaces()) or _NUMBER.fullmatch(question.answer.strip())
    return "wrong tool" if needed else "wrong reasoning"


def crashed(trace: Trace) -> bool:
    """Whether an exception ended it, rather than the loop itself."""
    return trace.status == "failed" and not trace.finish


def contains(text: str | None, answer: str) -> bool:
    """Whether ``answer`` stands in ``text``, as words or as a number."""
    if not text or not answer.strip():
        return False
    if _NUMBER.fullmatch(answer.strip()):
        wanted = _value(answer.strip())
        return any(abs(_value(found) - wanted) <= 1e-9 * abs(wanted) for found in _NUMBER.findall(text))
    return f" {_words(answer)} " in f" {_words(text)} "


def _value(text: str) -> float:
    return float(text.replace(",", ""))


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
