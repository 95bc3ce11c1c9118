"""DeepMind mathematics, five parts as in Lila (Saxton et al. 2019, arXiv 1904.01557; Apache-2.0).

A record is ``{"index", "question", "answer"}``. Answers are numbers, expressions (``-2*m**2 - m + 2``), several
values (``-1, 0, 1/5``), True or False, the letter of an option or the name of a value, a number in another base
(``4cc2``) or a time (``8:55 PM``). Worked example: "Solve 2 = -5*y - 3 for y." -> -1. Solved: the expression is
equal; decimals in full, as these questions have exact answers; "Factor ..." wants factors; several values in any
order unless one is asked for.
"""

from __future__ import annotations

from husky_kernel.eval.benchmarks.asked import reader
from husky_kernel.eval.benchmarks.benchmark import Benchmark
from husky_kernel.eval.metrics import reference
from husky_kernel.eval.metrics.algebra import gives_expression


def right(text: str, answer: str, question: str) -> bool:
    """The repaired metric."""
    return gives_expression(text, answer, question, exact=True)


GDM = Benchmark(
    "gdm",
    reader(right, reference.expression_right),
    "expression",
)
