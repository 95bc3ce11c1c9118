"""GSM8K: grade-school word problems with one number as answer (Cobbe et al. 2021, arXiv 2110.14168; MIT).

A record is ``{"index": 0, "question": "...", "answer": "18"}``. Worked example: "Ann has 3 boxes of 6 eggs and eats
2. How many are left?" -> 16. Solved: the number the answer gives (stated, else the last one) is the reference's.
"""

from __future__ import annotations

from husky_kernel.eval.benchmarks.asked import reader
from husky_kernel.eval.benchmarks.benchmark import Benchmark
from husky_kernel.eval.metrics import reference
from husky_kernel.eval.metrics.numbers import gives_number


def right(text: str, answer: str, question: str) -> bool:
    """The repaired metric."""
    return gives_number(text, answer)


GSM8K = Benchmark("gsm8k", reader(right, reference.first_number_right), "number", max_steps=10)
