"""How a turn ended: right, flagged, or silently wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from husky_kernel.eval.analyst.session import Turn
from husky_kernel.eval.report import Item

Ending = Literal["right", "flagged", "silent"]

SURE = ("checked", "computed")
"""Confidences that tell an answer as sure."""

NOT_SURE = ("unsure", "recalled", "none")


@dataclass(frozen=True, slots=True)
class Outcome:
    """``trace`` is as in ``husky.trace/1``, with ``turn``, the turn's name; ``error`` tells of a check that failed."""

    name: str
    turn: Turn
    trace: Mapping[str, Any]
    right: bool
    seconds: float

    @property
    def ending(self) -> Ending:
        """A wrong one is flagged where the run did not finish, has no answer, or says that it is not sure."""
        trace = self.trace
        if self.right:
            return "right"
        told = trace.get("status") == "finished" and trace.get("answer") is not None
        return "silent" if told and trace.get("confidence") not in NOT_SURE else "flagged"

    def item(self, index: int) -> Item:
        """As reports keep it."""
        tokens = [step.get("tokens") or {} for step in self.trace.get("steps", ())]
        prompt, reused, generated = (sum(each.get(k, 0) for each in tokens) for k in ("prompt", "reused", "generated"))
        return Item(
            index=index,
            prediction=self.trace.get("answer"),
            correct=self.right,
            trace=self.trace,
            cause=None if self.right else self.ending,
            correct_by_reference=self.right,
            seconds=round(self.seconds, 3),
            prompt_tokens=prompt,
            reused_tokens=reused,
            generated_tokens=generated,
            question=self.turn.ask,
            answer=self.turn.check,
        )

    def line(self) -> str:
        """For whoever waits."""
        answer = str(self.trace.get("answer") or self.trace.get("error") or "")
        confidence = self.trace.get("confidence") or ""
        return f"{self.ending:7} {self.seconds:6.1f} s  {self.name}: {self.turn.ask[:60]} -> {answer[:60]} {confidence}"
