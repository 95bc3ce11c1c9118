"""What became of every record, one line each, so that a killed run is taken up where it was.

A line holds a trajectory or the cause why there is none. The output is made anew from the journal, so sources can be
added by later runs. A last line that was cut short is dropped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import UseError
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
        self._mend()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("a", encoding="utf-8")
        except OSError as error:
            raise UseError(f"cannot write {self.path}: {error.strerror or error}") from error

    def __contains__(self, key: str) -> bool:
        return key in self._seen

    def add(self, entry: Entry) -> None:
        """Keep what became of a record."""
        data: dict[str, Any] = {"key": entry.key, "source": entry.source}
        data |= {"trajectory": entry.trajectory.to_json()} if entry.trajectory else {"cause": entry.cause}
        self._file.write(json.dumps(data, ensure_ascii=False) + "\n")
        self._file.flush()
        self._seen.add(entry.key)

    def read(self) -> Iterator[Entry]:
        """All that was kept, in order; lines that are broken are passed over, and their records done again."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            for line in file:
                try:
                    data = json.loads(line)
                    found = Trajectory.from_json(data["trajectory"]) if "trajectory" in data else None
                    yield Entry(str(data["key"]), str(data["source"]), found, data.get("cause"))
                except (ValueError, KeyError, TypeError):
                    continue

    def close(self) -> None:
        """No more is written."""
        self._file.close()

    def _mend(self) -> None:
        """End the last line, where a kill cut it short."""
        if self.path.exists() and (data := self.path.read_bytes()) and not data.endswith(b"\n"):
            with self.path.open("ab") as file:
                file.write(b"\n")
