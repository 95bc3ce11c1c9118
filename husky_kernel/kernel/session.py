"""What a shell keeps between cells: the loaded models, the last trace, and whose turn it is."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Any

import psutil

from husky_kernel import models
from husky_kernel.agent.errors import UseError
from husky_kernel.agent.protocols import Tool
from husky_kernel.agent.types import Trace
from husky_kernel.assembly import Agent, Report, correction_log, load_agent, tool_context
from husky_kernel.checkpoint.history import SHARE
from husky_kernel.config import Settings, load_settings
from husky_kernel.display.view import View
from husky_kernel.kernel.conversation import Conversation
from husky_kernel.kernel.history.cell_history import CellHistory
from husky_kernel.kernel.history.lessons import Lessons
from husky_kernel.kernel.history.world import World
from husky_kernel.kernel.magics.options import USAGE, parse_options, split_line
from husky_kernel.kernel.magics.wish import Wish
from husky_kernel.kernel.resident import Loader, Resident
from husky_kernel.kernel.run import CellRun
from husky_kernel.kernel.saved.recordings import Recordings
from husky_kernel.kernel.saved.replay import ReplayRun
from husky_kernel.kernel.tables_ahead import TablesAhead
from husky_kernel.tools.output.capture import inside_captured_code
from husky_kernel.tools.registry import load_tools
from husky_kernel.trust.secrets import Redactor
from husky_kernel.trust.tools import discreet

VARIABLE = "_husky"
"""The user's variable that holds the last trace."""

RUNS = 50
"""So many runs keep their checkpoints: each is looked at when another one begins."""


class Session:
    """One for each shell. Public methods are called on the main thread, ``load`` on the worker's.

    ``loader`` makes agents; the default loads real models.
    """

    def __init__(self, shell: Any, loader: Loader = load_agent) -> None:
        self.shell = shell
        self.trace: Trace | None = None
        self.model: str | None = None
        """What ``%husky use`` chose."""
        self.loading = 0.0
        """Seconds that the last :meth:`load` took; 0 where the model was there already."""
        self.turn = asyncio.Lock()
        """Held by the run that goes on: one at a time has the namespace and the models."""
        self.recordings = Recordings(shell)
        """The runs that the notebook holds."""
        self.worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="husky")
        self.resident = Resident(loader, lambda: self.settings, self.turn.locked)
        """The models that are loaded."""
        self.conversation = Conversation(shell)
        """What was asked before, and the user's cell that just failed."""
        self.conversation.listen()
        self.cell_history = CellHistory(shell, lambda: self.settings.undo_cells)
        """What each cell did to the variables."""
        self.cell_history.listen()
        self._ahead = TablesAhead(self)
        self._ahead.listen()
        self._worlds: list[World] = []

    @property
    def agent(self) -> Agent | None:
        """The loaded models, if any are."""
        return self.resident.agent

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""
        return load_settings(model=self.model)

    async def cell(self, line: str, body: str) -> None:
        """Solve the question of a ``%%husky`` cell inside the kernel's event loop."""
        await self._run(line, body).start()

    def cell_blocking(self, line: str, body: str) -> None:
        """The same without an event loop, or inside one that is busy with the caller."""
        self._run(line, body).start_blocking()

    def wish(self, line: str, body: str) -> Wish:
        """What the cell asks for, checked.

        Raises
        ------
        UseError
            If it cannot be done as it is asked.
        """
        given, begun = split_line(line)
        options, settings = parse_options(given), self.settings
        body = f"{begun}\n{body}".strip()
        if not body:
            raise UseError(f"there is no question; use: {USAGE}")
        if inside_captured_code():
            raise UseError("a step cannot start another run")
        replay, name = options.replay or settings.replay, options.model or settings.model
        if not replay and name is not None:
            models.resolve(name)
        steps = options.max_steps or settings.max_steps
        approve = options.approve or settings.approve
        budget, choices = settings.context_tokens, (options.check, options.fresh, options.soft)
        return Wish(body, name, steps, options.into, options.plain, budget, replay, approve, *choices)

    def _run(self, line: str, body: str) -> CellRun:
        wish = self.wish(line, body)
        return ReplayRun(self, wish, self.recordings.take(wish.question)) if wish.replay else CellRun(self, wish)

    def choose(self, name: str | None) -> str:
        """The model to take where a cell names ``name``, with the adapters that it stands for now."""
        return self.resident.choose(name)

    def load(self, name: str, report: Report) -> Agent:
        """The loaded model of that name."""
        self.loading, start = 0.0, perf_counter()
        there = self.agent is not None and self.agent.name == name
        agent = self.resident.load(name, report)
        self.loading = 0.0 if there else perf_counter() - start
        return agent

    def preload(self) -> None:
        """Have the chosen model loaded before a cell asks for it, if that fetches nothing."""
        self.worker.submit(self.resident.preload).add_done_callback(lambda _: self._ahead.wake())

    def unload(self) -> bool:
        """Free the models; True if any were loaded. Raises UseError if a run is using them."""
        return self.resident.unload()

    def use(self, name: str) -> None:
        """Take this model from now on; it is loaded when it is first needed."""
        models.resolve(name)
        self.model = name
        self.resident.use(name)

    def tools(self) -> Mapping[str, Tool]:
        """The tools of a run, in this shell's namespace; what they return is without secrets."""
        return discreet(load_tools(tool_context(self.shell, self.settings)), Redactor(self.shell.user_ns))

    def remember(self, world: World) -> None:
        """Keep the checkpoints of one more run. The oldest runs give theirs up where it is too much, or too many."""
        self._worlds.append(world)
        for one in self._worlds:
            one.tidy()
        room = psutil.virtual_memory().available * SHARE
        while len(self._worlds) > RUNS or (len(self._worlds) > 1 and sum(one.bytes for one in self._worlds) > room):
            self._worlds.pop(0).forget()

    def lessons(self, run: str, tell: Callable[[str], None]) -> Lessons:
        """Where the corrections of the run of that id are kept."""
        return Lessons(correction_log(self.settings, Redactor(self.shell.user_ns).text), run, tell)

    @property
    def profile(self) -> str:
        """The layout of the action generator's prompts; empty while no models are loaded."""
        return self.agent.profiles["action"].name if self.agent else ""

    def keep(self, trace: Trace, into: str | None) -> None:
        """Put the outcome into the user's namespace; of a run out of a file the answer is there in words alone."""
        self.trace = trace
        self.shell.user_ns[VARIABLE] = trace
        if into is not None:
            self.shell.user_ns[into] = trace.answer if trace.value is None else trace.value

    def listeners(self, question: str, model: str) -> list[View]:
        """Views besides the cell's own: plain lines where ``HUSKY_ECHO`` is set."""
        if os.environ.get("HUSKY_ECHO", "") in ("", "0"):
            return []
        return [self.plain_view(question, model)]

    def plain_view(self, question: str, model: str) -> View:
        """A view that prints. A notebook's stream calls itself a terminal, but cannot write over a line."""
        from rich.console import Console

        from husky_kernel.display.plain import PlainView

        in_kernel = hasattr(self.shell, "kernel")
        return PlainView(question, model, Console(force_jupyter=False, force_terminal=False if in_kernel else None))

    def close(self) -> None:
        """Free everything."""
        self._ahead.leave()
        self.cell_history.leave()
        self.resident.close()
        self.conversation.leave()
        self.worker.shutdown(wait=False, cancel_futures=True)
