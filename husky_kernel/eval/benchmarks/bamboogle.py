"""Bamboogle: questions of two steps that a search engine cannot answer (Press et al. 2023, arXiv 2210.03350; MIT).

A record is ``{"index", "question", "answer"}``. Worked example: "When did the first man on the moon die?" -> August
25, 2012. Solved: the words are the same, in any order; F1 beside.
"""

from __future__ import annotations

from husky_kernel.eval.benchmarks.asked import reader
from husky_kernel.eval.benchmarks.benchmark import Benchmark
from husky_kernel.eval.metrics import reference
from husky_kernel.eval.metrics.words import gives_words

BAMBOOGLE = Benchmark("bamboogle", reader(gives_words, reference.words_right), "words", f1=True)
