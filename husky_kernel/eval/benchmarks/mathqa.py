"""MathQA, five parts as in Lila, without its options (Amini et al. 2019, arXiv 1905.13319; Lila: CC BY 4.0).

A record is ``{"index", "question", "answer"}``; the answer is what the annotated program computes, as a float in
full. Worked example: "the cost price of a radio is rs . 1500 and it was sold for rs . 1230 , find the loss %" -> 18.
Solved: the number is the same, or a rounding of it to three digits or more.
"""

from __future__ import annotations

from husky_kernel.eval.benchmarks.asked import reader
from husky_kernel.eval.benchmarks.benchmark import Benchmark
from husky_kernel.eval.metrics import reference
from husky_kernel.eval.metrics.algebra import gives_expression


def right(text: str, answer: str, question: str) -> bool:
    """The repaired metric."""
    return gives_expression(text, answer, question)


MATHQA = Benchmark("mathqa", reader(right, reference.expression_right), "number")
