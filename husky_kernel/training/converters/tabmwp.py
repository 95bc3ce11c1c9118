r"""TabMWP: word problems over small tables, with solutions in words (Lu et al. 2022, arXiv 2209.14610; CC BY-SA 4.0).

A record is ``{"question", "choices", "answer", "table", "solution", ...}``; the question shows the table's rows as
lists. Worked example: "How much higher is the fare for a car?" whose solution says "$12.00 − $8.00 = $4.00" becomes::

    round(12 - 8, 2)

Statistics (mean, median, mode, range), counting in stem-and-leaf plots and the greatest or least of a column become
programs of their own; whatever no program is found for stays the annotated solution, as one [math] step.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from husky_kernel.agent.grammar import one_line
from husky_kernel.training.checks.expected import Expected, only_number
from husky_kernel.training.converters.source import How, Source
from husky_kernel.training.converters.writing import tables
from husky_kernel.training.converters.writing.derivations import math_step
from husky_kernel.training.converters.writing.table_programs import candidates
from husky_kernel.training.trajectories import Act, Draft, Unfit


def convert(record: Mapping[str, Any], how: How) -> Draft:
    """A draft from one record; the two styles are one.

    The first program that gives the answer is taken; plain ones are computed here, and run again when the draft is.
    """
    rows = [[cell.strip() for cell in line.split("|")] for line in str(record["table"]).split("\n")]
    asked, solution = one_line(str(record["question"])), str(record["solution"]).strip()
    question = "\n".join([tables.printed(rows), asked])
    answer = str(record["answer"]).strip()
    expected = Expected("number", only_number(answer)) if only_number(answer) is not None else Expected("text", answer)
    for code in candidates(asked, rows, solution, record.get("choices") or ()):
        if _gives(code, expected):
            return Draft(question, (Act("code", f"Compute from the table: {asked}", code),), (expected,))
    solution = re.sub(r"([AP])\. M\.", r"\1.M.", solution)
    if answer.casefold() not in solution.casefold():
        raise Unfit("the solution does not come to the answer")
    step = math_step(asked, f"{solution}\n\\boxed{{{answer}}}")
    return Draft(question, (step,), (expected,), answer, checked=("equalities",))


def _gives(code: str, expected: Expected) -> bool:
    """Whether a candidate, which is our own code on the table's values, comes to the answer."""
    *lines, last = code.split("\n")
    scope: dict[str, Any] = {}
    try:
        exec("\n".join(lines), scope)
        return expected.matches(str(eval(last, scope)))
    except (ArithmeticError, ValueError, TypeError, LookupError, SyntaxError, NameError):
        return False


SOURCE = Source("tabmwp_dev", "CC BY-SA 4.0", ("tabmwp*",), convert)
