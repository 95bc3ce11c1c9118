"""The commonsense tool: nothing to run; the reasoner's sentence is the step's output as it stands."""

from __future__ import annotations

from collections.abc import Sequence

from husky_kernel.agent.protocols import Example
from husky_kernel.agent.types import Observation


class CommonsenseTool:
    """Everyday knowledge, written by the commonsense reasoner. Its observation is empty: no tool said anything."""

    name = "commonsense"
    description = "Answer from everyday knowledge."
    executes = False
    instructions = ""
    examples: Sequence[Example] = ()
    action_examples: Sequence[Example] = ()

    def run(self, call: str) -> Observation:
        """Nothing is observed."""
        return Observation("")
