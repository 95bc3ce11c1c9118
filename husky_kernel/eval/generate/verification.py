"""The second derivation: equations over the figures of a second search, solved exactly.

Where the search text gives a figure in two units, the other unit's is taken and converted; otherwise the same figure,
read off the reply to another query. Nothing of the program is used.
"""

from __future__ import annotations

from fractions import Fraction

from husky_kernel.eval.generate.drawing import Draw


def derive(draw: Draw) -> tuple[Fraction | None, str]:
    """The answer before rounding, None if the equations do not settle it, and in words how it was come by."""
    from sympy import Abs, Max, Min, Rational, Symbol, solve, sympify

    second = {name: figure.second() for name, figure in draw.figures.items()}
    how = "figures in another unit" if any(converted for _, converted in second.values()) else "a second search"
    known = {name: Rational(value.numerator, value.denominator) for name, (value, _) in second.items()}
    known |= {name: Rational(value) for name, value in draw.given.items()}
    unknowns = {name: Symbol(name, real=True) for name in ("u", "v", "x") if name not in known}
    names = {**unknowns, **known, "Max": Max, "Min": Min, "Abs": Abs}
    sides = [[sympify(side, locals=names, rational=True) for side in text.split("=")] for text in draw.recipe.check]
    solutions = solve([left - right for left, right in sides], list(unknowns.values()), dict=True)
    values = {solution[unknowns["x"]] for solution in solutions if unknowns["x"] in solution}
    if len(values) != 1 or not (value := values.pop()).is_Rational:
        return None, how
    return Fraction(int(value.p), int(value.q)), f"equations solved by sympy over {how}"
