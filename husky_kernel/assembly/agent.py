"""Loaded models with their prompts, ready to make teams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from husky_kernel.agent.ahead import beginning
from husky_kernel.agent.protocols import Engine, Request, Tool
from husky_kernel.agent.team import Judge, Team, believe
from husky_kernel.agent.types import Step, Task
from husky_kernel.assembly.cookbook import books, with_recipes
from husky_kernel.modules import expert
from husky_kernel.modules.action import Action
from husky_kernel.modules.coder import code_expert
from husky_kernel.modules.expert import Expert
from husky_kernel.modules.memory import Memory
from husky_kernel.modules.profile import Profile, Prompt
from husky_kernel.modules.prompting import opening
from husky_kernel.modules.rewrite import OutputRewriter
from husky_kernel.sight import alike

_EXPERTS = {
    "math": ("math", expert.paragraph),
    "search": ("query", expert.line),
    "commonsense": ("commonsense", expert.paragraph),
}
"""The role and the reader of each tool's expert that is not more than these."""

_FIRST = ("action", "code", "math")
"""The roles that a run asks first, mostly."""


@runtime_checkable
class Expecting(Protocol):
    """An engine that can make itself ready before it is asked."""

    def expect(self) -> None:
        """Do so in the background."""


@dataclass(frozen=True, slots=True)
class Agent:
    """Loaded models with their profiles, ready to make teams. ``roles`` maps each role to its engine."""

    name: str
    roles: Mapping[str, Engine]
    profiles: Mapping[str, Profile]

    def engine(self, role: str) -> Engine:
        """The engine of ``role``; the action generator's serves every role that has none of its own."""
        return self.roles.get(role, self.roles["action"])

    def expect(self, role: str) -> None:
        """``role`` will be asked soon: have its model made ready, where that takes anything. Returns at once."""
        engine = self.engine(role)
        if isinstance(engine, Expecting):
            engine.expect()

    def openings(self) -> tuple[Request, ...]:
        """What the first asks of most runs begin with, whatever is asked; of roles that one model serves.

        Where there is a prompt for questions alone, that one: it is short, so that nobody keeps it in a file.
        """
        alike = {role: self.prompt(role) for role in _FIRST if self.engine(role) is self.engine("action")}
        return tuple(opening(role, prompt.alone or prompt) for role, prompt in alike.items())

    def before(self, task: Task) -> Request:
        """What the coder is asked whatever is asked about the variables of ``task``, up to the question."""
        expert, step = code_expert(self._coding()), Step(0, "code", "")
        one, other = (expert.request(replace(task, question=question), (), step) for question in ("1", "2"))
        return beginning(one, other)

    def prompt(self, role: str) -> Prompt:
        """The prompt of ``role`` in the profile of the model that serves it."""
        return self._profile(role).prompts[role]

    def team(self, tools: Mapping[str, Tool], memory: Memory | None = None, judge: Judge = believe) -> Team:
        """Modules for ``tools``, prompted for the models that serve them; ``memory`` is shown to the coder.

        ``judge`` holds what programs came to against the question.
        """
        experts = {name: self._expert(tool, memory) for name, tool in tools.items()}
        return Team(
            name=self.name,
            action=Action.for_tools(self.prompt("action"), tools),
            experts=experts,
            rewriter=OutputRewriter(self.prompt("rewrite")),
            tools=tools,
            policy=self.profiles["action"].policy,
            judge=judge,
            alike=alike,
        )

    def close(self) -> None:
        """Free every model."""
        for engine in set(self.roles.values()):
            engine.close()

    def _profile(self, role: str) -> Profile:
        return self.profiles.get(role, self.profiles["action"])

    def _coding(self) -> Prompt:
        prompt = self.prompt("code")
        return prompt if self._profile("code").cookbook == "none" else with_recipes(prompt)

    def _expert(self, tool: Tool, memory: Memory | None) -> Expert:
        if tool.name == "code":
            return code_expert(self._coding(), memory, books() if self._profile("code").cookbook == "all" else ())
        if tool.name in _EXPERTS:
            role, read = _EXPERTS[tool.name]
            return Expert(role, self.prompt(role), read)
        return expert.for_tool(tool, replace(self.prompt("query"), max_tokens=self.prompt("code").max_tokens))
