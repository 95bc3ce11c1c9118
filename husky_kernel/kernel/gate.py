"""Where a run waits for a person: paused, stepping, or before a step that they want to see first."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import NoReturn

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.events import Review, Verdict
from husky_kernel.agent.types import Hint, Step
from husky_kernel.config import Approve, Settings
from husky_kernel.display.command import Command
from husky_kernel.kernel.audience import Audience
from husky_kernel.trust.asked import asked_for
from husky_kernel.trust.guard import EffectGuard, install
from husky_kernel.trust.untrusted import carried, outside_of, strangers, suspicious

Outside = Callable[[Review], tuple[str, ...]]
"""The texts from outside that a step may have obeyed."""

GO = Verdict("act")
RECORDED = "it is recorded in a notebook that your Jupyter has not signed; so are those after it"


def outside_text(event: Review) -> tuple[str, ...]:
    """What code under review carries from a table's cell, say; else what commands there, or what a search has found."""
    task = event.task
    said = "\n".join(turn.said for turn in task.turns)
    outside = (*outside_of(f"{task.context}\n{task.trouble}", event.history), *([said] if said else []))
    found = carried(event.step.step, event.step.call, outside, task.question)
    return found or suspicious(outside) or strangers(event.history)


class NobodyThere(UseError):
    """A step waits for a person where none can answer: a run without cards, as in nbclient or papermill."""


@dataclass(frozen=True, slots=True)
class Watchfulness:
    """When a step waits on its own.

    ``margin``: where the probabilities of the two best tools differ by less; 0 for never. ``untrusted``: finds text
    from outside that a step may have obeyed, so that it does nothing beyond the notebook before a person allows it;
    None for not looking. ``attended`` tells whether somebody can answer; ``patience``: seconds in which it may come
    true, as while cards are being drawn. ``recorded``: calls that stand already are out of a notebook that may be
    somebody else's; they wait until a person has approved one.
    """

    approve: Approve = "none"
    margin: float = 0.0
    untrusted: Outside | None = None
    attended: Callable[[], bool] = lambda: True
    patience: float = 0.0
    recorded: bool = False

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
        self._event: Review | None = None
        self._texts: tuple[str, ...] = ()
        self._allowed: set[tuple[int, str]] = set()
        self._vouched = False
        self.refused: NobodyThere | None = None
        """Why the run could not go on, where it needed somebody and nobody was there."""
        install()  # before anybody else listens to effects: what is refused is not told as done

    @property
    def index(self) -> int:
        """The step that was reviewed last."""
        return self._done

    def allow(self, index: int, call: str) -> None:
        """A person has seen this call of a step and wants it to run. Callable on any thread."""
        self._allowed.add((index, call))

    def guard(self, call: str) -> EffectGuard | None:
        """What the step that was reviewed last runs under as ``call``; None where it may do what it likes."""
        event = self._event
        if event is None or not self._texts or (event.step.index, call) in self._allowed:
            return None
        return EffectGuard(partial(asked_for, event.task.question))

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
        why = self._looked(event)
        if not why:
            return None
        self._waiting, self._why, self._verdict = event.step, why, None
        self._audience.wait(event.step, why, self._texts)
        prepare()
        try:
            if not await self._somebody():
                return None if event.held else self._refuse(event.step, why)
            while self._verdict is None:
                await self._change()
            return self._noted(event, self._verdict)
        finally:
            self._waiting = None

    def review_blocking(self, event: Review) -> Verdict | None:
        """The same where nobody can press anything: ``ask`` has the word; without it, a reason to wait ends the run."""
        why = self._looked(event)
        if not why:
            return None
        if self.ask is None:
            return None if event.held else self._refuse(event.step, why)
        return self._noted(event, self.ask(event, why))

    def _looked(self, event: Review) -> str:
        """Why the step waits, if it does; what it may have obeyed is remembered until it acts."""
        self._event, self._done = event, event.step.index
        watch, code = self._watch, event.step.tool == "code" and event.step.call
        own = event.given and event.step.author == "human"  # a person's call is theirs to answer for
        self._texts = watch.untrusted(event) if watch.untrusted and code and not own else ()
        return self._reason(event)

    def _is_allowed(self, event: Review) -> bool:
        return (event.step.index, event.step.call or "") in self._allowed

    def _noted(self, event: Review, verdict: Verdict) -> Verdict:
        """An approved call, and one that a person wrote, is not held."""
        if verdict.kind == "act":
            call = verdict.call if verdict.edited else event.step.call
            self.allow(event.step.index, call or "")
            self._vouched = self._vouched or self._why == RECORDED
        return verdict

    async def _somebody(self) -> bool:
        end = time.monotonic() + self._watch.patience
        while not self._watch.attended() and self._verdict is None:
            if time.monotonic() >= end:
                return False
            await asyncio.sleep(0.1)
        return True

    def _refuse(self, step: Step, why: str) -> NoReturn:
        self.refused = NobodyThere(
            f"step {step.index + 1} [{step.tool}] waits for a person ({why}), and nobody can answer here: "
            "run it in JupyterLab, or with --approve none"
        )
        raise self.refused

    def _reason(self, event: Review) -> str:
        step, watch = event.step, self._watch
        if event.held:
            return f"this step wants to {', '.join(event.held)}: allow?"
        if watch.approve == "all" or (watch.approve == "code" and step.tool == "code"):
            return f"--approve {watch.approve}"
        if watch.recorded and event.given and not self._vouched and not self._is_allowed(event):
            return RECORDED
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
