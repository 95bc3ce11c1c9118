"""Where a run waits for a person: paused, stepping, or before a step that they want to see first."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import NoReturn

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.events import Review, Verdict
from husky_kernel.agent.types import Hint, Step
from husky_kernel.config import Approve, Settings
from husky_kernel.display.command import Command
from husky_kernel.kernel.audience import Audience
from husky_kernel.trust.calls import reaches_out
from husky_kernel.trust.untrusted import carried, outside_of, suspicious

Carried = Callable[[Review], tuple[str, ...]]
"""The texts from outside that a step carries beyond a plain literal."""

GO = Verdict("act")


def outside_text(event: Review) -> tuple[str, ...]:
    """What a step under review carries: code that came from a table's cell, words that command.

    Also words that command, though the step carries none, where its code starts, sends or deletes something.
    """
    code = event.step.call if event.step.tool == "code" else None
    outside = outside_of(event.task.context, event.history)
    found = carried(event.step.step, code, outside, event.task.question)
    return found or (suspicious(outside) if code and reaches_out(code) else ())


class NobodyThere(UseError):
    """A step waits for a person where none can answer: a run without cards, as in nbclient or papermill."""


@dataclass(frozen=True, slots=True)
class Watchfulness:
    """When a step waits on its own.

    ``margin``: where the probabilities of the two best tools differ by less; 0 for never. ``untrusted``: finds text
    from outside in what is about to be done; None for not looking. ``attended`` tells whether somebody can answer;
    ``patience``: seconds in which it may come true, as while cards are being drawn.
    """

    approve: Approve = "none"
    margin: float = 0.0
    untrusted: Carried | None = None
    attended: Callable[[], bool] = lambda: True
    patience: float = 0.0

    @classmethod
    def of(
        cls,
        settings: Settings,
        attended: Callable[[], bool],
        patience: float = 0.0,
        approve: Approve | None = None,
    ) -> Watchfulness:
        """As the user set it; ``approve`` is what a cell asks for instead."""
        untrusted = outside_text if settings.check_outside else None
        return cls(approve or settings.approve, settings.pause_margin, untrusted, attended, patience)


class Gate:
    """Belongs to one cell. ``press`` is callable on any thread, the rest on ``loop``, where there is one."""

    def __init__(self, watch: Watchfulness, audience: Audience, loop: asyncio.AbstractEventLoop | None = None) -> None:
        self.hints: list[Hint] = []
        """What the person said; the loop reads it anew for every prompt."""
        self.hinted: Callable[[str, int], None] = lambda text, at: None
        """Told of a hint, and of how many steps there were."""
        self.ask: Callable[[Review, str], Verdict] | None = None
        """Who is asked in a terminal, with the step and why it waits."""
        self._watch = watch
        self._audience = audience
        self._paused = self._stepping = False
        self._going = threading.Event()
        self._going.set()
        self._loop = loop
        self._changed = asyncio.Event()
        self._waiting: Step | None = None
        self._why: str = ""
        self._verdict: Verdict | None = None
        self._done = 0
        self.refused: NobodyThere | None = None
        """Why the run could not go on, where it needed somebody and nobody was there."""

    def press(self, command: Command) -> None:
        """Take what a person pressed."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the event loop is closed: the kernel is going down
                self._loop.call_soon_threadsafe(self._take, command)
        if command.kind in ("pause", "resume"):  # at once: it holds the words that are being written
            self._hold(command.kind == "pause")

    def release(self) -> None:
        """The run has ended: nothing is held any more. Step mode and hints stay, for reruns."""
        self._hold(False)
        self._tell()

    def held(self, stopping: threading.Event) -> float:
        """On a model's thread: wait while the run is paused, until it is stopped. The seconds that it took."""
        start = time.perf_counter()
        while not self._going.wait(0.05) and not stopping.is_set():
            pass
        return time.perf_counter() - start

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
        self._waiting, self._why, self._verdict = event.step, why, None
        self._audience.wait(event.step, why, texts)
        prepare()
        try:
            await self._somebody(event.step, why)
            while self._verdict is None:
                await self._change()
            return self._verdict
        finally:
            self._waiting = None

    def review_blocking(self, event: Review) -> Verdict | None:
        """The same where nobody can press anything: ``ask`` has the word; without it, a reason to wait ends the run."""
        why = self._reason(event, self._texts(event))
        if not why:
            return None
        if self.ask is None:
            self._refuse(event.step, why)
        return self.ask(event, why)

    async def _somebody(self, step: Step, why: str) -> None:
        end = time.monotonic() + self._watch.patience
        while not self._watch.attended() and self._verdict is None:
            if time.monotonic() >= end:
                self._refuse(step, why)
            await asyncio.sleep(0.1)

    def _refuse(self, step: Step, why: str) -> NoReturn:
        self.refused = NobodyThere(
            f"step {step.index + 1} [{step.tool}] waits for a person ({why}), and nobody can answer here: "
            "run it in JupyterLab, or with --approve none"
        )
        raise self.refused

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
        # The only reason that is no rule of the user's: where nobody is there, the run goes on.
        if close and step.author == "model" and watch.attended():
            return f"{best[0][0]} and {best[1][0]} scored nearly the same"
        return ""

    def _texts(self, event: Review) -> tuple[str, ...]:
        """Texts from outside in the call. A person's own call is theirs to answer for."""
        if self._watch.untrusted is None or event.step.author == "human":
            return ()
        return self._watch.untrusted(event)

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
                self.hinted(command.text or "", self._done)
            case "approve" | "skip" | "flip" if self._waiting is not None and command.index == self._waiting.index:
                self._decide(_verdict(command))
        self._tell()
        self._changed.set()

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

    async def _change(self) -> None:
        await self._changed.wait()
        self._changed.clear()


def _verdict(command: Command) -> Verdict:
    if command.kind == "approve":
        return replace(GO, step=command.step or "", call=command.call, edited=command.edited)
    return Verdict("skip") if command.kind == "skip" else Verdict("flip", tool=command.tool or "")
