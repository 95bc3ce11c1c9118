"""What training borrows from rooms it does not know: benchmarks' questions and frames, the description of variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from husky_kernel.training.converters.source import How

if TYPE_CHECKING:
    from husky_kernel.eval.question import Question
    from husky_kernel.training.teacher import Lesson
    from husky_kernel.training.trajectories import Style


def how(style: str) -> How:
    """How records are converted, with frames for tables whose rows are not given."""
    return How(style=cast("Style", style), frames=_frames, describe=_describe)


def lessons(name: str, data: Path, limit: int | None) -> Iterator[Lesson]:
    """The questions of a benchmark for a teacher.

    Raises
    ------
    UseError
        If there is no such set or file, or a line is no record of it.
    """
    from husky_kernel.eval.benchmarks import read_questions
    from husky_kernel.training.teacher import Lesson

    for question in read_questions(name, data, limit):
        fills = question.namespaces()
        context = _describe(question.question, fills[0])
        yield Lesson(question.index, question.question, fills, context, partial(_right, question))


def _right(question: Question, fill: int, text: str | None, cells: Sequence[Any] | None) -> bool:
    return question.solved(fill, text, cells)


def _frames(index: int, record: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    from husky_kernel.eval.benchmarks.wikisql import TableQuestion

    question = TableQuestion.from_record(index, record)
    return question.namespaces() if question.usable else ()


def _describe(question: str, namespace: Mapping[str, Any]) -> str:
    from husky_kernel.config import load_settings
    from husky_kernel.context.variables import describe

    return describe(question, namespace, load_settings().context_tokens)
