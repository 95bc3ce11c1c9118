"""The math tool: the reasoner derives, sympy checks what can be computed."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from math import isfinite

from husky_kernel.agent.protocols import Example
from husky_kernel.agent.types import Observation

_EQUALITY = re.compile(r"([-+*/^().\d\s]{3,}?)=\s*(-?\d[\d,]*(?:\.\d+)?)(?![\d.]*(?:\s*[-+*/^(\\]|[a-zA-Z]))")
_TOLERANCE = 1e-2
_LONGEST = 120
_STEEPEST = 1000
"""The largest exponent that is computed."""

_OPERATIONS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


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
    if not re.search(r"\d\s*[-+*/]", left) or len(left) > _LONGEST:  # a derivation worth checking is short
        return None
    try:
        _about(ast.parse(left, mode="eval").body)
        value = float(sympy.sympify(left, evaluate=True))
        said = float(right.replace(",", ""))
    except (sympy.SympifyError, TypeError, ValueError, ArithmeticError, SyntaxError, RecursionError):
        return None
    # Written-down intermediate results are rounded: a unit in the last digit is no mistake.
    digits = len(right.partition(".")[2])
    if abs(value - said) <= max(abs(value) * 1e-9, _TOLERANCE if digits >= 2 else 0.5 * 10**-digits):
        return ""
    return f"{left.replace('**', '^')} is {value:g}, not {right}"


def _about(node: ast.expr) -> float:
    """What a term comes to, about. Exact powers can take for ever: they are asked for only where this has an end.

    Raises
    ------
    ArithmeticError
        If a number in it is beyond all that one would write down.
    ValueError
        If it is more than numbers, the four operations and powers.
    """
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return float(value)
        case ast.UnaryOp(op=ast.UAdd() | ast.USub() as sign, operand=inner):
            return -_about(inner) if isinstance(sign, ast.USub) else _about(inner)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
            one, other = _about(left), _about(right)
            found = _OPERATIONS[type(op)](one, other)
            steep = isinstance(op, ast.Pow) and not (one and abs(other) <= _STEEPEST)
            vanished = not found and one and other and not isinstance(op, ast.Add | ast.Sub)
            if steep or vanished or not isfinite(found):
                raise OverflowError
            return found
    raise ValueError("not arithmetic")
