"""The sets of questions, one short file each: source, licence, a worked example, and when a question is solved."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from husky_kernel.agent.errors import UseError
from husky_kernel.eval.benchmarks.bamboogle import BAMBOOGLE
from husky_kernel.eval.benchmarks.benchmark import Benchmark
from husky_kernel.eval.benchmarks.dabench import DABENCH
from husky_kernel.eval.benchmarks.drop import DROP
from husky_kernel.eval.benchmarks.finqa import FINQA
from husky_kernel.eval.benchmarks.gdm import GDM
from husky_kernel.eval.benchmarks.gsm8k import GSM8K
from husky_kernel.eval.benchmarks.hotpotqa import HOTPOTQA
from husky_kernel.eval.benchmarks.huskyqa import HUSKYQA
from husky_kernel.eval.benchmarks.iirc import IIRC
from husky_kernel.eval.benchmarks.math import MATH
from husky_kernel.eval.benchmarks.mathqa import MATHQA
from husky_kernel.eval.benchmarks.mmqa import MMQA
from husky_kernel.eval.benchmarks.reading import questions_of
from husky_kernel.eval.benchmarks.strategyqa import STRATEGYQA
from husky_kernel.eval.benchmarks.tabmwp import TABMWP
from husky_kernel.eval.benchmarks.tatqa import TATQA
from husky_kernel.eval.benchmarks.wikisql import WIKISQL
from husky_kernel.eval.benchmarks.wtq import WTQ
from husky_kernel.eval.question import Question

__all__ = ["BENCHMARKS", "Benchmark", "benchmark", "read_questions"]

BENCHMARKS: Mapping[str, Benchmark] = {
    each.name: each
    for each in (
        *(GSM8K, MATH, GDM, MATHQA, TABMWP, FINQA, TATQA, MMQA, STRATEGYQA, BAMBOOGLE, HOTPOTQA, DROP, IIRC, HUSKYQA),
        *(DABENCH, WIKISQL, WTQ),
    )
}


def benchmark(name: str) -> Benchmark:
    """The set of that name.

    Raises
    ------
    UseError
        If there is none.
    """
    if name not in BENCHMARKS:
        raise UseError(f"there is no set {name!r}: choose from {', '.join(BENCHMARKS)}")
    return BENCHMARKS[name]


def read_questions(
    name: str, data: Path, limit: int | None, seed: int | None = None, tables: Path | None = None
) -> list[Question]:
    """The first ``limit`` usable questions of a file, or as many of them shuffled by ``seed``.

    ``data``: JSON lines, gzipped or not, or one JSON array. ``tables``: where those of wtq and dabench are, if not
    beside it.

    Raises
    ------
    UseError
        If there is no such set or file, a line is no record of that set, or tables are missing.
    """
    return questions_of(benchmark(name), data, limit, seed, tables)
