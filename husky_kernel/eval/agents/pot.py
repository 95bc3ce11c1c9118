"""Program of thought: one program by the code expert's own prompt, written once, run once (arXiv 2211.12588)."""

from __future__ import annotations

from dataclasses import replace

from husky_kernel.agent.types import Step, Trace
from husky_kernel.eval.agents.workplace import Workplace, attempt
from husky_kernel.eval.question import Attempt, Question
from husky_kernel.modules.coder import code_expert


class ProgramOfThought:
    """What the loop must not be worse than: the program's value is the answer, on every fill."""

    name = "pot"

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def solve(self, question: Question) -> Attempt:
        """Write the program and run it."""
        place = self._place
        expert, task = code_expert(place.agent.prompt("code"), place.memory), place.task(question)
        # A role of its own: the loop's code expert must not find this prompt in its cache, nor the other way round.
        request = replace(expert.request(task, (), Step(0, "code", "")), role=self.name)
        generation = place.agent.engine("code").generate(request)
        code = expert.parse(generation.text, task)
        checks = [place.programmed(question, fill, [code]) for fill in range(len(question.namespaces()))]
        _, text, failed = checks[0]
        step = Step(0, "code", "", code, text, text, tokens=generation.tokens)
        if failed:
            step = replace(step, status="failed", error=text)
        trace = Trace(question.question, place.agent.name, answer=None if failed else text, steps=(step,))
        return attempt(question, trace, all(right for right, _, _ in checks), computes=True)
