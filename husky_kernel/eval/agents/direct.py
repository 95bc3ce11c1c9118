"""The answer at once, without a word of reasoning."""

from __future__ import annotations

from husky_kernel.agent.types import Step, Trace
from husky_kernel.eval.agents.answers import stated
from husky_kernel.eval.agents.prompts import baseline
from husky_kernel.eval.agents.workplace import Workplace, attempt
from husky_kernel.eval.question import Attempt, Question


class Direct:
    """One short reply. Tables stand in the prompt; where there are several fills, the first alone is asked about."""

    name = "direct"

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def solve(self, question: Question) -> Attempt:
        """Ask once."""
        agent = self._place.agent
        prompt = baseline(self.name, agent.profiles["action"].name)
        generation = agent.engine(self.name).generate(prompt.request(self._place.text_task(question)))
        answer = stated(generation.text)
        step = Step(0, self.name, "", output=generation.text, tokens=generation.tokens)
        trace = Trace(question.question, agent.name, answer=answer, steps=(step,))
        return attempt(question, trace, question.solved(0, answer), computes=False)
