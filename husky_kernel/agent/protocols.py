"""What the loop needs of an engine, a tool and a module. Concrete classes are named in ``assembly`` alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

from husky_kernel.agent.types import Observation, Step, Task, Tokens

OnText = Callable[[str], bool]
"""Called with each new piece of text, possibly on another thread; returning True stops the generation."""


@dataclass(frozen=True, slots=True)
class Message:
    """One chat turn."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Request:
    """One ask of an engine.

    ``role`` names the module that asks (``action``, ``code``, ...), ``lane`` which of several runs at work at the same
    time it asks for: engines keep one prefix cache per (role, lane).
    ``prefill`` is forced as the beginning of the assistant's turn and is not repeated in the reply; of it ``begun`` is
    what belongs to the call that is written. ``step`` and
    ``attempt`` say where in the run the ask stands (attempt 1 is the first repair); only replays look at them. ``lane``
    numbers the runs that go on side by side: an engine that serves several keeps a prefix cache per role and lane.
    ``fixed``: so many messages at the beginning are the same in every ask of this prompt (instructions and examples);
    an engine may keep what it has read of them. ``remembered``: the solved questions that it shows as examples, with
    how like the one asked they are, from 0 to 1.
    """

    role: str
    messages: tuple[Message, ...]
    prefill: str = ""
    stop: tuple[str, ...] = ()
    max_tokens: int = 256
    temperature: float = 0.0
    seed: int = 0
    step: int = 0
    attempt: int = 0
    lane: int = 0
    fixed: int = 0
    remembered: tuple[tuple[str, float], ...] = ()
    begun: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """Seconds of a reply: reading the prompt and writing, as the engine tells them; zero where it cannot.

    ``idle``: for so long a person held it up. Drivers book that, not engines.
    """

    prefill: float = 0.0
    decode: float = 0.0
    idle: float = 0.0

    def __add__(self, other: Work) -> Work:
        return Work(self.prefill + other.prefill, self.decode + other.decode, self.idle + other.idle)


@dataclass(frozen=True, slots=True)
class Generation:
    """An engine's reply. ``reason``: why it ended; ``length``: at its token limit, so that it may be incomplete.

    ``confidence`` and ``least``: the mean and the smallest probability of its tokens, where they can be told.
    """

    text: str
    tokens: Tokens = field(default_factory=Tokens)
    reason: Literal["stop", "length", "cancelled"] = "stop"
    confidence: float | None = None
    work: Work = field(default_factory=Work)
    least: float | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """Probability of each choice as the next text, summing to 1; empty where the engine cannot tell."""

    probabilities: Mapping[str, float]
    tokens: Tokens = field(default_factory=Tokens)
    work: Work = field(default_factory=Work)


@runtime_checkable
class Engine(Protocol):
    """Where tokens come from. Safe to call from any thread, one call at a time per role and lane."""

    name: str
    context_length: int

    def generate(self, request: Request, on_text: OnText | None = None) -> Generation:
        """Continue ``request``. Raises ContextOverflow if it does not fit, EngineError if the engine fails."""

    def score(self, request: Request, choices: Sequence[str]) -> Scores:
        """Score each choice as the text right after ``request.prefill``."""

    def count_tokens(self, text: str) -> int:
        """Number of tokens of ``text``, exact where the tokenizer is at hand."""

    def close(self) -> None:
        """Free the memory. The engine is not used afterwards."""


@runtime_checkable
class Warms(Protocol):
    """An engine that can read the beginning of a prompt before it is asked. Not every one can."""

    def warm(self, request: Request) -> Tokens:
        """Read ``request`` into its role's prefix cache; its last message may go on. Nothing is written."""


def warm(engine: Engine, request: Request) -> Tokens:
    """The same for any engine: those that cannot do nothing."""
    return engine.warm(request) if isinstance(engine, Warms) else Tokens()


@dataclass(frozen=True, slots=True)
class Example:
    """A worked turn for few-shot prompts: what stands before, and what the module should write.

    ``turns`` are questions and replies of the same conversation, which come right before it.
    """

    question: str
    target: str
    step: str = ""
    context: str = ""
    history: tuple[tuple[str, str], ...] = ()
    turns: tuple[tuple[str, str], ...] = ()


@runtime_checkable
class Tool(Protocol):
    """What a step can do. Extend by an object like this: entry point ``husky_kernel.tools`` or ``register_tool``.

    ``name`` is the word in brackets; ``description`` one line for the action generator. ``instructions`` and
    ``examples`` prompt the expert that writes the call, ``action_examples`` show the action generator when to pick
    this tool; the shipped tools take theirs from the profile and leave these empty. ``executes`` says whether the
    expert's text is a call for :meth:`run` (code, a query) or is itself the answer that :meth:`run` only checks.
    """

    name: str
    description: str
    executes: bool
    instructions: str
    examples: Sequence[Example]
    action_examples: Sequence[Example]

    def run(self, call: str) -> Observation:
        """Carry out one call. A failure of the call is an Observation with ``ok=False``, not an exception."""


@runtime_checkable
class Knows(Protocol):
    """A tool that can tell beforehand whether it holds what a question asks for. Not every one can."""

    def knows(self, question: str) -> bool:
        """At once, without a model, and without telling anybody else."""


@runtime_checkable
class Recalls(Protocol):
    """An expert that can tell beforehand whether it knows how a question is solved. Not every one can."""

    def recalls(self, task: Task) -> bool:
        """Whether ``task`` was solved before, in other numbers. At once, without a model."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A call that should be written anew before it is tried: for ``task``, and told of ``failure`` if there is one.

    Or not at all: ``tool`` should act first. ``never``: what is wrong with it is so wrong that it does not run however
    often it is written.
    """

    task: Task
    failure: str | None = None
    tool: str | None = None
    never: bool = False


@dataclass(frozen=True, slots=True)
class Repair:
    """A failed call put right without a model: its ``kind``, the new text, and what a person is ``told`` of it."""

    kind: str
    text: str
    told: str


class Module(Protocol):
    """One of Husky's experts: lays out a prompt and reads the reply."""

    @property
    def name(self) -> str:
        """The role it asks the engine in."""

    def request(self, task: Task, history: Sequence[Step], step: Step, failure: str | None = None) -> Request:
        """Prompt for ``step`` given what was done before; ``failure`` is what went wrong the last time."""

    def parse(self, text: str, task: Task, history: Sequence[Step] = ()) -> str:
        """The useful part of a reply to what was asked of ``task``, empty where there is none."""

    def doubt(self, call: str, task: Task, history: Sequence[Step]) -> Doubt | None:
        """What speaks against ``call`` before it is tried, None if nothing does."""

    def mend(self, call: str, failure: str, done: Sequence[str] = (), never: Collection[str] = ()) -> Repair | None:
        """``call`` put right after ``failure`` without asking a model, None if that takes one. ``done``: the kinds of
        repairs that it had, each of which is enough; none of those in ``never``.
        """
