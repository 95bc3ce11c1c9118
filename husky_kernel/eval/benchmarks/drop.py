"""DROP: arithmetic over a passage, which stands in the question (Dua et al. 2019, arXiv 1903.00161; CC BY-SA 4.0).

A record is ``{"index", "question", "answer"}``. Worked example: a match report
and "How many yards was the longest field goal?" -> 52. Solved: the number or the words are the same; F1 beside.
"""

from __future__ import annotations

from husky_kernel.eval.benchmarks.asked import reader
from husky_kernel.eval.benchmarks.benchmark import Benchmark
from husky_kernel.eval.metrics import reference
from husky_kernel.eval.metrics.words import gives_words

DROP = Benchmark("drop", reader(gives_words, reference.table_right), "words", f1=True)
