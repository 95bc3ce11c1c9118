"""Tools whose observations hold no secrets, whatever the tools themselves return or tell meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from husky_kernel.agent.partial import changed_by
from husky_kernel.agent.protocols import Example, Knows, Tool
from husky_kernel.agent.types import Observation
from husky_kernel.trust.secrets import Redactor


def discreet(tools: Mapping[str, Tool], redactor: Redactor) -> dict[str, Tool]:
    """``tools`` as they are, but for what ``redactor`` takes out of their observations."""
    return {name: _wrapped(tool, redactor) for name, tool in tools.items()}


def _wrapped(tool: Tool, redactor: Redactor) -> Tool:
    return (_AwaitingTool if hasattr(tool, "arun") else _Tool)(tool, redactor)


class _Tool:
    def __init__(self, tool: Any, redactor: Redactor) -> None:
        self._tool = tool
        self._redactor = redactor
        self.name: str = tool.name
        self.description: str = tool.description
        self.executes: bool = tool.executes
        self.instructions: str = tool.instructions
        self.examples: Sequence[Example] = tool.examples
        self.action_examples: Sequence[Example] = tool.action_examples

    def run(self, call: str) -> Observation:
        with changed_by(self._redactor.observation):
            return self._redactor.observation(self._tool.run(call))

    def knows(self, question: str) -> bool:
        return isinstance(self._tool, Knows) and self._tool.knows(question)


class _AwaitingTool(_Tool):
    async def arun(self, call: str) -> Observation:
        with changed_by(self._redactor.observation):
            return self._redactor.observation(await self._tool.arun(call))
