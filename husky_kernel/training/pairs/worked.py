"""Worked questions to cut pairs from, read from files: trajectories, traces, a log of corrections, mixed as they come.

A file holds JSON objects one after the other, most often one a line; the ``schema`` of each says what it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from husky_kernel import corrections
from husky_kernel.agent import types
from husky_kernel.agent.errors import UseError
from husky_kernel.agent.types import Trace
from husky_kernel.corrections import Correction
from husky_kernel.training.pairs.pairs import OWN

TRAJECTORY = "husky.trajectory/1"


@dataclass(frozen=True, slots=True)
class Worked:
    """A question with the steps that solve it, where it is from, and how much it counts.

    ``context`` is what the models were told of variables. ``corrected``: it is a person's correction.
    """

    trace: Trace
    context: str = ""
    source: str = "trace"
    licence: str = OWN
    corrected: bool = False
    weight: float = 1.0

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Worked:
        """A row of schema ``husky.trajectory/1``; ValueError if it is none."""
        try:
            return cls(
                trace=Trace.from_json(data["trace"]),
                context=str(data.get("context") or ""),
                source=str(data["source"]),
                licence=str(data["licence"]),
                corrected=data.get("origin") == "correction",
                weight=float(data.get("weight", 1.0)),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not a trajectory: {error!r}") from error


Item = Worked | Correction | None
"""What an object of a file is; None for one that cannot be read."""


def read_worked(paths: Iterable[Path]) -> Iterator[Item]:
    """All that is in the files, in their order. Records of how a corrected run ended are passed over.

    Raises
    ------
    UseError
        If a file cannot be read at all.
    """
    for path in paths:
        try:
            with path.open(encoding="utf-8") as file:
                for text in _objects(file):
                    yield from _item(text)
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not a text of UTF-8"
            raise UseError(f"cannot read {path}: {reason}") from error


def _objects(lines: Iterable[str]) -> Iterator[str]:
    """The text of each object; one that is spread over lines begins at a line ``{`` and ends at a line ``}``."""
    spread: list[str] = []
    for line in lines:
        if spread or line.rstrip() == "{":
            spread.append(line)
            if line.rstrip() == "}":
                yield "".join(spread)
                spread = []
        elif line.strip():
            yield line
    if spread:
        yield "".join(spread)


def _item(text: str) -> Iterator[Item]:
    try:
        data = json.loads(text)
        schema = data["schema"]
        if schema == TRAJECTORY:
            yield Worked.from_json(data)
        elif schema == types.SCHEMA:
            yield Worked(Trace.from_json(data))
        elif schema != corrections.SCHEMA:
            yield None
        elif data.get("record") != "outcome":
            yield Correction.from_json(data)
    except (ValueError, KeyError, TypeError, AttributeError):
        yield None
