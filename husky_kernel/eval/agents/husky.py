"""The loop, with the tools it is given (arXiv 2406.06469)."""

from __future__ import annotations

from husky_kernel.agent.drive import drive
from husky_kernel.agent.loop import run
from husky_kernel.eval.agents.workplace import Workplace, attempt, programs
from husky_kernel.eval.question import Attempt, Question


class Husky:
    """The final answer counts on the first fill, the same programs run again on the others."""

    name = "husky"

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def solve(self, question: Question) -> Attempt:
        """Drive the loop to its end."""
        place = self._place
        task = place.task(question)
        place.sandbox.fill(question.namespaces()[0], task)
        team = place.agent.team(place.tools, place.memory)
        trace = drive(run(task, team, place.max_steps), place.agent.engine, team.tools)
        return attempt(question, trace, place.replayed(question, programs(trace.steps), trace.answer), computes=True)
