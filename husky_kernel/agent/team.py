"""The pack: the modules and tools that solve one task together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import eq
from typing import Any, Protocol

from husky_kernel.agent.decisions.policy import Policy
from husky_kernel.agent.part import Prepare, as_told
from husky_kernel.agent.protocols import Module, Request, Tool
from husky_kernel.agent.types import Observation, Step, Task


class ActionModule(Protocol):
    """The action generator: first the tool is scored, then the step is written after a forced ``[tool] ``."""

    def choose(self, task: Task, history: Sequence[Step]) -> Request:
        """Prompt whose next text is the name of a tool."""

    def write(self, task: Task, history: Sequence[Step], tool: str, attempt: int = 0) -> Request:
        """Prompt whose next text is the step for ``tool``, or the answer for ``finish``."""

    def parse(self, text: str) -> str:
        """The step or answer in a reply: its first line, empty if there is none."""


class Rewriter(Protocol):
    """Turns raw tool output into the sentence that joins the history."""

    def plain(self, observation: Observation) -> str | None:
        """The output as it is, where it is short and plain already; None where a model should rewrite it."""

    def request(self, task: Task, step: Step) -> Request:
        """Prompt for the sentence."""

    def parse(self, text: str, observation: Observation) -> str:
        """The sentence in a reply, or the shortened observation if the reply is of no use."""


Judge = Callable[[Task, Observation, str], Observation]
"""Holds a program and what it came to against the question: the observation with what speaks against it."""


def believe(task: Task, seen: Observation, call: str) -> Observation:
    """The judge of those who have none."""
    return seen


Alike = Callable[[Any, Any], bool]
"""Whether two values say the same."""


@dataclass(frozen=True, slots=True)
class Team:
    """Who works on a task. ``experts`` and ``tools`` have the same keys, the tools' names.

    ``judge`` looks at what a program came to before anybody else does, ``alike`` compares what two came to. ``prepare``
    makes the task of a part, where a question has several.
    """

    name: str
    action: ActionModule
    experts: Mapping[str, Module]
    rewriter: Rewriter
    tools: Mapping[str, Tool]
    policy: Policy = field(default_factory=Policy)
    judge: Judge = believe
    alike: Alike = eq
    prepare: Prepare = as_told
