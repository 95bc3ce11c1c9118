"""llama.cpp's server: one model, many slots, each with keys and values of its own."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import EngineError
from husky_kernel.agent.protocols import Request
from husky_kernel.engines.llamacpp.client import LlamaCppClient
from husky_kernel.engines.llamacpp.loras import Loras
from husky_kernel.engines.llamacpp.process import LlamaCppProcess, Order

ROLES = 6
"""Slots of a run that has the model to itself: one a role, so that no role drives another's prefix out of the cache."""

ROLES_IN_LANE = 3
"""Slots of each of several runs: the action generator, the code expert, and one that all others share."""

LONGEST_IN_LANE = 4096
"""Tokens of a slot where runs go on side by side: each has memory of its own for so many."""

UNLOADED = "the model was unloaded: run the cell again to load it"


class Slots:
    """Which slot serves a role in a lane. The first roles asked for get one of their own, latecomers share the last.

    The slots of one role stand side by side: llama.cpp computes together only what is in slots that follow each other.
    """

    def __init__(self, lanes: int) -> None:
        self.lanes = lanes
        self.each = ROLES if lanes == 1 else ROLES_IN_LANE
        self._places: dict[tuple[int, str], int] = {}
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        """All slots of the server."""
        return self.lanes * self.each

    def of(self, request: Request) -> int:
        """The slot of the request's role in its lane."""
        lane = request.lane % self.lanes
        with self._lock:
            used = sum(known == lane for known, _ in self._places)
            place = self._places.setdefault((lane, request.role), min(used, self.each - 1))
        return place * self.lanes + lane


class LlamaCppServer:
    """The server, loaded and ready. ``folder`` is where slots are saved, None if they never are.

    It is a process of its own. Should that end, the next ask starts another, whose slots are empty.

    Raises
    ------
    EngineError
        If llama.cpp cannot load the file or an adapter.
    """

    def __init__(
        self, path: Path, threads: int | None, context_length: int, slots: Slots, loras: Loras, folder: Path | None
    ) -> None:
        import psutil

        self.forget: list[Callable[[], None]] = []
        """Called before another process is asked: whoever knows what slots hold no longer does."""
        alone = slots.lanes == 1
        self.context_length = context_length if alone else min(context_length, LONGEST_IN_LANE)
        self._name, self._loras = path.name, loras
        self._order = Order(
            path=str(path.absolute()),
            threads=threads or psutil.cpu_count(logical=False) or 1,
            # One run shares its cells among all roles, the oldest make room. With several at work together each
            # sequence has cells of its own: a token is then not compared with everything that all the others have said.
            cells=self.context_length * (1 if alone else slots.count),
            slots=slots.count,
            shared=alone,
            adapters=tuple(str(file.absolute()) for file in loras.files),
            folder=None if folder is None else str(folder.absolute()),
            key=secrets.token_hex(16),  # it listens on a loopback port: nobody else knows the key to it
        )
        self._lock = threading.Lock()
        self._closed = False
        self._running = self._start()

    @property
    def layout(self) -> str:
        """What a slot's files depend on besides the model: library, devices, and whether slots share their cells."""
        return f"{self._running.process.version} {'shared' if self._order.shared else 'parted'}"

    def revive(self) -> None:
        """See to it that the process runs, and that nobody counts on what one that has ended had read."""
        self._revived()

    def complete(self, body: Mapping[str, Any], on_chunk: Callable[[Mapping[str, Any]], bool] | None) -> dict[str, Any]:
        """Ask for a completion, in pieces where ``on_chunk`` is given; the reply, which may hold an ``error``.

        Raises
        ------
        EngineError
            If the server fails, or was closed.
        """
        with self._asking() as client:
            return client.complete(body, on_chunk)

    def slot_action(self, slot: int, action: str, name: str = "") -> Mapping[str, Any] | None:
        """``save`` a slot to a file of that name in the folder, ``restore`` or ``erase`` it; None if that failed.

        Raises
        ------
        EngineError
            If the server ended meanwhile: that says nothing about the file.
        """
        with self._asking() as client:
            return client.slot_action(slot, action, name)

    def count_tokens(self, text: str) -> int:
        """Tokens of ``text``, by the model's own tokenizer."""
        with self._asking() as client:
            return client.count_tokens(text)

    def close(self) -> None:
        """Free weights and caches."""
        self._closed = True
        with self._lock:
            self._running.close()

    @contextmanager
    def _asking(self) -> Iterator[LlamaCppClient]:
        import httpx

        running = self._revived()
        try:
            yield running.client
        except (httpx.HTTPError, RuntimeError) as error:
            if self._closed:  # by another thread, meanwhile
                raise EngineError(UNLOADED) from error
            if isinstance(error, RuntimeError):
                raise
            raise EngineError(_failure(error, running.process.end())) from error

    def _revived(self) -> _Running:
        with self._lock:
            if self._closed:
                raise EngineError(UNLOADED)
            if not self._running.process.alive:
                self._running.close()
                for each in self.forget:
                    each()
                self._running = self._start()
            return self._running

    def _start(self) -> _Running:
        try:
            process = LlamaCppProcess(self._order)
        except (EngineError, OSError) as error:
            hint = f"or one of its adapters {self._loras}" if self._loras else "`husky models verify` checks the file"
            raise EngineError(f"llama.cpp cannot load {self._name}: {error}; {hint}") from error
        return _Running(process, LlamaCppClient(process.address, self._order.key))


@dataclass(frozen=True, slots=True)
class _Running:
    """A process, and who asks it."""

    process: LlamaCppProcess
    client: LlamaCppClient

    def close(self) -> None:
        self.process.close()
        self.client.close()


def _failure(error: Exception, end: str) -> str:
    if not end:
        return f"llama.cpp failed: {error}"
    return f"llama.cpp's process {end}; nothing of yours is lost: run the cell again to load it anew"


@dataclass(frozen=True, slots=True)
class RoleSlot:
    """A slot as one role uses it; ``extra`` goes with every ask (the role's adapter)."""

    server: LlamaCppServer
    number: int
    extra: Mapping[str, Any]

    def body(self, prompt: str) -> dict[str, Any]:
        """An ask that goes on from what the slot has read."""
        return {"prompt": prompt, "id_slot": self.number, "cache_prompt": True, **self.extra}

    def read(self, text: str) -> int:
        """Read ``text``; the tokens that the slot did not have yet."""
        reply = self.server.complete(self.body(text) | {"n_predict": 0}, None)
        return int((reply.get("timings") or {}).get("prompt_n", 0))

    def save(self, name: str) -> int:
        """Write what was read to a file; its bytes, 0 if that failed."""
        done = self.server.slot_action(self.number, "save", name)
        return 0 if done is None else int(done.get("n_written", 0))

    def restore(self, name: str) -> bool:
        """Take what is in a file for what was read. A slot that is first asked with an adapter forgets what it has."""
        if self.extra:
            self.read("a")
        return self.server.slot_action(self.number, "restore", name) is not None
