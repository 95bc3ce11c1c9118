"""StrategyQA: questions whose steps are not said, yes or no (Geva et al. 2021, arXiv 2101.02235; MIT).

A record is ``{"index", "question", "answer": true}``. Worked example: "Could a snail cross a road within one second?"
-> no. Solved: the answer reads as the same of yes and no; one that is neither, or missing, is wrong.
"""

from __future__ import annotations

from husky_kernel.eval.benchmarks.asked import reader
from husky_kernel.eval.benchmarks.benchmark import Benchmark
from husky_kernel.eval.metrics import reference
from husky_kernel.eval.metrics.words import yes_or_no


def right(text: str, answer: str, question: str) -> bool:
    """The repaired metric."""
    return yes_or_no(text) is yes_or_no(answer)


STRATEGYQA = Benchmark("strategyqa", reader(right, reference.yes_no_right), "yes or no", "Answer with yes or no.")
