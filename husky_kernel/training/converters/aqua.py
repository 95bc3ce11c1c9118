"""AQuA: multiple-choice word problems with rationales (Ling et al. 2017, arXiv 1705.04146; Apache-2.0).

A record is ``{"question", "options", "rationale", "correct"}``. Worked example: "Let X be the third value. 850 + 705 +
X = 820 * 3, so X = 905. Answer: B" with option B "$905" becomes one [math] step with the rationale, ending in the value
of the option, and that value as the answer. The rationale must come to it, and its equalities must
hold; many do not, since they were written by a crowd.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from husky_kernel.training.checks.expected import Expected
from husky_kernel.training.converters.source import How, Source
from husky_kernel.training.converters.writing.derivations import math_step
from husky_kernel.training.trajectories import Draft, Unfit

_VERDICT = re.compile(
    r"(?:(?:the\\s+)?(?:correct\s+)?(?:answer|ans|option|choice)\b(?:\s+(?:is|option|choice))*\s*[:\-.]*\s*\(?[A-E]\)?|"
    r"\b[Hh]ence[, ]+\(?[A-E]\)?|^\s*\(?[A-E]\)?)[\s.!)]*$",
    re.IGNORECASE | re.MULTILINE,
)
_HEADING = re.compile(r"^\s*(?:explanation|solution|sol)\s*[:.\-]*\s*", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def convert(record: Mapping[str, Any], how: How) -> Draft:
    """A draft from one record; a derivation is one step in either style."""
    question, letter = str(record["question"]).strip(), str(record["correct"]).strip()
    options = {str(option)[0]: str(option)[2:].strip() for option in record["options"]}
    value = options[letter]
    if not value or "none of" in value.casefold():
        raise Unfit("no value among the options")
    rationale = _HEADING.sub("", _VERDICT.sub("", str(record["rationale"]).strip()).strip())
    if not _comes_to(rationale, value):
        raise Unfit("the rationale does not come to the answer")
    step = math_step(question, f"{rationale}\n\\boxed{{{value}}}")
    return Draft(question, (step,), (Expected("text", value),), value, checked=("equalities",))


def _comes_to(rationale: str, value: str) -> bool:
    """Whether the last line with a number in it has the numbers of ``value``; for words, whether they are there."""
    wanted = [_bare(number) for number in _NUMBER.findall(value)]
    if not wanted:
        return value.casefold() in rationale.casefold()
    lines = [line for line in rationale.splitlines() if _NUMBER.search(line)]
    found = {_bare(number) for line in lines[-2:] for number in _NUMBER.findall(line)}
    return set(wanted) <= found


def _bare(number: str) -> float:
    return float(number.replace(",", ""))


SOURCE = Source("aqua", "Apache-2.0", ("aqua*",), convert)
