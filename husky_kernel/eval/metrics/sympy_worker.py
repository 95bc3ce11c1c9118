"""The other side of :mod:`~husky_kernel.eval.metrics.checker`: a process that compares expressions with sympy.

Reads one JSON list ``[tree, tree, imaginary, factors, proportional]`` a line and writes one JSON object a line:
``equal``, the two ``values`` where they are numbers, and ``factors``, how many each has as it is written. Texts never
come here, only trees, and nothing is evaluated as code.
"""

from __future__ import annotations

import cmath
import json
import sys
from collections.abc import Sequence
from typing import Any

MEMORY = 2 << 30
"""Bytes a check may use where the system can limit it: powers of powers would take all there is."""

_BINARY = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "pow": lambda a, b: a**b,
}
_UNARY = {"arcsin": "asin", "arccos": "acos", "arctan": "atan", "ln": "log", "abs": "Abs"}


class Builder:
    """Turns trees into sympy expressions. ``imaginary``: whether ``i`` is the imaginary unit."""

    def __init__(self, sympy: Any, imaginary: bool) -> None:
        self.sympy, self.imaginary = sympy, imaginary

    def build(self, tree: Sequence[Any]) -> Any:
        """The expression of one tree.

        Raises
        ------
        TypeError
            If it is no single expression (a tuple, an interval): those are compared part by part before they come.
        """
        sympy, (name, *parts) = self.sympy, tree
        if name == "num":
            return sympy.Rational(parts[0])
        if name == "sym":
            return sympy.I if parts[0] == "i" and self.imaginary else sympy.Symbol(parts[0])
        if name == "const":
            return getattr(sympy, parts[0])
        operands = [self.build(part) for part in parts if not isinstance(part, str)]
        if name in _BINARY:
            return _BINARY[name](*operands)
        if name == "neg":
            return -operands[0]
        if name == "root":
            return operands[0] ** (1 / operands[1])
        if name == "log" and len(operands) == 1:
            return sympy.log(operands[0])
        if name == "call":
            return sympy.Function(parts[0])(*operands)
        function = getattr(sympy, _UNARY.get(name, name), None)
        if function is None or len(operands) != 1:
            raise TypeError(f"{name} is no single expression")
        return function(operands[0])


def compare(sympy: Any, one: Any, other: Any) -> dict[str, Any]:
    """Whether two expressions are the same, and their values."""
    if any(side.has(sympy.zoo, sympy.nan) for side in (one, other)):
        return {"equal": False, "values": [None, None]}
    first, second = _value(sympy, one), _value(sympy, other)
    known = first is not None and second is not None
    values = [_real(first), _real(second)]
    scale = max(abs(first or 0), abs(second or 0), 1e-12)
    if known and abs((first or 0) - (second or 0)) > 1e-6 * scale:
        return {"equal": False, "values": values}
    equal = one == other or sympy.simplify(one - other) == 0 or sympy.expand(one - other) == 0
    if not equal and known:  # sympy could not show it: more digits decide
        equal = abs(sympy.N(one - other, 30)) < 1e-20 * scale
    return {"equal": bool(equal), "values": values}


def constant_ratio(sympy: Any, one: Any, other: Any) -> bool:
    """Whether one is the other times a number that is not zero."""
    ratio = sympy.simplify(one / other)
    return bool(not ratio.free_symbols and ratio.is_finite and ratio != 0)


def factors(sympy: Any, expression: Any) -> int:
    """How many factors that hold a symbol an expression has as it stands, powers counted in full."""
    count = 0
    for part in sympy.Mul.make_args(expression):
        base, exponent = part.as_base_exp()
        if base.free_symbols:
            count += int(exponent) if exponent.is_Integer and exponent > 0 else 1
    return count


def _value(sympy: Any, expression: Any) -> complex | None:
    if expression.free_symbols or expression.has(sympy.oo):
        return None
    value = complex(sympy.N(expression, 20))
    return value if cmath.isfinite(value) else None  # too large for a float


def _real(value: complex | None) -> float | None:
    return value.real if value is not None and abs(value.imag) < 1e-12 * max(1.0, abs(value)) else None


def _answer(sympy: Any, line: str) -> dict[str, Any]:
    one, other, imaginary, counted, proportional = json.loads(line)
    builder = Builder(sympy, imaginary)
    try:
        sides = builder.build(one), builder.build(other)
        found = {"equal": constant_ratio(sympy, *sides)} if proportional else compare(sympy, *sides)
        return found | ({"factors": [factors(sympy, side) for side in sides]} if counted else {})
    except Exception as error:  # whatever sympy cannot do with what a model wrote is an answer that is not shown equal
        return {"equal": False, "values": [None, None], "error": f"{type(error).__name__}: {error}"[:200]}


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY if hard < 0 else min(MEMORY, hard), hard))


def main() -> None:
    """Answer until the input ends."""
    import sympy

    _limit_memory()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        print(json.dumps(_answer(sympy, line)), flush=True)


if __name__ == "__main__":
    main()
