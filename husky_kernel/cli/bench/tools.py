"""What benchmarks get from rooms beside them: tools whose code runs in a sandbox, and a loaded agent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from husky_kernel.agent.protocols import Tool
    from husky_kernel.assembly import Agent
    from husky_kernel.config import Settings

CODE_SECONDS = 10.0
"""The time limit of one program."""


def fresh_tools(settings: Settings, stack: ExitStack) -> Callable[[], Mapping[str, Tool]]:
    """Gives all tools with an empty namespace; the sandbox behind them ends with ``stack``."""
    from husky_kernel.assembly import tool_context
    from husky_kernel.eval.sandbox import Limits, Sandbox
    from husky_kernel.tools.registry import load_tools

    limits = Limits(min(CODE_SECONDS, settings.code_timeout), output=settings.output_limit)
    sandbox = stack.enter_context(Sandbox(limits))
    shell: Any = None
    others = {name: tool for name, tool in load_tools(tool_context(shell, settings)).items() if name != "code"}

    def fresh() -> Mapping[str, Tool]:
        sandbox.fill({})
        return {"code": sandbox.code, **others}

    return fresh


def warmed_agent(settings: Settings) -> Agent:
    """The agent that the settings choose, all weights of which have been read once."""
    from husky_kernel.agent.protocols import Message, Request
    from husky_kernel.assembly import load_agent

    agent = load_agent(None, settings, lambda text, fraction: None)
    agent.engine("action").generate(Request("action", (Message("user", "a"),), max_tokens=1))
    return agent
