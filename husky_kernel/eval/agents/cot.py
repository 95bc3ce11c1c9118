"""Chain of thought: reasoning in words, the answer at its end (arXiv 2201.11903)."""

from __future__ import annotations

from husky_kernel.eval.agents.direct import Direct


class ChainOfThought(Direct):
    """Like :class:`Direct`, with a prompt that has it think and room to do so."""

    name = "cot"
