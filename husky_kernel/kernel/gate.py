"""Where a run waits for a person: paused, stepping, or before a step that they want to see first."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.events import Review, Verdict
from husky_kernel.agent.types import Hint, Step
from husky_kernel.config import Approve
from husky_kernel.display.command import Command
from husky_kernel.kernel.audience import Audience

Carried = Callable[[str, Sequence[str], str], tuple[str, ...]]
"""The texts from outside that a text or code carries beyond a plain literal."""

GO = Verdict("act")


class NobodyThere(UseError):
    """A step waits for a person where none can answer: a run without cards, as in nbclient or papermill."""


@dataclass(frozen=True, slots=True)
class Watchfulness:
    """When a step waits on its own.

    ``margin``: where the probabilities of the two best tools differ by less; 0 for never. ``untrusted``: finds text from
    outside in what is about to be done; None for not looking. ``attended``: whether somebody can answer.
    """

    approve: Approve = "none"
    margin: float = 0.0
    untrusted: Carried | None = None
    attended: bool = True


class Gate:
    """Belongs to one cell. ``press`` is callable on any thread, the rest on the event loop."""

    def __init__(self, watch: Watchfulness, audience: Audience) -> None:
        self.hints: list[Hint] = []
        """What the person said; the loop reads it anew for every prompt."""
        self._watch = watch
        self._audience = audience
        self._paused = self._stepping = False
        self._going = threading.Event()
        self._going.set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._changed: asyncio.Event | None = None
        self._waiting: Step | None = None
        self._why: str = ""
        self._verdict: Verdict | None = None
        self._done = 0

    def press(self, command: Command) -> None:
        """Take what a person pressed."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the event loop is closed: the kernel is going down
                self._loop.call_soon_threadsafe(self._take, command)
        if command.kind in ("pause", "resume"):  # at once: it holds the words that are being written
            self._hold(command.kind == "pause")

    def attach(self) -> None:
        """Belong to the running event loop, for one go of the run."""
        self._loop, self._changed = asyncio.get_running_loop(), asyncio.Event()
        self._verdict = self._waiting = None
        self._hold(False)
        self._tell()

    def held(self, stopping: threading.Event) -> None:
        """On a model's thread: wait while the run is paused, until it is stopped."""
        while not self._going.wait(0.05) and not stopping.is_set():
            pass

    async def pass_by(self) -> None:
        """Wait while the run is paused."""
        while self._paused:
            await self._change()

    async def review(self, event: Review, prepare: Callable[[], None]) -> Verdict | None:
        """A person's verdict on a step; None where there is no reason to wait. ``prepare`` is called when it waits.

        Raises
        ------
        NobodyThere
            If there is a reason to wait, and nobody to wait for.
        """
        self._done = event.step.index
        texts = self._texts(event)
        why = self._reason(event, texts)
        if not why:
            return None
        if not self._watch.attended:
            raise NobodyThere(_unattended(event.step, why))
        self._waiting, self._why, self._verdict = event.step, why, None
        self._audience.wait(event.step, why, texts)
        prepare()
        try:
            while self._verdict is None:
                await self._change()
            return self._verdict
        finally:
            self._waiting = None

    def _reason(self, event: Review, texts: Sequence[str]) -> str:
        step, watch = event.step, self._watch
        if watch.approve == "all" or (watch.approve == "code" and step.tool == "code"):
            return f"--approve {watch.approve}"
        if texts:
            return "it carries text from outside"
        if self._paused:
            return "paused"
        if self._stepping:
            return "step mode"
        best = sorted(step.tool_scores.items(), key=lambda item: -item[1])[:2]
        close = len(best) == 2 and best[0][1] - best[1][1] < watch.margin
        if close and watch.attended and step.author == "model":
            return f"{best[0][0]} and {best[1][0]} scored nearly the same"
        return ""

    def _texts(self, event: Review) -> tuple[str, ...]:
        """Texts from outside in the call. A person's own call is theirs to answer for."""
        if self._watch.untrusted is None or event.step.author == "human":
            return ()
        return self._watch.untrusted(event.step.call or "", event.outside, event.question)

    def _take(self, command: Command) -> None:
        match command.kind:
            case "pause" | "resume":
                self._hold(command.kind == "pause")
                if command.kind == "resume" and self._why in ("paused", "step mode"):
                    self._decide(GO)
            case "mode":
                self._stepping = command.stepping
            case "hint":
                self.hints.append(Hint(command.text or "", self._done))
            case "approve" | "skip" | "flip" if self._waiting is not None and command.index == self._waiting.index:
                self._decide(_verdict(command))
        self._tell()
        self._notify()

    def _decide(self, verdict: Verdict) -> None:
        if self._waiting is not None:
            self._verdict = verdict

    def _hold(self, paused: bool) -> None:
        self._paused = paused
        if paused:
            self._going.clear()
        else:
            self._going.set()

    def _tell(self) -> None:
        self._audience.mode(self._paused, self._stepping, self._watch.approve, [hint.text for hint in self.hints])

    def _notify(self) -> None:
        if self._changed is not None:
            self._changed.set()

    async def _change(self) -> None:
        assert self._changed is not None
        await self._changed.wait()
        self._changed.clear()


def _verdict(command: Command) -> Verdict:
    if command.kind == "approve":
        return replace(GO, step=command.step or "", call=command.call, edited=command.edited)
    return Verdict("skip") if command.kind == "skip" else Verdict("flip", tool=command.tool or "")


def _unattended(step: Step, why: str) -> str:
    return (
        f"step {step.index + 1} [{step.tool}] waits for a person ({why}), and nobody can answer here: "
        "run it in JupyterLab, or with --approve none"
    )
