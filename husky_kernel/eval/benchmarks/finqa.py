"""FinQA: arithmetic over a page of a financial report (Chen et al. 2021, arXiv 2109.00122; MIT).

A record is ``{"index", "question", "answer"}``; text and table stand in the question, one row a line as a Python
list. Worked example: "['sales', '80', '100']" and "what was the growth of sales?" -> 25%. Solved: the number is the
same; the reference's may itself be rounded; ``25%`` is 25 and 0.25.
"""

from __future__ import annotations

from husky_kernel.eval.benchmarks.asked import reader
from husky_kernel.eval.benchmarks.benchmark import Benchmark
from husky_kernel.eval.metrics import reference
from husky_kernel.eval.metrics.numbers import gives_number, single_number
from husky_kernel.eval.metrics.words import gives_words


def right(text: str, answer: str, question: str) -> bool:
    """The repaired metric."""
    if single_number(answer) is None:
        return gives_words(text, answer, question)
    return gives_number(text, answer, rounded=True, shares=True)


FINQA = Benchmark("finqa", reader(right, reference.table_right), "number")
