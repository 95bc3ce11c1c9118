"""TAT-QA: numbers from a table and text of a report (Zhu et al. 2021, arXiv 2105.07624; CC BY 4.0).

A record is ``{"index", "question", "answer"}``; text and table stand in the question, one row a line as a Python
list. Worked example: "['Revenue', '$10', '$8']" and "What is the change in revenue?" -> 2. Solved as in
:mod:`~husky_kernel.eval.benchmarks.finqa`.
"""

from __future__ import annotations

from husky_kernel.eval.benchmarks.asked import reader
from husky_kernel.eval.benchmarks.benchmark import Benchmark
from husky_kernel.eval.benchmarks.finqa import right
from husky_kernel.eval.metrics import reference

TATQA = Benchmark("tatqa", reader(right, reference.table_right), "number")
