"""How many tokens the roles of a run took, and how many they could not have done without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one role: of its prompts those read anew and those from a prefix cache, and those written.

    ``distinct`` are the tokens of the prompts that no earlier prompt of the role in this run began with: nobody can
    read fewer without keeping more than a run. They are counted by characters, a call's tokens times the share of its
    text that is new, so they are right to within a few tokens a call.
    """

    prefilled: int = 0
    reused: int = 0
    decoded: int = 0
    distinct: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(*(getattr(self, part.name) + getattr(other, part.name) for part in fields(self)))

    @property
    def ratio(self) -> float | None:
        """Tokens read for each distinct one: 1 where none was read twice, below where a cache outlived a run."""
        return self.prefilled / self.distinct if self.distinct else None

    def to_json(self) -> dict[str, int]:
        """Plain JSON values."""
        return {part.name: getattr(self, part.name) for part in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Usage:
        """Inverse of :meth:`to_json`; keys this version does not know are ignored."""
        return cls(**{part.name: int(data.get(part.name, 0)) for part in fields(cls)})


def usages_to_json(roles: Mapping[str, Usage]) -> dict[str, dict[str, int]]:
    """Plain JSON values of each role's."""
    return {role: usage.to_json() for role, usage in roles.items()}


def usages_from_json(data: Mapping[str, Any]) -> dict[str, Usage]:
    """Inverse of :func:`usages_to_json`."""
    return {role: Usage.from_json(usage) for role, usage in data.items()}


def total(usages: Iterable[Usage]) -> Usage:
    """All of them added up."""
    return sum(usages, Usage())
