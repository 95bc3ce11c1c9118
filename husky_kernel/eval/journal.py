"""The journal of a run: a line for every finished question, so that a killed run goes on where it was."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.eval.report import Item
from husky_kernel.lines import append, read

SCHEMA = "husky.eval.journal/1"


@dataclass(frozen=True, slots=True)
class Identity:
    """What must be the same for a run to go on."""

    set: str
    model: str
    agents: tuple[str, ...]
    max_steps: int
    profile: str

    def differences(self, other: Mapping[str, Any]) -> list[str]:
        """What ``other``, read from a journal, says otherwise."""
        own = json.loads(json.dumps(asdict(self)))
        return [
            f"{name} {other.get(name)!r} instead of {value!r}"
            for name, value in own.items()
            if other.get(name) != value
        ]


class Journal:
    """The file beside ``--out``; without a path nothing is kept. Safe to append to from several threads.

    What crashed is tried again: often it was the server, or the memory. So is a question whose line is broken.

    Raises
    ------
    UseError
        If the file is the journal of another run, or cannot be read or written.
    """

    def __init__(self, path: Path | None, identity: Identity) -> None:
        self.path = path
        self.done: dict[tuple[str, int], Item] = {}
        self.seconds = 0.0
        self._lock = Lock()
        entries = list(read(path)) if path is not None else []
        if entries:
            self._resume([entry for entry in entries if isinstance(entry, dict)], identity)
        else:
            self._append({"schema": SCHEMA, **asdict(identity)})

    def add(self, agent: str, item: Item, clock: float) -> None:
        """Book a question that ``agent`` finished ``clock`` seconds after this start of the run.

        Raises
        ------
        UseError
            If it cannot be written; what was booked before stays.
        """
        with self._lock:
            self._append({"agent": agent, "clock": round(self.seconds + clock, 3), "item": item.to_json()})
            self.done[agent, item.index] = item

    def items(self, agent: str, indices: Sequence[int]) -> list[Item]:
        """What ``agent`` has done of the questions ``indices``, in their order."""
        return [self.done[agent, index] for index in indices if (agent, index) in self.done]

    def remove(self) -> None:
        """The reports are written: nothing is left to go on with."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)

    def _append(self, entry: Mapping[str, Any]) -> None:
        if self.path is not None:
            append(self.path, entry)

    def _resume(self, entries: list[dict[str, Any]], identity: Identity) -> None:
        if not entries or entries[0].get("schema") != SCHEMA:
            raise UseError(f"{self.path} is not a journal of `husky eval run`: choose another --out, or delete it")
        if other := identity.differences(entries[0]):
            raise UseError(
                f"{self.path} is the journal of another run ({', '.join(other)}): finish that one with its own "
                "arguments, or delete the file, or choose another --out"
            )
        for entry in entries[1:]:
            with suppress(KeyError, TypeError, ValueError, AttributeError):  # its question is asked again
                agent, clock, item = str(entry["agent"]), float(entry["clock"]), Item.from_json(entry["item"])
                self.seconds = max(self.seconds, clock)
                if item.cause != "crash":
                    self.done[agent, item.index] = item
