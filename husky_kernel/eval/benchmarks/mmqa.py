"""MultimodalQA, the questions on tables and texts (Talmor et al. 2021, arXiv 2104.06039; MIT).

A record is ``{"index", "question", "answer"}``; the table stands in the question, one row a line as a Python list.
Worked example: "['Year', 'Winner'], ['1990', 'Rovers']" and "Where is the winner of 1990 at home?" -> the town.
Solved: the words are the same, or the number is; F1 beside.
"""

from __future__ import annotations

from husky_kernel.eval.benchmarks.asked import reader
from husky_kernel.eval.benchmarks.benchmark import Benchmark
from husky_kernel.eval.metrics import reference
from husky_kernel.eval.metrics.words import gives_words

MMQA = Benchmark("mmqa", reader(gives_words, reference.table_right), "words", f1=True)
