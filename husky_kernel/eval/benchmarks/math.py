r"""MATH: competition problems (Hendrycks et al. 2021, arXiv 2103.03874; MIT).

A record is ``{"index", "question", "answer"}``, question and answer in LaTeX. Worked example: "What is $\frac{1}{2}$
of $\sqrt{48}$?" -> ``2\sqrt{3}``. Solved: the expression the answer gives is equal (fractions, tuples, intervals,
matrices; units and degree signs do not count; ``i`` is the imaginary unit).
"""

from __future__ import annotations

from husky_kernel.eval.benchmarks.asked import reader
from husky_kernel.eval.benchmarks.benchmark import Benchmark
from husky_kernel.eval.metrics import reference
from husky_kernel.eval.metrics.algebra import gives_expression


def right(text: str, answer: str, question: str) -> bool:
    """The repaired metric."""
    return gives_expression(text, answer, question, imaginary=True)


MATH = Benchmark("math", reader(right, reference.expression_right), "expression", max_steps=10)
