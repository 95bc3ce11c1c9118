"""TabMWP: word problems about a small table (Lu et al. 2023, arXiv 2209.14610; CC BY-SA 4.0).

A record is ``{"index", "question", "answer"}``; the table stands in the question, one row a line as a Python list,
then the question and its options. Answers are numbers (``1,374``, ``5/18``), options or times. Worked example:
"['Pears', '$2 per pound']" and "How much do 3 pounds of pears cost?" -> 6. Solved: the number is the same, or the
words are.
"""

from __future__ import annotations

from husky_kernel.eval.benchmarks.asked import reader
from husky_kernel.eval.benchmarks.benchmark import Benchmark
from husky_kernel.eval.metrics import reference
from husky_kernel.eval.metrics.words import gives_words

TABMWP = Benchmark("tabmwp", reader(gives_words, reference.table_right), "words")
