"""HotpotQA: questions over two articles (Yang et al. 2018, arXiv 1809.09600; CC BY-SA 4.0).

A record is ``{"index", "question", "answer"}``. Worked example: "Which is older, the
London or the Paris underground?" -> London. Solved: the words are the same, or both say yes, or no; F1 beside.
"""

from __future__ import annotations

from husky_kernel.eval.benchmarks.asked import reader
from husky_kernel.eval.benchmarks.benchmark import Benchmark
from husky_kernel.eval.metrics import reference
from husky_kernel.eval.metrics.words import gives_words

HOTPOTQA = Benchmark(
    "hotpotqa",
    reader(gives_words, reference.words_right),
    "words",
    f1=True,
)
