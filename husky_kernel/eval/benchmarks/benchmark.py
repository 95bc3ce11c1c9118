"""What a benchmark is to those who run it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from husky_kernel.eval.question import Question

Form = Literal["number", "expression", "words", "yes or no", "cells"]
Read = Callable[[int, Mapping[str, Any]], Question]
"""Reads the record at a place of a file; raises ValueError, KeyError or TypeError for what is no record of the set."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One set of questions: how a record is read, and what an answer looks like.

    Parameters
    ----------
    max_steps
        Acting steps the loop may take, as in the reference.
    answer_hint
        One line after the question for every agent: the form of an answer, where the question does not tell it.
    f1
        Whether F1 of the words is reported beside the share solved (:func:`~husky_kernel.eval.metrics.words.f1`).
    beside
        Given the data file and the option for tables, how records are read whose tables stand in other files.
    """

    name: str
    read: Read
    form: Form
    answer_hint: str = ""
    max_steps: int = 5
    f1: bool = False
    beside: Callable[[Path, Path | None], Read] | None = None

    def reader(self, data: Path, tables: Path | None = None) -> Read:
        """How the records of ``data`` are read; ``tables``: where their tables are, if not beside it.

        Raises
        ------
        UseError
            If the set needs tables and they are not there.
        """
        return self.read if self.beside is None else self.beside(data, tables)
