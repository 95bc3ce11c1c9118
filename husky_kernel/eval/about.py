"""How a report was measured: prompts, machine, versions, sample."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from husky_kernel import __version__

_PARTS = ("xllamacpp", "transformers", "torch", "openai", "pandas", "ray")


@dataclass(frozen=True, slots=True)
class About:
    """``profile`` is a checksum of the prompts; ``wall_seconds`` the time of the whole run, all agents together.

    ``seed`` drew the questions, None for the first ones; ``machine`` and ``versions`` name what it ran on.
    """

    profile: str = ""
    max_steps: int = 0
    seed: int | None = None
    workers: int = 1
    wall_seconds: float = 0.0
    machine: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> About:
        """The parts that stand in a report."""
        return cls(**{part.name: data[part.name] for part in fields(cls) if part.name in data})


def versions() -> dict[str, str]:
    """Of this package, Python and what engines are made of, as far as it is installed."""
    found = {"husky-kernel": __version__, "python": platform.python_version()}
    for name in _PARTS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
