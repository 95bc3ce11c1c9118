"""What a person changes in a run, kept as corrections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from husky_kernel.agent.errors import HuskyError
from husky_kernel.agent.events import Review, Verdict
from husky_kernel.agent.types import Step, Task, Trace
from husky_kernel.corrections import Correction, CorrectionLog
from husky_kernel.display.command import Command


class Lessons:
    """Those of one run. A log that cannot be written is told once by ``tell``, and costs nothing else."""

    def __init__(self, log: CorrectionLog, run: str, tell: Callable[[str], None]) -> None:
        self._log, self._run = log, run
        self._about: dict[str, Any] = {}
        self._tell: Callable[[str], None] = tell
        self._flipped: tuple[Step, Sequence[Step]] | None = None
        self._any = False

    def about(self, task: Task, model: str, profile: str) -> None:
        """What is known of the run by now."""
        self._about = {"question": task.question, "context": task.context, "model": model, "profile": profile}

    def reviewed(self, event: Review, verdict: Verdict | None) -> None:
        """A step was looked at before it acted. A flip is kept once the step has its new words."""
        step, flipped = event.step, self._flipped
        if flipped is not None and flipped[0].index == step.index:
            self._tool(flipped[0], step, flipped[1])
            self._flipped = None
        if verdict is None:
            return
        if verdict.kind == "skip":
            self._keep("skip", step, event.history, before=step.step)
        elif verdict.kind == "flip":
            self._flipped = step, event.history
        elif verdict.edited:
            self._edited(step, verdict.step, verdict.call, event.history)

    def rerun(self, old: Step, history: Sequence[Step], command: Command) -> None:
        """A finished step is about to run again: a kernel that dies in it has kept what the person wrote."""
        if command.kind == "flip":
            self._flipped = old, history
        elif command.edited:
            self._edited(old, command.step or old.step, command.call, history)

    def undone(self, step: Step, history: Sequence[Step]) -> None:
        """A step was undone."""
        self._keep("undo", step, history, before=step.step)

    def hint(self, text: str, at: int) -> None:
        """A person said how to go on."""
        self._add(Correction("hint", run=self._run, index=at, after=text, **self._about))

    def ended(self, trace: Trace) -> None:
        """The run, or a rerun, came to this."""
        if self._any:
            self._write(lambda: self._log.outcome(self._run, trace.status, trace.answer))

    def _edited(self, step: Step, words: str, call: str | None, history: Sequence[Step]) -> None:
        if words != step.step:
            self._keep("text", step, history, before=step.step, after=words)
        if call is not None and call != step.call:
            self._keep("code", step, history, before=step.call or "", after=call)

    def _tool(self, old: Step, new: Step, history: Sequence[Step]) -> None:
        self._keep("tool", new, history, before=old.step, after=new.step, tool_before=old.tool)

    def _keep(self, kind: Any, step: Step, history: Sequence[Step], **more: str) -> None:
        where = {"run": self._run, "index": step.index, "history": tuple(history), "tool": step.tool, "step": step.step}
        self._add(Correction(kind, **{**self._about, **where, **more}))

    def _add(self, correction: Correction) -> None:
        self._any = True
        self._write(lambda: self._log.add(correction))

    def _write(self, write: Callable[[], None]) -> None:
        try:
            write()
        except HuskyError as error:
            self._tell(str(error))
            self._tell = lambda text: None
