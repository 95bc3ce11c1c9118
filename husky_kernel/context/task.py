"""The task for a question: what is told of the variables, and what the question wants."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from husky_kernel.agent.types import Task
from husky_kernel.context.variables import description
from husky_kernel.sight import expected


def task_of(
    question: str,
    namespace: Mapping[str, Any],
    budget: int,
    *,
    skip: Collection[str] = (),
    recent: Collection[str] | None = None,
    before: str = "",
) -> Task:
    """The task for ``question``, wherever it is asked, as if nothing had been asked before.

    Parameters
    ----------
    question
        Without secrets already.
    namespace
        The user's variables.
    budget
        Tokens of what is told of them, about so many at most.
    skip, recent, before
        As for :func:`~husky_kernel.context.variables.description`.
    """
    context, readings, tool = description(question, namespace, budget, skip=skip, recent=recent, before=before)
    if not context:
        return Task(question)
    asked = expected(question)
    return Task(question, context, words=asked.words, changes=asked.change, readings=readings, tool=tool)
