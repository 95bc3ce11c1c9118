"""What the loop costs itself: the time of a run that neither a model nor a tool takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from husky_kernel.agent.protocols import Example, Tool
from husky_kernel.agent.types import Observation
from husky_kernel.assembly import Agent, load_agent
from husky_kernel.bench.engine import OURS
from husky_kernel.bench.loop.our_side import watched_run
from husky_kernel.bench.meter import Meter
from husky_kernel.bench.outcome import Measured, sample
from husky_kernel.bench.scripted_steps import scripted_model
from husky_kernel.config import Settings

STEPS = 50


class Echo:
    """A code tool that runs nothing: its time is not measured anyway."""

    name = "code"
    description = "Run Python in the live notebook."
    executes = True
    instructions = ""
    examples: Sequence[Example] = ()
    action_examples: Sequence[Example] = ()

    def run(self, call: str) -> Observation:
        """The call itself."""
        return Observation(call)


def scripted_steps(settings: Settings, rounds: int, question: str, steps: int = STEPS) -> Iterator[Measured]:
    """Milliseconds a step of runs of ``steps`` steps, with replies from a file."""
    with scripted_model(steps) as scripted:
        agent = load_agent(scripted, settings, lambda text, fraction: None)
        for _ in range(rounds):
            outside, _, done = _outside(agent, question, {"code": Echo()}, steps)
            yield sample("loop overhead a step", OURS, "ms", 1000 * outside / done)


def share_of_steps(
    agent: Agent, questions: Sequence[str], tools: Callable[[], Mapping[str, Tool]], max_steps: int
) -> Iterator[Measured]:
    """Percent of the time of runs with a real model, a run a question."""
    for question in questions:
        outside, whole, _ = _outside(agent, question, tools(), max_steps)
        yield sample("loop overhead share", OURS, "percent", 100 * outside / whole)


def _outside(agent: Agent, question: str, tools: Mapping[str, Tool], max_steps: int) -> tuple[float, float, int]:
    """Seconds outside models and tools, seconds in all, and how many steps it took."""
    meter = Meter()
    trace = watched_run(agent, question, tools, max_steps, meter)
    whole = meter.seconds
    return whole - meter.inside, whole, len(trace.steps)
