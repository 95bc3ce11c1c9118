r"""Derivations on paper as a single [math] step: what is kept of an annotated solution, and what it comes to."""

from __future__ import annotations

import re

from husky_kernel.agent.grammar import one_line
from husky_kernel.training.converters.writing import asking
from husky_kernel.training.trajectories import Act, Unfit

LONGEST = 1_500
"""Characters of a derivation: longer ones do not fit what a math expert may write."""

_PICTURE = re.compile(r"\[asy\].*?\[/asy\]", re.DOTALL)
_BLANK = re.compile(r"\n\s*\n")
_BOXED = re.compile(r"\\(?:boxed|fbox)\s*")


def math_step(question: str, derivation: str) -> Act:
    """The step for a whole derivation, pictures left out.

    Raises
    ------
    Unfit
        If it is long.
    """
    derivation = _BLANK.sub("\n", _PICTURE.sub("", derivation)).strip()
    if len(derivation) > LONGEST:
        raise Unfit("the derivation is long")
    sentence = asking.asked(question)
    return Act("math", f"Solve: {sentence}" if sentence else "Solve the problem on paper.", derivation)


def boxed(text: str) -> str | None:
    r"""What stands in the last ``\boxed{...}``, None if there is none."""
    found = list(_BOXED.finditer(text))
    if not found:
        return None
    rest = text[found[-1].end() :]
    if not rest.startswith("{"):
        return rest.split()[0].strip("$.") if rest.split() else None
    depth = 0
    for place, sign in enumerate(rest):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return one_line(rest[1:place])
    return None


def normal(latex: str) -> str:
    r"""A LaTeX answer without what changes nothing: spaces, ``\left``, ``\dfrac``, dollar signs, units in text."""
    text = re.sub(r"\\(?:left|right|,|!|;|:|quad)|\s|\$|\\\$|\^\\circ|\^{\\circ}", "", latex)
    text = re.sub(r"\\(?:text|mbox|mathrm)\{[^{}]*\}$", "", text)
    return re.sub(r"\\[dt]frac", r"\\frac", text).rstrip(".").replace("\\%", "").replace("%", "")
