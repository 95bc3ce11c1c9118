"""A run as plain lines, for terminals, files and front ends without widgets."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from husky_kernel.agent.answers.answer import Result
from husky_kernel.agent.events import Field
from husky_kernel.agent.grammar import FINISH, one_line
from husky_kernel.agent.types import Step, Trace
from husky_kernel.config import Approve
from husky_kernel.display.lines import (
    INTERRUPT,
    clean,
    conflict_line,
    end_lines,
    remark_lines,
    step_line,
    table_lines,
    wait_lines,
)
from husky_kernel.display.tree import Branch, Side
from husky_kernel.display.view import Phase

COLOURS = {"code": "blue", "math": "magenta", "search": "green", "commonsense": "yellow"}
DOING = {
    "planning": "choosing a step",
    "writing": "writing",
    "running": "running",
    "rewriting": "summing up",
    "waiting": "waiting",
}
ERASE = "\r\x1b[2K"


class PlainView:
    """A :class:`~husky_kernel.display.view.View` that prints a line for each finished step, and the answer.

    On a terminal, what goes on meanwhile is shown in one line that is written over; elsewhere it is left out.
    ``console`` says where to print: standard output, as it is at the time, unless given.
    """

    def __init__(self, question: str, model: str, console: Console | None = None) -> None:
        self.question = question
        self.model = model
        self._console = console or Console(force_jupyter=False)
        self._shown = False
        self._limit = 0
        self._begun = False
        self._told = ""
        self._paused = False
        self._waiting = ""
        self.attended = False

    def show(self) -> None:
        """Print the question."""
        if not self._shown:
            self._shown = True
            model = f"  [{clean(self.model)}]" if self.model else ""
            self._print(Text(f"{one_line(clean(self.question))}{model}", style="bold"))

    def named(self, model: str) -> None:
        """Name it in a line of its own."""
        self._print(Text(f"[{clean(model)}]", style="bold"))

    def status(self, text: str, fraction: float | None = None) -> None:
        """Tell once what goes on; on a terminal also how far it is."""
        told, self._told = self._told, text
        if self._console.is_terminal:
            self._doing(text if fraction is None else f"{text} {fraction:.0%}")
        elif text and text != told:
            self._print(Text(clean(text)))

    def mode(self, paused: bool, stepping: bool, approve: Approve, hints: Sequence[str]) -> None:
        """Say when the run is held, and when it goes on."""
        if paused != self._paused:
            self._paused = paused
            self._print(Text(f"Paused. Resume it on its cards. {INTERRUPT}" if paused else "Resumed"))

    def planned(self, parts: Sequence[str]) -> None:
        """List them."""
        for number, words in enumerate(parts, 1):
            self._print(Text(f"  {number}. {one_line(clean(words))}"))

    def started(self, trace: Trace, max_steps: int) -> None:
        """List the parts of the question, and remember the limit; say so if this is a rerun."""
        self._limit = max_steps
        self.planned(trace.parts)
        if self._begun:
            self._print(Text(f"Rerun from step {len(trace.steps) + 1}"))
        self._begun = True

    def step(self, step: Step, phase: Phase) -> None:
        """Print the step when it is done."""
        self._waiting = ""
        if step.tool == FINISH:
            self._doing("answering")
        elif phase != "done":
            self._doing(f"step {step.index + 1}: {DOING[phase]}")
        else:
            line = Text(step_line(step, self._limit))
            line.highlight_words([f" {clean(step.tool)} "], COLOURS.get(step.tool, "cyan"))
            if step.status == "failed":
                line.stylize("red", line.plain.index(" -> "))
            self._print(line)
            for remark in remark_lines(step):
                self._print(Text(remark, style="yellow"))

    def wait(self, step: Step, why: str, untrusted: Sequence[str] = ()) -> None:
        """Say once what waits, why, and how it can be answered or ended."""
        told = "\n".join(wait_lines(step, self._limit, why, untrusted))
        if told != self._waiting:
            self._waiting = told
            self._print(Text(told, style="yellow"))

    def text(self, index: int, field: Field, piece: str) -> None:
        """Nothing: a line comes whole."""

    def outputs(self, index: int, outputs: Sequence[Mapping[str, Any]]) -> None:
        """Nothing: a line comes whole."""

    def truncate(self, count: int) -> None:
        """Nothing: what is printed stays."""

    def finished(self, trace: Trace) -> None:
        """Print the answer, or why there is none."""
        self._doing("")
        bad = "bold red" if trace.status in ("failed", "limit") else ""
        first, *rest = end_lines(trace)
        answered = first.startswith("Answer: ")
        self._print(Text(first, style="bold" if answered else bad))
        for line in table_lines(trace):
            self._print(Text(line))
        for line in rest:
            self._print(Text(line, style=bad if answered and line == rest[0] else "yellow"))

    def standing(self, result: Result, index: int) -> None:
        """Nothing: the step's line tells what it came to."""

    def undoable(self, indices: Collection[int]) -> None:
        """Nothing: there is nothing to press."""

    def conflict(self, index: int, names: Sequence[str]) -> None:
        """Say what would be overwritten."""
        self._print(Text(conflict_line(index, names), style="yellow"))

    def lines(self, lines: Sequence[Branch], shown: str) -> None:
        """Nothing: each line was printed when it was made."""

    def show_line(self, trace: Trace) -> None:
        """Nothing: what is printed stays."""

    def compare(self, left: Side, right: Side) -> None:
        """Nothing: it is for whoever asked on the cards."""

    def _print(self, line: Text) -> None:
        self._doing("")
        self._console.print(line, soft_wrap=True)

    def _doing(self, text: str) -> None:
        """On a terminal, the line that is written over by the next; the empty text clears it."""
        if self._console.is_terminal:
            self._console.file.write(ERASE + clean(text)[: self._console.width - 1])
            self._console.file.flush()
