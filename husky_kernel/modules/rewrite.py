"""The rewriter: raw output of a tool to the sentence that joins the history. Served by the commonsense module."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from husky_kernel.agent.grammar import one_line
from husky_kernel.agent.protocols import Request
from husky_kernel.agent.types import Observation, Step, Task
from husky_kernel.modules.profile import Prompt
from husky_kernel.modules.prompting import lay_out

SHORT = 240
"""Characters up to which an output joins the history as it is."""

FACTS = 800
"""Characters up to which an output with sources does: what was found says already what a sentence about it could."""

LONG = 1500
"""Characters of a long output that the model gets to see."""


@dataclass(frozen=True, slots=True)
class OutputRewriter:
    """Rewrites only what is long: fewer calls, less to go wrong."""

    prompt: Prompt

    def plain(self, observation: Observation) -> str | None:
        """The output itself if it is short, or short with its blank and repeated space folded."""
        text = one_line(observation.text)
        return text if len(text) <= (FACTS if observation.sources else SHORT) else None

    def request(self, task: Task, step: Step) -> Request:
        """Prompt for one sentence about a long output."""
        shown = step.observation if len(step.observation) <= LONG else step.observation[:LONG] + "\n…"
        return lay_out("commonsense", self.prompt, Task(task.question, shown), "", step.step)

    def parse(self, text: str, observation: Observation) -> str:
        """The sentence; the beginning of the output if the model wrote none."""
        lines: Sequence[str] = [line for line in text.splitlines() if line.strip()]
        return one_line(lines[0]) if lines else one_line(observation.text)[:SHORT] + " …"
