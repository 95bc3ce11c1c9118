"""What a caller fixes, and what was found for the rest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Options:
    """The arguments of :func:`husky_kernel.files.read`; ``None`` means: find it."""

    sheet: str | int | None = None
    encoding: str | None = None
    sep: str | None = None
    quote: str | None = None
    decimal: str | None = None
    header: int | None = None
    skip: int | None = None
    dates: bool = True
    totals: bool = False
    missing: Collection[str] | None = None


@dataclass
class Found:
    """What was found in one table, told in one line."""

    parts: list[str] = field(default_factory=list)

    def add(self, part: str) -> None:
        """Add ``part``, unless it is empty or told already."""
        if part and part not in self.parts:
            self.parts.append(part)

    def __str__(self) -> str:
        return ", ".join(self.parts)


def counted(number: int, noun: str) -> str:
    """``1 line``, ``3 lines``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
