"""How a word of the question was read, where it was not taken literally."""

from __future__ import annotations

from dataclasses import dataclass

ANOTHER_WAY = "it can be read in another way"
"""What begins a note on data of which nobody can tell how they are meant: no other program would know it better."""


@dataclass(frozen=True, slots=True)
class Reading:
    """``told`` to a person, "takings: column `paid`", where a program that has ``name`` in it gave the answer."""

    name: str
    told: str
