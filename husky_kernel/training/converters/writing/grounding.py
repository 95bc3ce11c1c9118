"""Whether a program takes its numbers from the question. One that does not left a step out, and teaches guessing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from husky_kernel.training.converters.writing.arithmetic import is_near

KNOWN = frozenset(
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 24, 25, 28, 30, 31, 50, 52, 60, 90, 100, 180, 360, 365, 1000, 3600}
)
"""Numbers that everybody knows: small counts, days, hours, percent, coins."""

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
_WORDS = {
    word: number
    for number, words in {
        1 / 2: "half",
        1 / 3: "third thirds",
        1 / 4: "quarter quarters fourth fourths",
        9: "nine ninth ninths",
        11: "eleven eleventh",
        12: "dozen dozens twelve",
        13: "thirteen",
        14: "fourteen",
        15: "fifteen",
        16: "sixteen",
        17: "seventeen",
        18: "eighteen",
        19: "nineteen",
        20: "twenty score",
        40: "forty",
        70: "seventy",
        80: "eighty",
    }.items()
    for word in words.split()
}


def strays(programs: Iterable[str], question: str) -> list[float]:
    """The numbers in ``programs`` that neither the question gives nor everybody knows; shares and percent are read."""
    given = given_numbers(question)
    return [
        number
        for program in programs
        for node in ast.walk(ast.parse(program))
        if isinstance(node, ast.Constant) and isinstance(number := node.value, int | float)
        if not any(is_near(number, one) for one in given)
    ]


def given_numbers(question: str) -> set[float]:
    """All that counts as given: the question's numbers, their hundredth parts, what is left of them to 1 and to 100."""
    found = {float(match.replace(",", "")) for match in _NUMBER.findall(question)}
    words = set(re.findall(r"[a-z]+", question.casefold()))
    found |= {number for word, number in _WORDS.items() if word in words}
    tens = {a + b for a in (20, 30, 40, 50, 60, 70, 80, 90) for b in range(1, 10)} if "-" in question else set()
    related = {each for number in found for each in (number / 100, 1 - number / 100, 1 + number / 100, 100 - number)}
    related |= {each for number in found for each in (100 + number, 1 + number, number - 1, 1 - number)}
    return found | related | KNOWN | {k / 100 for k in KNOWN} | {float(t) for t in tens}
