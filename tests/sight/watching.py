"""Runs a program under watch, as a step does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from husky_kernel.sight.notes.call import Note
from husky_kernel.sight.watch import watch


def notes(program: str, **tables: Any) -> tuple[Note, ...]:
    """What is noted of ``program``."""
    namespace: dict[str, Any] = {"pd": pd, "np": np, **tables}
    with watch(namespace, program) as seen:
        exec(compile(program, "<step>", "exec"), namespace)
    return seen.notes


def against(program: str, **tables: Any) -> list[str]:
    """The texts of notes that speak against the result."""
    return [note.text for note in notes(program, **tables) if note.against]


def told(program: str, **tables: Any) -> list[str]:
    """The texts of notes that do not."""
    return [note.text for note in notes(program, **tables) if not note.against]
