"""A fine-tuning as a value: what is asked for, what it learns from, how it ended."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from husky_kernel.training.finetune.base import Base
from husky_kernel.training.finetune.dataset import Row
from husky_kernel.training.finetune.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done where. ``minutes`` ends it after that time; ``yes``: however long it takes.

    ``name`` is what the adapter's card calls it, by default what its folder is called.
    """

    recipe: Recipe
    base: Base
    data: Path
    out: Path
    resume: bool = False
    minutes: float | None = None
    yes: bool = False
    device: str = "auto"
    threads: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """What is learned and what is looked at; ``left_out`` pairs are longer than the model can read."""

    train: Sequence[Row]
    heldout: Sequence[Row]
    left_out: int


@dataclass(frozen=True, slots=True)
class Tuned:
    """How it ended: after the last step (``end``), because it got no better (``early``), or because of the ``time``.

    Losses are in nats a token, on the held-out pairs before and at the best look, None where none are held out.
    """

    steps: int
    why: str
    loss: float
    heldout_before: float | None
    heldout: float | None
    pairs: int
    left_out: int
    seconds: float


def is_first() -> bool:
    """Whether this is the process that writes, of several that `accelerate launch` started."""
    return os.environ.get("RANK", "0") == "0"


def processes() -> int:
    """How many processes train together."""
    return int(os.environ.get("WORLD_SIZE", "1"))
