"""A question whose code runs in a process of its own: redacted, with limits, without a network, and nobody looks on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from husky_kernel.agent.drive import drive
from husky_kernel.agent.loop import run
from husky_kernel.agent.types import Trace
from husky_kernel.assembly import Agent, tool_context
from husky_kernel.config import Settings
from husky_kernel.context.task import task_of
from husky_kernel.eval.sandbox import Sandbox
from husky_kernel.kernel.audience import Audience
from husky_kernel.kernel.gate import Gate, Watchfulness
from husky_kernel.modules.memory import Memory
from husky_kernel.tools.registry import load_tools
from husky_kernel.trust.secrets import Redactor
from husky_kernel.trust.tools import discreet


def solve_apart(
    question: str,
    tables: Mapping[str, Any],
    agent: Agent,
    sandbox: Sandbox,
    settings: Settings,
    memory: Memory | None = None,
) -> Trace:
    """Solve ``question`` with ``tables`` as the only variables of ``sandbox``."""
    redactor = Redactor(tables)
    shell: Any = None  # code runs in the sandbox
    tools = discreet({**load_tools(tool_context(shell, settings)), "code": sandbox.code}, redactor)
    task = redactor.task(task_of(question, tables, settings.context_tokens))
    sandbox.fill(tables, task)
    gate = Gate(Watchfulness.of(settings, lambda: False), Audience([]))
    loop = run(task, agent.team(tools, memory), settings.max_steps)
    return drive(loop, agent.engine, tools, review=gate.review_blocking)
