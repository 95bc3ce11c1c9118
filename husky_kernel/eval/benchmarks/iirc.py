"""IIRC: questions on a paragraph whose answer stands elsewhere (Ferguson et al. 2020, arXiv 2011.07127; CC BY 4.0).

A record is ``{"index", "question", "answer"}``. Worked example: a life
and "How old was he at the battle?" -> 27. Solved: the number or the words are the same; F1 beside.
"""

from __future__ import annotations

from husky_kernel.eval.benchmarks.asked import reader
from husky_kernel.eval.benchmarks.benchmark import Benchmark
from husky_kernel.eval.metrics import reference
from husky_kernel.eval.metrics.words import gives_words

IIRC = Benchmark("iirc", reader(gives_words, reference.table_right), "words", f1=True)
