"""False alarms and cost of what is seen without a model: ``python tests/sight/measure.py WIKISQL.jsonl.gz [N [SEED]]``.

The annotated queries of WikiSQL run as programs on filled tables: each note against one, and each misfit of its value,
is a false alarm, or a fault of the annotation. The cost is that of the watch around the programs of ``corpus.py``.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from corpus import PROGRAMS, tables

from husky_kernel.eval.benchmarks.wikisql import TableQuestion
from husky_kernel.sight import Written, against, expected, misfits, watch
from husky_kernel.training.converters.wikisql import program


def annotated(path: str, most: int, seed: int) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Questions, their programs and their tables, drawn from all of the file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = list(enumerate(file))
    for index, line in random.Random(seed).sample(lines, min(most, len(lines))):
        question = TableQuestion.from_record(index, json.loads(line))
        if question.usable:
            frame = question.frame(1)
            yield question.question, program("df", frame, question.select, question.agg, question.where), frame


def spoken_against(question: str, code: str, tables: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """What notes say against a program that runs on ``tables``, and what its question says against it."""
    head, _, last = code.rpartition("\n")
    namespace = dict(tables)
    with watch(namespace, code) as seen:
        exec(f"{head}\nvalue = {last}", namespace)
    asked = expected(question)
    unfit = [*misfits(asked, namespace["value"], tables=tables)]
    unfit += against(Written(question, asked, code, tables, question))
    return [note.text for note in seen.notes if note.against], unfit


def false_alarms(path: str, most: int, seed: int) -> None:
    count, noted, misfitted = 0, 0, 0
    for question, code, frame in annotated(path, most, seed):
        noticed, unfit = spoken_against(question, code, {"df": frame})
        count, noted, misfitted = count + 1, noted + bool(noticed), misfitted + bool(unfit)
        for told in (*noticed, *unfit):
            print(f"{told} | {question} | {code.splitlines()[-1]}")
    print(
        f"{count} programs: notes against {noted} ({noted / count:.2%}), misfits {misfitted} ({misfitted / count:.2%})"
    )


def seconds(watched: bool) -> float:
    """Processor time of the corpus."""
    spent = 0.0
    for code in PROGRAMS:
        namespace: dict[str, Any] = {"pd": pd, "np": np, **tables()}
        begin = time.process_time()
        if watched:
            with watch(namespace, code):
                exec(code, namespace)
        else:
            exec(code, namespace)
        spent += time.process_time() - begin
    return spent


def main() -> None:
    most, seed = [int(given) for given in sys.argv[2:4]] + [1000, 16][len(sys.argv) - 2 :]
    false_alarms(sys.argv[1], most, seed)
    seconds(True)  # once, so that all is imported
    plain, watched = (min(seconds(on) for _ in range(3)) for on in (False, True))
    print(f"a watched program takes {(watched - plain) / len(PROGRAMS) * 1000:.1f} ms of processor time more")


if __name__ == "__main__":
    main()
