"""What the loop says and asks. The loop itself does nothing: it yields these, and a driver answers the asks.

``Choose``, ``Think`` and ``Act`` want a reply (by ``send``): Scores, Generation and Observation; ``Review`` may have a
Verdict. The others only tell.
This keeps the loop free of threads, engines and Jupyter: the same loop runs under ``drive`` (one thread, blocking) and
under the kernel's driver (models on a worker thread, code on the main thread).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from husky_kernel.agent.answers.answer import Result
from husky_kernel.agent.partial import Hear
from husky_kernel.agent.protocols import Generation, Request, Scores
from husky_kernel.agent.types import Observation, Step, Task, Trace

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
class Review:
    """A step is ready and nothing has happened yet: a person may look at it. Reply: Verdict, None to let it act.

    ``step.call`` is what will be done. ``task`` and ``history`` are what the models were told, ``ahead`` tells how the
    prompts begin that may come next, the likeliest first: of the next choice, and of the runner-up tool's expert.
    ``given``: the call was not written by a model just now. ``held``: it was tried, and what it wanted to do beyond the
    notebook was refused; without a Verdict the step fails.
    """

    step: Step
    task: Task
    history: tuple[Step, ...] = ()
    ahead: Callable[[], tuple[Request, ...]] | None = None
    given: bool = False
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person says of a step under review.

    To ``act`` as ``step`` and ``call`` say now (a call of None is to be written anew for the changed words), to
    ``skip`` it, or to have it rephrased for ``tool``.
    """

    kind: Literal["act", "skip", "flip"]
    step: str = ""
    call: str | None = None
    edited: bool = False
    tool: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """Ask a tool to carry out ``call``. Reply: Observation.

    ``ahead`` tells how the prompt begins that comes next, up to the output that is not known yet. ``given``: a person
    wrote the call. ``so_far`` takes what the tool has put out while it is at work, on any thread: a step that is
    stopped keeps it. ``aside``: only its result counts, the variables that it makes go.
    """

    tool: str
    call: str
    index: int
    ahead: Callable[[], Request] | None = field(default=None, compare=False)
    given: bool = False
    so_far: Hear = field(default=lambda seen: None, compare=False)
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """A step as it stands now."""

    step: Step
    phase: Phase


@dataclass(frozen=True, slots=True)
class Standing:
    """There is an answer, ``result`` of the step ``index``, which is being checked from now on."""

    result: Result
    index: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The run is over; nothing follows."""

    trace: Trace


Event = Started | Choose | Think | Review | Act | Progress | Standing | Ended
Reply = Scores | Generation | Observation | Verdict | None
