"""Trajectories: solved questions to learn from, before and after they were carried out.

A :class:`Draft` is what an annotation says should be done; carried out and checked by
:mod:`~husky_kernel.training.checks.verify` it becomes a :class:`Trajectory`, a line of JSON of schema
``husky.trajectory/1``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from husky_kernel.agent.types import Trace
from husky_kernel.training.checks.expected import Expected

SCHEMA = "husky.trajectory/1"

Origin = Literal["teacher", "annotation", "correction"]
Style = Literal["whole", "stepwise"]
"""``whole``: a task of arithmetic is one program; ``stepwise``: each calculation is a step of its own."""


class Unfit(Exception):
    """A record gives no trajectory. The message is the cause under which it is counted."""


@dataclass(frozen=True, slots=True)
class Act:
    """One step as annotated: ``call`` is the program, the query, the derivation or the sentence.

    For a search, ``found`` is the passage and ``output`` the sentence of it that matters, if that is not all of it.
    """

    tool: str
    text: str
    call: str
    found: str = ""
    output: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an annotation says: the steps, and what the answer must equal.

    ``answer`` is None where the last program's output is the answer. ``fills`` are namespaces to run in, one after the
    other; ``expected`` has one entry for each, or a single one where there are no variables. ``checked`` names what the
    converter has checked itself.
    """

    question: str
    acts: tuple[Act, ...]
    expected: tuple[Expected, ...]
    answer: str | None = None
    context: str = ""
    fills: tuple[Mapping[str, Any], ...] = ({},)
    checked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trajectory:
    """A question solved step by step, with where it is from and what was checked. ``context``: what the models were
    told of variables; ``weight``: how much it counts in training."""

    trace: Trace
    source: str
    licence: str
    origin: Origin
    context: str = ""
    verified: tuple[str, ...] = ()
    weight: float = 1.0
    key: str = field(default="", compare=False)
    """Which record of which file, so that a run can be taken up again."""

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values of schema ``husky.trajectory/1``."""
        return {
            "schema": SCHEMA,
            "trace": self.trace.to_json(),
            "context": self.context,
            "source": self.source,
            "licence": self.licence,
            "origin": self.origin,
            "verified": list(self.verified),
            "weight": self.weight,
            "key": self.key,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Trajectory:
        """Inverse of :meth:`to_json`.

        Raises
        ------
        ValueError
            If it is no such line.
        """
        if data.get("schema") != SCHEMA:
            raise ValueError(f"not a {SCHEMA} line: schema is {data.get('schema')!r}")
        try:
            return cls(
                trace=Trace.from_json(data["trace"]),
                source=str(data["source"]),
                licence=str(data["licence"]),
                origin=data["origin"],
                context=str(data.get("context", "")),
                verified=tuple(data.get("verified", ())),
                weight=float(data.get("weight", 1.0)),
                key=str(data.get("key", "")),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not a trajectory: {error!r}") from error
