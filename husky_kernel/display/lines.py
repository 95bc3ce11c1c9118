"""A run in plain lines: ``[1/8] code  Group sales by region ... -> 42  (3.1 s)``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from husky_kernel.agent.effects import Effects
from husky_kernel.agent.grammar import encodable, one_line
from husky_kernel.agent.types import Step, Trace
from husky_kernel.display.confidence import BADGES
from husky_kernel.display.showing import answer_output, remarks

STEP = 90
OUTPUT = 160
"""Characters of a step's text and of its output that a line shows."""

TABLE = 40
"""Lines of a table that is the answer."""

INTERRUPT = "Interrupt the kernel (I, I) to stop."
ANSWER = "Approve, edit or skip it on its card."

_CONTROL = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

ENDS = {
    "finished": "No answer.",
    "stopped": "Stopped before there was an answer.",
    "limit": "No answer within the step limit.",
    "failed": "The run failed.",
}


def clean(text: str) -> str:
    """``text`` without what a terminal would obey: colours, cursor moves, bells, turns of the writing direction."""
    return _CONTROL.sub("", encodable(text))


def short(text: str, length: int) -> str:
    """``text`` on one line, cut after about ``length`` characters."""
    line = one_line(clean(text))
    return line if len(line) <= length else line[: length - 4].rstrip() + " ..."


def step_line(step: Step, limit: int) -> str:
    """One line that tells a finished step."""
    result = short(step.output or step.observation, OUTPUT)
    if step.status == "failed":
        result = f"failed: {short(step.error or step.output, OUTPUT)}"
    elif step.status == "stopped":
        result = "stopped"
    mark = " (edited)" if step.author == "human" else ""
    mark += f" ({short(step.reason, STEP)})" if step.reason else ""
    head = f"[{step.index + 1}/{limit}] {clean(step.tool)}{mark}  {short(step.step, STEP)}"
    return f"{head} -> {result}  ({step.seconds.total:.1f} s)"


def end_lines(trace: Trace) -> list[str]:
    """The answer, and what there is to say about how the run ended."""
    badge = BADGES.get(trace.confidence)
    mark = f"  ({badge.word})" if badge else ""
    notes = [f"Note: {short(note, 400)}" for note in trace.notes if note != trace.error]
    answer = [f"Answer: {clean(trace.answer)}{mark}"] if trace.answer else []
    if trace.error:
        told = f"Note: {short(trace.error, 400)}" if answer else f"Failed: {short(trace.error, 400)}"
        return [*answer, told, *notes]
    return [*(answer or [ENDS[trace.status]]), *notes]


def table_lines(trace: Trace) -> list[str]:
    """The table that answers, as far as it is short."""
    output = answer_output(trace) if trace.answer_kind == "table" else None
    text = (output or {}).get("data", {}).get("text/plain", "")
    lines = clean("".join(text) if isinstance(text, list) else str(text)).splitlines()
    return lines if len(lines) <= TABLE else [*lines[:TABLE], f"… {len(lines) - TABLE:,} more lines"]


def repairs_line(step: Step) -> str:
    """What was put right in the call without the model; empty where nothing was."""
    return f"Put right: {'; '.join(map(clean, step.repairs))}" if step.repairs else ""


def remark_lines(step: Step) -> list[str]:
    """What there is to say about a finished step besides its line."""
    told = [repairs_line(step), *remarks(step)]
    return [f"      {short(text, STEP + OUTPUT)}" for text in told if text]


def wait_lines(step: Step, limit: int, why: str, untrusted: Sequence[str] = ()) -> list[str]:
    """What waits for a person and why, the call to judge, and how to answer or end it."""
    reason = f" ({short(why, OUTPUT)})" if why else ""
    head = f"[{step.index + 1}/{limit}] {clean(step.tool)} waits for you{reason}: {short(step.step, STEP)}"
    call = [f"    {line}" for line in clean(step.call or "").splitlines()]
    outside = [f"    text from outside: {short(text, STEP)!r}" for text in untrusted]
    return [head, *call, *outside, f"{ANSWER} {INTERRUPT}"]


def conflict_line(index: int, names: Sequence[str]) -> str:
    """The question about variables that a rerun would overwrite."""
    listed = ", ".join(map(clean, names))
    return f"Step {index + 1} would overwrite what you changed since: {listed}. Answer on its card."


def effects_line(effects: Effects | None) -> str:
    """What a step did to variables and to the world, in one line; empty where there is nothing to tell."""
    if effects is None:
        return ""
    kinds = {
        "Created": effects.created,
        "changed": effects.changed,
        "deleted": effects.deleted,
        "cannot be undone:": effects.outside,
        "not copied:": effects.uncopied,
    }
    told = "; ".join(f"{word} {', '.join(map(clean, names))}" for word, names in kinds.items() if names)
    return told[:1].upper() + told[1:]
