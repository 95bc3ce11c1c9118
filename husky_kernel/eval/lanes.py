"""Opens the lanes of a run: one loaded agent, and for each lane a sandbox and tools of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Event
from typing import Any

from husky_kernel.agent.protocols import Tool
from husky_kernel.assembly import Agent, memory_of, tool_context
from husky_kernel.config import Settings
from husky_kernel.eval.agents import Solver, Workplace, make_solvers
from husky_kernel.eval.lane import in_lane
from husky_kernel.eval.sandbox import Limits, Sandbox

CODE_SECONDS = 10.0
"""The time limit of one program of a benchmark."""


class Lanes:
    """Call it with a lane's number: a context that gives the lane's agents."""

    def __init__(self, agent: Agent, names: Sequence[str], settings: Settings, answer_hint: str = "") -> None:
        self._agent, self._names, self._settings = agent, names, settings
        self._hint = answer_hint
        self._memory = memory_of(settings)
        self._limits = Limits(min(CODE_SECONDS, settings.code_timeout), output=settings.output_limit)

    @contextmanager
    def __call__(self, number: int, stopping: Event) -> Iterator[Sequence[Solver]]:
        """The agents of lane ``number``; its sandbox ends with the context."""
        with Sandbox(self._limits) as sandbox:
            agent, given = in_lane(self._agent, number, stopping), self._settings
            told, steps = given.context_tokens, given.max_steps
            place = Workplace(agent, sandbox, told, self._tools(), steps, self._hint, self._memory)
            yield make_solvers(self._names, place)

    def _tools(self) -> Mapping[str, Tool]:
        """All tools but code: that one is the sandbox's."""
        from husky_kernel.tools.registry import load_tools

        shell: Any = None
        return load_tools(tool_context(shell, self._settings))
