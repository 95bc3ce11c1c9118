"""What became of every record, one line each, so that a killed run is taken up where it was.

A line holds a trajectory or the cause why there is none. The output is made anew from the journal, so sources can be
added by later runs. A last line that was cut short is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.lines import append, read
from husky_kernel.training.trajectories import Trajectory

BROKEN = "no record of the set"
"""The cause of lines that are no JSON, or not of the set's form."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record or sample: its key, source, and a trajectory or the cause why it was dropped."""

    key: str
    source: str
    trajectory: Trajectory | None = None
    cause: str | None = None


class Journal:
    """The journal of an output file; it stands beside it. Nothing is kept of keys seen before."""

    def __init__(self, out: Path) -> None:
        self.path = out.with_name(f"{out.stem}.journal.jsonl")
        self._seen = {entry.key for entry in self.read()}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UseError(f"cannot write {self.path}: {error.strerror or error}") from error

    def __contains__(self, key: str) -> bool:
        return key in self._seen

    def add(self, entry: Entry) -> None:
        """Keep what became of a record. Raises UseError if it cannot be written."""
        data: dict[str, Any] = {"key": entry.key, "source": entry.source}
        data |= {"trajectory": entry.trajectory.to_json()} if entry.trajectory else {"cause": entry.cause}
        append(self.path, data)
        self._seen.add(entry.key)

    def read(self) -> Iterator[Entry]:
        """All that was kept, in order; lines that are broken are passed over, and their records done again."""
        for data in read(self.path):
            try:
                found = Trajectory.from_json(data["trajectory"]) if "trajectory" in data else None
                entry = Entry(str(data["key"]), str(data["source"]), found, data.get("cause"))
            except (ValueError, KeyError, TypeError, AttributeError):
                continue
            yield entry
