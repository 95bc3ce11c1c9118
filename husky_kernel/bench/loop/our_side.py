"""Our own side: the loop, its models, and tools that it is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from husky_kernel.agent.drive import drive
from husky_kernel.agent.loop import run
from husky_kernel.agent.protocols import Tool
from husky_kernel.agent.types import Task, Trace
from husky_kernel.assembly import Agent
from husky_kernel.bench.loop.questions import OURS, Answer
from husky_kernel.bench.meter import Meter, WatchedEngine, WatchedTool


class Ours:
    """``tools`` gives the tools of a fresh question."""

    def __init__(self, agent: Agent, tools: Callable[[], Mapping[str, Tool]], max_steps: int, name: str = OURS) -> None:
        self.name = name
        self._agent, self._tools, self._max_steps = agent, tools, max_steps

    def answer(self, question: str, meter: Meter) -> Answer:
        """Drive the loop to its end."""
        trace = watched_run(self._agent, question, self._tools(), self._max_steps, meter)
        return Answer(trace.answer, len(trace.steps), trace.error)

    def close(self) -> None:
        """Free the models."""
        self._agent.close()


def watched_run(agent: Agent, question: str, tools: Mapping[str, Tool], max_steps: int, meter: Meter) -> Trace:
    """One run of the loop whose models and tools go to ``meter``."""
    watched = replace(agent, roles={role: WatchedEngine(engine, meter) for role, engine in agent.roles.items()})
    team = agent.team({name: WatchedTool(tool, meter) for name, tool in tools.items()})
    return drive(run(Task(question), team, max_steps), watched.engine, team.tools)
