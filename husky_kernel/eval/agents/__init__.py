"""Who answers a question: Husky's loop, and what it must beat with the same model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from husky_kernel.agent.errors import UseError
from husky_kernel.eval.agents.base import Solver
from husky_kernel.eval.agents.cot import ChainOfThought
from husky_kernel.eval.agents.direct import Direct
from husky_kernel.eval.agents.husky import Husky
from husky_kernel.eval.agents.pot import ProgramOfThought
from husky_kernel.eval.agents.react import ReAct
from husky_kernel.eval.agents.workplace import Workplace

AGENTS: Mapping[str, Callable[[Workplace], Solver]] = {
    "husky": Husky,
    "pot": ProgramOfThought,
    "direct": Direct,
    "cot": ChainOfThought,
    "react": ReAct,
}

__all__ = ["AGENTS", "Solver", "Workplace", "make_solvers", "named"]


def named(names: Sequence[str]) -> tuple[str, ...]:
    """``names`` without repetitions; UseError if there is no such agent."""
    if unknown := [name for name in names if name not in AGENTS]:
        raise UseError(f"there is no agent {unknown[0]!r}: choose from {', '.join(AGENTS)}")
    return tuple(dict.fromkeys(names))


def make_solvers(names: Sequence[str], place: Workplace) -> list[Solver]:
    """The agents of these names, working at one place, one after the other."""
    return [AGENTS[name](place) for name in named(names)]
