"""A worked question cut into one pair for each text that a module wrote in it, through the very modules of a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from husky_kernel.agent.decisions.policy import DONE
from husky_kernel.agent.grammar import FINISH, format_action, one_line
from husky_kernel.agent.state import Run
from husky_kernel.agent.team import Team
from husky_kernel.agent.types import Action as Choice
from husky_kernel.agent.types import Observation, Step, Task
from husky_kernel.assembly import Agent, tool_context
from husky_kernel.config import Settings
from husky_kernel.modules.expert import Expert
from husky_kernel.modules.profile import Profile
from husky_kernel.tools.registry import load_tools
from husky_kernel.training.pairs.pairs import Pair
from husky_kernel.training.pairs.worked import Worked


@dataclass(frozen=True, slots=True)
class Cutter:
    """Cuts with the modules of ``team``. What a person corrected or wrote weighs ``corrections`` at least."""

    team: Team
    corrections: float = 1.0

    @classmethod
    def of(cls, profile: Profile, corrections: float = 1.0) -> Cutter:
        """With the modules and tools that a run under ``profile`` has; nothing is run."""
        tools = load_tools(tool_context(None, Settings()))
        return cls(Agent("", {}, {"action": profile}).team(tools), corrections)

    def fits(self, worked: Worked) -> bool:
        """Whether there is something to learn: it ended with an answer, by tools that are known."""
        trace = worked.trace
        known = all(step.tool in self.team.tools for step in trace.steps)
        return known and trace.status == "finished" and bool(trace.answer)

    def cut(self, worked: Worked) -> Iterator[Pair]:
        """The pairs of a worked question that fits, in the order of a run. Failed and skipped steps are shown in the
        history, as they would be, and not learned.
        """
        steps = worked.trace.steps
        for number, step in enumerate(steps):
            if step.status in DONE and step.step.strip():
                yield from self._step(worked, steps[:number], step)
        yield self._action(worked, steps, Choice(FINISH, worked.trace.answer or ""))

    def _step(self, worked: Worked, past: Sequence[Step], step: Step) -> Iterator[Pair]:
        if self.team.policy.lookup.is_one(step):  # no model had a part in it
            return
        opinions = self.team.policy.opinions_on(worked.trace.question, past)
        if not opinions.is_one(step):  # nobody chooses a second opinion: the loop asks for it
            yield self._action(worked, past, Choice(step.tool, step.step), step.author == "human")
        expert = cast(Expert, self.team.experts[step.tool])
        task = self._task(worked, len(past))
        if written := _written(step):
            # Whoever wrote the step: a tuned planner is to write it, and its steps are shown by the profile's rules.
            asked, past = opinions.seen_by(replace(step, author="model", call=None), past)
            request = expert.request(task, past, asked)
            closing = expert.form(task, past).closing
            yield self._pair(worked, step, Pair.of(request, written, closing=closing, **_about(worked, expert.name)))
        seen = Observation(step.observation, sources=step.sources)
        if self.team.tools[step.tool].executes and self.team.rewriter.plain(seen) is None and _is_sentence(step):
            request = self.team.rewriter.request(task, step)
            yield self._pair(worked, step, Pair.of(request, step.output, **_about(worked, "rewrite")))

    def _action(self, worked: Worked, past: Sequence[Step], choice: Choice, human: bool = False) -> Pair:
        # The action generator is not asked any more once the question is being solved again.
        opinions = self.team.policy.opinions_on(worked.trace.question, past)
        chosen = [step for step in past if not opinions.is_one(step)]
        request = self.team.action.choose(self._task(worked, len(past)), chosen)
        pair = Pair.of(request, format_action(choice), **_about(worked, "action"))
        step = Step(len(past), choice.tool, choice.text, author="human" if human else "model")
        return self._pair(worked, step, pair)

    def _pair(self, worked: Worked, step: Step, pair: Pair) -> Pair:
        corrected = worked.corrected or step.author == "human"
        weight = max(worked.weight, self.corrections) if corrected else worked.weight
        return replace(pair, id=f"{worked.trace.id}.{step.index}", weight=weight)

    def _task(self, worked: Worked, at: int) -> Task:
        """The task as it stood before step ``at``: a person's hints count from where they were given."""
        given = Task(worked.trace.question, worked.context)
        return Run(given, self.team, hints=[hint for hint in worked.trace.hints if hint.at <= at]).task


def _about(worked: Worked, module: str) -> dict[str, Any]:
    about = {"source": worked.source, "licence": worked.licence, "question": worked.trace.question}
    return about | {"module": module, "id": worked.trace.id}


def _written(step: Step) -> str:
    """What the expert wrote: the call, or the derivation with its lines, which only the shown output still has."""
    if step.call is not None:
        return step.call.strip("\n").rstrip()
    texts = (str(output.get("data", {}).get("text/plain", "")) for output in step.outputs)
    return next((text.strip() for text in texts if one_line(text) == step.output), step.output)


def _is_sentence(step: Step) -> bool:
    """False for the beginning of the output itself, which stands where the rewriter wrote nothing."""
    start = step.output.removesuffix(" …")
    return bool(start) and not one_line(step.observation).startswith(start)
