"""What a recorded run spent: its seconds by step and part, its tokens by role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from husky_kernel.agent.cost.timeline import PARTS, Timeline, total
from husky_kernel.agent.cost.usage import Usage
from husky_kernel.agent.cost.usage import total as total_usage
from husky_kernel.agent.grammar import one_line
from husky_kernel.agent.types import Trace
from husky_kernel.bench.table import aligned

BOUND = 1.15
"""Tokens read for each distinct one that a role may take."""

REST = "outside"
"""What a run took outside its steps: the planning of the finish, and all that was shown meanwhile."""


def has_timeline(trace: Trace) -> bool:
    """Whether its time was booked: the first versions did not."""
    return trace.timeline.wall > 0


def seconds(trace: Trace) -> Iterator[tuple[str, Timeline]]:
    """A line for each step, one for what is outside of them, one for the run."""
    for step in trace.steps:
        yield f"{step.index + 1} {step.tool}", step.timeline
    yield REST, trace.timeline - total(step.timeline for step in trace.steps)
    yield "run", trace.timeline


def rows(traces: Sequence[Trace]) -> list[dict[str, Any]]:
    """All lines of all runs as JSON values: ``kind`` says whether a step, what is outside, the run, or a role."""
    found: list[dict[str, Any]] = []
    for trace in traces:
        for name, timeline in seconds(trace):
            kind = name if name in (REST, "run") else "step"
            more = {"load": round(trace.load, 4)} if kind == "run" else {}
            found.append({"trace": trace.id, "kind": kind, "name": name, **timeline.to_json(), **more})
        for role, usage in trace.roles.items():
            ratio = None if usage.ratio is None else round(usage.ratio, 4)
            counts = usage.to_json() | {"prefilled_per_distinct": ratio}
            found.append({"trace": trace.id, "kind": "role", "name": role, **counts})
    return found


def ratios(traces: Sequence[Trace]) -> dict[str, float]:
    """Distinct tokens for each one read, of all roles and of each (1: none was read twice), and parts to wall time."""
    roles: dict[str, Usage] = {}
    for trace in traces:
        for role, usage in trace.roles.items():
            roles[role] = roles.get(role, Usage()) + usage
    told = {"distinct_per_prefilled": total_usage(roles.values())}
    told |= {f"distinct_per_prefilled_{role}": usage for role, usage in roles.items()}
    found = {name: round(usage.distinct / usage.prefilled, 4) for name, usage in told.items() if usage.prefilled}
    return found | {"parts_per_wall": round(1 + total(trace.timeline for trace in traces).off, 4)}


def tell(trace: Trace) -> str:
    """One run for people."""
    head = f"{one_line(trace.question)}  [{trace.model}, {trace.status}]"
    return "\n".join([head, _seconds(trace), "", _tokens(trace), "", *_remarks(trace)])


def _seconds(trace: Trace) -> str:
    lines = [(name, *(f"{value:.3f}" for value in line.values()), f"{line.off:+.1%}") for name, line in seconds(trace)]
    share = [f"{value / trace.timeline.wall:.1%}" for value in trace.timeline.values()]
    return aligned([("seconds", *PARTS, "wall", "off"), *lines, ("share", *share, "")])


def _tokens(trace: Trace) -> str:
    used = {**trace.roles, "all": total_usage(trace.roles.values())}
    lines = [(role, *(f"{count:,}" for count in one.to_json().values()), _ratio(one)) for role, one in used.items()]
    return aligned([("tokens", "prefilled", "reused", "decoded", "distinct", "prefilled/distinct"), *lines])


def _ratio(usage: Usage) -> str:
    return "" if usage.ratio is None else f"{usage.ratio:.2f}"


def _remarks(trace: Trace) -> Iterator[str]:
    yield f"The parts are {trace.timeline.off:+.2%} from the wall time; what is missing is the loop's own time."
    above = [role for role, usage in trace.roles.items() if (usage.ratio or 0) > BOUND]
    if above:
        yield f"More than {BOUND} tokens read for each distinct one: {', '.join(above)}."
    if trace.load:
        yield f"Before that the model was loaded in {trace.load:.2f} s."
