"""What the loop says and asks. The loop itself does nothing: it yields these, and a driver answers the asks.

``Choose``, ``Think`` and ``Act`` want a reply (by ``send``): Scores, Generation and Observation. The others only tell.
This keeps the loop free of threads, engines and Jupyter: the same loop runs under ``drive`` (one thread, blocking) and
under the kernel's driver (models on a worker thread, code on the main thread).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from husky_kernel.agent.protocols import Generation, Request, Scores
from husky_kernel.agent.types import Observation, Step, Trace

Field = Literal["step", "call", "output", "answer"]
Phase = Literal["planning", "writing", "running", "rewriting", "done"]


@dataclass(frozen=True, slots=True)
class Started:
    """The run begins; ``trace`` holds the steps that were kept from before, if any."""

    trace: Trace
    max_steps: int


@dataclass(frozen=True, slots=True)
class Choose:
    """Ask for the probability of each choice. Reply: Scores."""

    request: Request
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Think:
    """Ask a model for text. ``field`` says where on the card the text belongs. Reply: Generation."""

    request: Request
    index: int
    field: Field


@dataclass(frozen=True, slots=True)
class Act:
    """Ask a tool to carry out ``call``. Reply: Observation."""

    tool: str
    call: str
    index: int


@dataclass(frozen=True, slots=True)
class Progress:
    """A step as it stands now."""

    step: Step
    phase: Phase


@dataclass(frozen=True, slots=True)
class Ended:
    """The run is over; nothing follows."""

    trace: Trace


Event = Started | Choose | Think | Act | Progress | Ended
Reply = Scores | Generation | Observation | None
