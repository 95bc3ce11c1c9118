"""The math tool: the reasoner derives, sympy checks what can be computed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from husky_kernel.agent.protocols import Example
from husky_kernel.agent.types import Observation

_EQUALITY = re.compile(r"([-+*/^().\d\s]{3,}?)=\s*(-?\d[\d,]*(?:\.\d+)?)(?![\d.]*(?:\s*[-+*/^(\\]|[a-zA-Z]))")
_TOWER = re.compile(r"\*\*.*\*\*|\*\*\s*\(*-?\d{3,}")
_TOLERANCE = 1e-2
_LONGEST = 120


class MathTool:
    """Checks the numeric equalities of a derivation, such as ``3*4 - 4 = 8``; a mismatch is noted on the step.

    The derivation is the reasoner's, so it is shown but is no observation; the observation is what sympy found.
    """

    name = "math"
    description = "Derive a result of algebra or calculus on paper."
    executes = False
    instructions = ""
    examples: Sequence[Example] = ()
    action_examples: Sequence[Example] = ()

    def run(self, call: str) -> Observation:
        """Check ``call``, a derivation. Never fails the step: what cannot be read is not checked."""
        checks = [_check(left, right) for left, right in _EQUALITY.findall(call.replace("\\cdot", "*"))]
        wrong = [check for check in checks if check]
        count = sum(check is not None for check in checks)
        text = f"sympy checked {count} equalit{'y' if count == 1 else 'ies'}: " if count else ""
        text += ("all hold." if not wrong else "; ".join(wrong)) if count else ""
        shown = ({"output_type": "display_data", "data": {"text/markdown": call, "text/plain": call}, "metadata": {}},)
        return Observation(text, outputs=shown, checked="; ".join(wrong) or None)


def _check(left: str, right: str) -> str | None:
    """Empty if the equality holds, a note if it does not, None if there is nothing to compute."""
    import sympy

    left = left.strip().replace("^", "**")
    # Towers of powers can take for ever; a derivation worth checking is short.
    if not re.search(r"\d\s*[-+*/]", left) or len(left) > _LONGEST or _TOWER.search(left):
        return None
    try:
        value = float(sympy.sympify(left, evaluate=True))
        said = float(right.replace(",", ""))
    except (sympy.SympifyError, TypeError, ValueError, SyntaxError, OverflowError):
        return None
    # Written-down intermediate results are rounded: a unit in the last digit is no mistake.
    digits = len(right.partition(".")[2])
    if abs(value - said) <= max(abs(value) * 1e-9, _TOLERANCE if digits >= 2 else 0.5 * 10**-digits):
        return ""
    return f"{left.replace('**', '^')} is {value:g}, not {right}"
