"""A trace is a recording: its calls run again in their order, without any model, and must give what they gave."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import unified_diff
from typing import Any, cast

from husky_kernel.agent.answers.answer import Result
from husky_kernel.agent.errors import Stopped, UseError
from husky_kernel.agent.events import Act, Ended, Event, Progress, Reply, Started
from husky_kernel.agent.grammar import one_line
from husky_kernel.agent.protocols import Tool
from husky_kernel.agent.types import Observation, Step, Trace

RECORDED = frozenset({"search"})
"""Tools whose outputs are taken from the record: what an index or the web says today is not what the run is about."""

LONGEST = 200
"""Lines of a difference that are shown."""

_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{4,}\b")
_MARKUP = re.compile(r"<(style|script)\b.*?</\1\s*>|<[^>]+>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a replay came to something else than the record: one line that says so, and the lines of a diff."""

    headline: str
    diff: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join((self.headline, *self.diff))


class Replay:
    """Runs ``recorded`` again with ``tools``; the first output that is not as recorded ends it.

    Executed are the calls that stand in the trace, a person's like a model's. From the record come steps that are text
    (math, commonsense), searches, and steps that were stopped. Calls that failed and were repaired are not in a trace
    and do not run.
    """

    def __init__(self, recorded: Trace, tools: Mapping[str, Tool]) -> None:
        self.difference: Difference | None = None
        self.fault: str | None = None
        """Why it could not go to its end though nothing differed."""
        self.result: Result | None = None
        """The value that the last call came to."""
        self._recorded = recorded
        self._tools = tools
        self._done: list[Step] = []

    def run(self) -> Generator[Event, Reply, Trace]:
        """The events of the loop, of asks only ``Act``. The trace at its end is the recording itself where all is as
        recorded; else the steps that were done, ``failed`` or ``stopped``."""
        recorded = self._recorded
        try:
            yield Started(replace(recorded, steps=(), answer=None), len(recorded.steps))
            for step in recorded.steps:
                yield from self._step(step)
                if self.difference is not None:
                    break
            ended = recorded if self.difference is None else self._cut("failed", self.difference.headline)
        except Stopped:
            ended = self._cut("stopped", None)
        except Exception as error:
            self.fault = one_line(str(error)) or type(error).__name__
            ended = self._cut("failed", self.fault)
        yield Ended(ended)
        return ended

    def _step(self, step: Step) -> Generator[Event, Reply, None]:
        if step.call is not None and step.tool not in RECORDED and step.status != "stopped":
            if step.tool not in self._tools:
                raise UseError(f"there is no tool {step.tool!r} for step {step.index + 1}: register it first")
            yield Progress(replace(step, observation="", output="", outputs=(), error=None), "running")
            seen = cast(Observation, (yield Act(step.tool, step.call, step.index)))
            self.result = seen.result
            self.difference = differing(step, seen, len(self._recorded.steps))
            if self.difference is not None:
                error = self.difference.headline
                step = replace(step, status="failed", observation=seen.text, outputs=seen.outputs, error=error)
        self._done.append(step)
        yield Progress(step, "done")

    def _cut(self, status: str, error: str | None) -> Trace:
        changes: dict[str, Any] = {"status": status, "answer": None, "error": error, "branches": ()}
        return replace(self._recorded, steps=tuple(self._done), **changes)


def differing(step: Step, seen: Observation, total: int) -> Difference | None:
    """How what was seen differs from what ``step`` recorded, None if it does not.

    Texts must be equal but for the addresses of objects (``0x7f…``), of HTML the words. Figures need only be figures of
    the same kind: two versions of a plotting library hardly ever draw the same bytes. Times do not count.
    """
    recorded = Observation(step.observation, ok=step.status != "failed", outputs=step.outputs)
    old, new = list(_told(recorded)), list(_told(seen))
    if old == new:
        return None
    what = f"[{step.tool}] {one_line(step.step)}"
    headline = f"step {step.index + 1} of {total} gives another output than was recorded: {what}"
    return Difference(headline, diff_of(old, new))


def diff_of(recorded: list[str], seen: list[str]) -> tuple[str, ...]:
    """A unified diff, cut where it is very long."""
    lines = list(unified_diff(recorded, seen, "recorded", "seen", lineterm=""))
    more = len(lines) - LONGEST
    return (*lines[:LONGEST], *([f"… and {more:,} more lines"] if more > 0 else []))


def _told(seen: Observation) -> Iterator[str]:
    """All that counts of an output, as lines."""
    if not seen.ok:
        yield "[failed]"
    yield from _masked(seen.text)
    for output in seen.outputs:
        if "data" in output:
            yield from _rich(output["data"])


def _rich(data: Mapping[str, Any]) -> Iterator[str]:
    """A displayed object; its plain text is in the observation already, but a table's HTML shows more rows."""
    kinds = sorted(kind for kind in data if kind != "text/plain")
    if kinds:
        yield f"[{', '.join(kinds)}]"
    if not any(kind.startswith("image/") for kind in kinds) and "text/html" in data:
        html = data["text/html"]
        yield from _masked(_MARKUP.sub("\n", "".join(html) if isinstance(html, list) else str(html)))


def _masked(text: str) -> Iterator[str]:
    for line in _ADDRESS.sub("0x…", text).splitlines():
        if line.strip():
            yield line.rstrip()
