"""Mathematics questions from templates, in 56 modules (Saxton et al. 2019, arXiv 1904.01557; Apache-2.0).

A record is ``{"module", "question", "answer"}``; no solution is annotated. The questions are made by a grammar, so
their sentences can be read back: worked example, "Let r(c) = c**2 - 4. Solve r(3)*x = 10 for x." becomes::

    from sympy import Eq, solve, symbols
    x = symbols('x')
    r = lambda c: c ** 2 - 4
    ', '.join(str(root) for root in sorted(solve(Eq(r(3) * x, 10), x)))

The program must give the annotated answer: as a formula, for it may be written in other ways.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from husky_kernel.training.checks.expected import Expected
from husky_kernel.training.converters.generated import other as gdm_other
from husky_kernel.training.converters.generated.code import Code
from husky_kernel.training.converters.generated.patterns import last_lines
from husky_kernel.training.converters.source import How, Source
from husky_kernel.training.trajectories import Act, Draft, Unfit

_SENTENCE = re.compile(r"(?<=\.)\s+(?=[A-Z])")
_DECIMAL = re.compile(r"\d\.\d")
_GIVES_NUMBER = re.compile(r"^-?(?:expand\(|Rational|S\(|\(?-?\d|abs\()")


def convert(record: Mapping[str, Any], how: How) -> Draft:
    """A draft from one record; the two styles are one."""
    question, answer = str(record["question"]).strip(), str(record["answer"]).strip()
    code = gdm_other.program(question) or _algebra(question)
    step = f"Compute with one program: {_ask(question)}"
    return Draft(question, (Act("code", step, code),), (Expected("formula", answer),))


def _algebra(question: str) -> str:
    """Definitions first, then what is asked. The last two may ask together ("Suppose ... = 0. What is x?")."""
    *definitions, ask = _SENTENCE.split(question)
    if definitions:
        with suppress(Unfit):
            return _program(definitions[:-1], f"{definitions[-1]} {ask}")
    return _program(definitions, ask)


def _program(definitions: list[str], ask: str) -> str:
    code = Code()
    for sentence in definitions:
        code.define(sentence)
    last = last_lines(code, ask)
    if _DECIMAL.search(" ".join([*definitions, ask])) and _GIVES_NUMBER.match(last):
        last = f"float({last})"
    return code.whole(last)


def _ask(question: str) -> str:
    found = _SENTENCE.split(question)[-1]
    return found if len(found) <= 200 else "What is asked for in the last sentence?"


SOURCE = Source("gdm_generated", "Apache-2.0", ("gdm*",), convert)
