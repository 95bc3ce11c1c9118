"""A call on its way: written, doubted, put right, and written anew until it has acted."""

from __future__ import annotations

from dataclasses import dataclass, field

from husky_kernel.agent.types import Observation, Step, Task


@dataclass
class Draft:
    """A call on its way: the step, the text of its call, and what the next writing is told.

    ``given``: the call stands already, a person wrote it, say, so that it is neither doubted nor repaired. ``most``:
    how often it may be written anew. ``mended``: ``text`` is a failed call that was put right without the model.
    ``attempt`` counts the writings. ``refused``: the call that was doubted; ``insists``: it was written again word for
    word. ``remembered``: solved questions that its expert was shown. ``repaired``: the kinds of repairs that were made.
    ``told``: the writer was told what speaks against a result; ``first`` is the step that came to it. ``cut``: the
    reply was cut off. ``before``: the call that was tried last. ``never``: why the call must not run.
    """

    step: Step
    task: Task
    text: str = ""
    given: bool = False
    most: int = 1
    failure: str | None = None
    refused: str | None = None
    insists: bool = False
    remembered: tuple[tuple[str, float], ...] = ()
    mended: bool = False
    repaired: list[str] = field(default_factory=list)
    told: bool = False
    cut: bool = False
    never: str | None = None
    before: str | None = None
    first: tuple[Step, Observation, str] | None = None
    attempt: int = 0

    @property
    def last(self) -> bool:
        """Whether no further writing is allowed."""
        return self.given or self.attempt >= self.most

    def again(self, failure: str | None) -> bool:
        """Have it written anew, told of what went wrong; False if no further writing is allowed."""
        if self.last:
            return False
        self.attempt, self.failure, self.mended = self.attempt + 1, failure, False
        self.before, self.insists = self.text, False
        return True
