"""ReAct: a thought, an action, an observation, over and over (arXiv 2210.03629), with the tools that the loop has."""

from __future__ import annotations

import re
from dataclasses import replace
from time import perf_counter

from husky_kernel.agent.grammar import FINISH, one_line, shortened
from husky_kernel.agent.protocols import Message
from husky_kernel.agent.types import Observation, Seconds, Step, Task, Trace, TraceStatus
from husky_kernel.eval.agents.prompts import baseline
from husky_kernel.eval.agents.workplace import Workplace, attempt, programs
from husky_kernel.eval.question import Attempt, Question
from husky_kernel.modules.expert import block

SHOWN = 1500
"""Characters of an observation that the model sees."""

_ACTION = re.compile(
    r"^\s*\**Action\**:\**\s*`?\[?([a-z_]+)\]?`?:?[ \t]*(.*)\Z", re.IGNORECASE | re.MULTILINE | re.DOTALL
)


class ReAct:
    """Every observation is a turn of the conversation. The answer is checked like the loop's."""

    name = "react"

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def solve(self, question: Question) -> Attempt:
        """Think and act until it finishes, or must."""
        place = self._place
        place.sandbox.fill(question.namespaces()[0])
        run = _Run(place, place.task(question))
        while not run.ended:
            run.turn(forced=len(run.steps) >= place.max_steps)
        trace = Trace(
            question.question,
            place.agent.name,
            status=run.status,
            answer=run.answer,
            steps=tuple(run.steps),
            finish={"forced": run.status == "limit"},
        )
        return attempt(question, trace, place.replayed(question, programs(run.steps), run.answer), computes=True)


class _Run:
    def __init__(self, place: Workplace, task: Task) -> None:
        self._task, self._place = task, place
        self._tools = {name: tool for name, tool in place.tools.items() if tool.executes}
        self._turns: list[Message] = []
        self._prompt = baseline(ReAct.name, place.agent.profiles["action"].name)
        self.steps: list[Step] = []
        self.answer: str | None = None
        self.status: TraceStatus = "finished"
        self.ended = False

    def turn(self, forced: bool) -> None:
        """One thought with its action."""
        start = perf_counter()
        request = replace(self._prompt.request(self._task, self._turns), step=len(self.steps))
        if forced:
            request = replace(request, prefill=self._prompt.forced)
        generation = self._place.agent.engine(ReAct.name).generate(request)
        thought, tool, call = read((self._prompt.forced if forced else "") + generation.text)
        step = Step(len(self.steps), tool, thought, call or None, tokens=generation.tokens)
        step = replace(step, seconds=Seconds(action=perf_counter() - start))
        if forced or (tool == FINISH and call):
            self.ended, self.answer = True, one_line(call) or None
            self.status = "limit" if forced else "finished"
            self.steps.append(replace(step, tool=FINISH, output=self.answer or ""))
            return
        said = generation.text.strip()
        self._act(step, said)

    def _act(self, step: Step, said: str) -> None:
        start = perf_counter()
        tool = self._tools.get(step.tool)
        if tool is None or not step.call:
            names = ", ".join([*self._tools, FINISH])
            seen = Observation(
                self._prompt.prompt.retry.replace("{tools}", names), ok=False, error="no action could be read"
            )
            step = replace(step, tool=step.tool or "none")
        else:
            seen = tool.run(step.call)
        text = seen.text or seen.error or ""
        shown = shortened(text, SHOWN)
        self._turns += [Message("assistant", said), Message("user", f"Observation: {shown}")]
        self.steps.append(
            replace(
                step,
                observation=text if tool is not None else "",
                output=shown,
                status="done" if seen.ok else "failed",
                error=seen.error,
                seconds=step.seconds.add("tool", perf_counter() - start),
            )
        )


def read(text: str) -> tuple[str, str, str]:
    """Thought, tool and input of a reply; the tool is empty where there is no action."""
    text = text.split("\nObservation:")[0]
    match = _ACTION.search(text)
    if match is None:
        return one_line(text), "", ""
    thought = one_line(re.sub(r"^\s*\**Thought\**:\**", "", text[: match.start()].strip()))
    body = re.sub(r"^\s*(?:Action )?Input:", "", match.group(2), flags=re.IGNORECASE)
    tool = match.group(1).lower()
    return thought, tool, block(body).strip() if tool == "code" else one_line(body)
