"""The code tool under guard: what a step may not do without a person is refused, and the variables go back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from husky_kernel.agent.protocols import Example, Tool
from husky_kernel.agent.types import Observation
from husky_kernel.kernel.gate import Gate
from husky_kernel.trust.guard import EffectGuard

NOT_RUN = Observation("")


def guarded(tools: Mapping[str, Tool], gate: Gate, redact: Callable[[str], str]) -> dict[str, Tool]:
    """``tools`` with code under the guard of ``gate``, for one run. Who drives it undoes a step that is ``held``.

    ``redact`` takes secrets out of what a step wanted to do.
    """
    return {name: _GuardedCode(tool, gate, redact) if name == "code" else tool for name, tool in tools.items()}


class _GuardedCode:
    def __init__(self, tool: Any, gate: Gate, redact: Callable[[str], str]) -> None:
        self._tool, self._gate, self._redact = tool, gate, redact
        self.name: str = tool.name
        self.description: str = tool.description
        self.executes: bool = tool.executes
        self.instructions: str = tool.instructions
        self.examples: Sequence[Example] = tool.examples
        self.action_examples: Sequence[Example] = tool.action_examples

    def run(self, call: str) -> Observation:
        """Run ``call``; what it is refused is ``held``, and it has failed."""
        guard = self._gate.guard(call)
        if guard is None:
            return self._run(call)
        with guard:
            seen = NOT_RUN if guard.foresees(call) else self._run(call)
        return self._held(seen, guard) if guard.refused else seen

    async def arun(self, call: str) -> Observation:
        """The same for a caller inside a running event loop."""
        guard = self._gate.guard(call)
        if guard is None:
            return await self._run_async(call)
        with guard:
            seen = NOT_RUN if guard.foresees(call) else await self._run_async(call)
        return self._held(seen, guard) if guard.refused else seen

    def _held(self, seen: Observation, guard: EffectGuard) -> Observation:
        """Also code that caught the refusal has failed: its variables are not what it meant them to be."""
        held = tuple(self._redact(str(effect)) for effect in guard.refused)
        reason = f"not allowed without a person, since text from outside may have asked for it: {', '.join(held)}"
        return replace(seen, text=reason, ok=False, error=reason, outputs=(), held=held)

    def _run(self, call: str) -> Observation:
        seen: Observation = self._tool.run(call)
        return seen

    async def _run_async(self, call: str) -> Observation:
        if not hasattr(self._tool, "arun"):
            return self._run(call)
        seen: Observation = await self._tool.arun(call)
        return seen
