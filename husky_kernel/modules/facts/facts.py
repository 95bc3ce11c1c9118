"""Facts that a search found, as a program can use them: one unit each, numbers written out."""

from __future__ import annotations

import re
from functools import partial

from husky_kernel.modules.facts.scales import written_out
from husky_kernel.modules.facts.units import UNIT, Unit, unit_called, units_in

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_TWICE = re.compile(rf"({_NUMBER}(?: million)?) ({UNIT}) \(({_NUMBER}) ({UNIT})\)", re.IGNORECASE)


def usable(facts: str, question: str) -> str:
    """``facts`` with each quantity in one unit where it is given in two: that of ``question``, else the metric one.

    A small model copies the first figure of one row and the second of another, and divides them.
    """
    return written_out(_TWICE.sub(partial(_one, units_in(question)), facts))


def _one(named: set[Unit], found: re.Match[str]) -> str:
    one, other = unit_called(found[2]), unit_called(found[4])
    if one is None or other is None or one.dimension != other.dimension or (one in named and other in named):
        return found[0]
    second = other in named or (one not in named and other.metric and not one.metric)
    return f"{found[3]} {found[4]}" if second else f"{found[1]} {found[2]}"
