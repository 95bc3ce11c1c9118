"""The model that is in a kernel's memory: which one it is to be, and getting it there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context

from husky_kernel import models
from husky_kernel.agent.errors import UseError
from husky_kernel.agent.protocols import warm
from husky_kernel.agent.stopping import stop_by
from husky_kernel.assembly import Agent, Report, at_hand, chosen_model
from husky_kernel.config import Settings

Loader = Callable[[str | None, Settings, Report], Agent]
"""Makes agents."""


class Resident:
    """One agent at most. ``load`` and ``preload`` are called on the worker's thread, the rest on the main one.

    ``in_use`` tells whether a run goes on: its model is not taken away from it.
    """

    def __init__(
        self, loader: Loader, settings: Callable[[], Settings], in_use: Callable[[], bool] = lambda: False
    ) -> None:
        self.agent: Agent | None = None
        self.awaited = ""
        """The model that is being loaded before anybody asked for it."""
        self.roles: set[str] = set()
        """The roles that the loaded model has been asked in."""
        self.loader, self._settings, self._in_use = loader, settings, in_use
        self._asked: dict[str, str] = {}
        self._loading = threading.Lock()
        self._called_off = threading.Event()
        self._run_waits = threading.Event()
        self._early = False

    def known(self, name: str | None) -> str:
        """The model to take where a cell names ``name``, with the adapters that it stands for now.

        Empty where the machine has to be looked at to tell, which takes seconds if it has a GPU.
        """
        asked = name or self._kept() or self._settings().model
        return self._full(asked) if asked else self.awaited

    def choose(self, name: str | None) -> str:
        """The same, in any case."""
        return self.known(name) or self._full(chosen_model(self._settings()))

    def load(self, name: str, report: Report) -> Agent:
        """The loaded model of that name. Another one is freed first: memory is for one."""
        with self._loading:
            self._early = False
            if self.agent is None or self.agent.name != name:
                self._free()
                self.agent = self.loader(name, self._settings(), report)
            return self.agent

    def preload(self) -> None:
        """Load the chosen model before a cell asks for it, where that fetches nothing.

        What fails here fails again for the cell that needs it, and is told there.
        """
        with self._loading, suppress(Exception):
            wanted = self.agent is None and not self._called_off.is_set() and not self._settings().replay
            if wanted and at_hand(name := self.choose(None)):
                apart = copy_context()
                apart.run(stop_by, self._called_off)
                apart.run(self._load_early, name)

    def hurry(self) -> None:
        """A run begins: what it may not need is not prepared first."""
        self._run_waits.set()

    def unload(self) -> bool:
        """Free the model; True if one was loaded, or is being loaded.

        Raises
        ------
        UseError
            If a run is using it.
        """
        if self._in_use():
            raise UseError("a run is using the model: stop it first, or wait for its end")
        return self.close()

    def close(self) -> bool:
        """The same, whoever uses it."""
        self._called_off.set()
        return self._free() or bool(self.awaited)

    def use(self, name: str) -> None:
        """Another model is meant from now on. One that a run is using stays until the other is loaded."""
        self._called_off.set()
        if self.agent is not None and self.agent.name != models.full_name(name) and not self._in_use():
            self._free()

    def _load_early(self, name: str) -> None:
        self.awaited = name
        try:
            agent = self.loader(name, self._settings(), _tell_nobody)
            self.agent, self._early = agent, True
            self._read_early(agent)
        finally:
            if self._called_off.is_set():  # meanwhile
                self._free()
            self.awaited = ""

    def _read_early(self, agent: Agent) -> None:
        """Have the model read what its first prompts begin with, while nobody waits."""
        for request in agent.openings():
            if not (self._called_off.is_set() or self._run_waits.is_set()):
                warm(agent.engine(request.role), request)

    def _kept(self) -> str | None:
        """What the loaded model was asked for as. One that nobody asked for yields to a setting that came later."""
        if self.agent is None or (self._early and self._settings().model):
            return None
        return self._asked.get(self.agent.name, self.agent.name)

    def _full(self, asked: str) -> str:
        full = models.full_name(asked)
        self._asked[full] = asked
        return full

    def _free(self) -> bool:
        agent, self.agent = self.agent, None
        self.roles.clear()
        if agent is not None:
            agent.close()
        return agent is not None


def _tell_nobody(text: str, fraction: float | None) -> None:
    """There is no card yet."""
