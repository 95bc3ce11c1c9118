"""HuskyQA: search for missing facts, then compute (Kim et al. 2024, arXiv 2406.06469; MIT), and sets made like it.

A record is ``{"index", "question", "answer"}``. Worked example: "How much larger in square inches will Texas be than
Washington on a map of 100 square miles a square inch, to the nearest integer?" -> 1972. Solved: the number is the
same, or a rounding of it to three digits or more.
"""

from __future__ import annotations

from husky_kernel.eval.benchmarks.asked import reader
from husky_kernel.eval.benchmarks.benchmark import Benchmark
from husky_kernel.eval.benchmarks.gsm8k import right
from husky_kernel.eval.metrics import reference

HUSKYQA = Benchmark("huskyqa", reader(right, reference.number_right), "number", max_steps=8)
