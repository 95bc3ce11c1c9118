"""The action generator: picks the tool and writes the next step, or the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from husky_kernel.agent.grammar import FINISH, format_history, one_line
from husky_kernel.agent.protocols import Request, Tool
from husky_kernel.agent.types import Step, Task
from husky_kernel.modules.profile import Prompt
from husky_kernel.modules.prompting import lay_out, pairs

MAX_OUTPUT = 400
"""Characters of one output that the action generator gets to see."""


@dataclass(frozen=True, slots=True)
class Action:
    """Prompted by a profile; tools of a user's own bring their description and examples along."""

    prompt: Prompt
    name: str = "action"

    @classmethod
    def for_tools(cls, prompt: Prompt, tools: Mapping[str, Tool]) -> Action:
        """The profile's prompt with every tool that it does not know yet added to it."""
        added = [tool for name, tool in tools.items() if f"[{name}]" not in prompt.system]
        lines = "".join(f"\n[{tool.name}] {tool.description}" for tool in added)
        system = prompt.system.rstrip() + lines
        shown = tuple(
            replace(example, target=f"[{tool.name}] {example.target}")
            for tool in added
            for example in tool.action_examples
        )
        return cls(replace(prompt, system=system, examples=(*prompt.examples, *shown)))

    def choose(self, task: Task, history: Sequence[Step]) -> Request:
        """Prompt whose reply begins with the tool in brackets."""
        shown = [(step, _cut(output)) for step, output in pairs(history)]
        return replace(lay_out("action", self.prompt, task, format_history(shown)), step=len(history))

    def write(self, task: Task, history: Sequence[Step], tool: str, attempt: int = 0) -> Request:
        """Prompt that ends in ``[tool]``: what follows is the step, or the answer.

        No blank ends the prompt: a model's tokens begin with their blank, and a lone one would be a text it never saw.
        """
        request = self.choose(task, history)
        limit = request.max_tokens * 2 if tool == FINISH else request.max_tokens
        return replace(request, prefill=f"[{tool}]", attempt=attempt, max_tokens=limit)

    def parse(self, text: str) -> str:
        """The first line that says something."""
        lines = [one_line(line) for line in text.splitlines() if line.strip()]
        return lines[0] if lines else ""


def _cut(output: str) -> str:
    """A long output without its middle: a derivation has its result at the end."""
    return output if len(output) <= MAX_OUTPUT else f"{output[: MAX_OUTPUT // 2]} … {output[-MAX_OUTPUT // 2 :]}"
