r"""MATH: competition problems with worked solutions (Hendrycks et al. 2021, arXiv 2103.03874; MIT).

A record is ``{"problem", "solution", "answer", ...}``. Worked example: a solution that ends in
"... hence :math:`5+2=\boxed{7}` faces" becomes one [math] step whose output is the solution, and the answer ``7``. The
box must hold the annotated answer, and the equalities that sympy can compute must hold. The code of a picture in a
question stays, as in the benchmark; in a solution it is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from husky_kernel.training.checks.expected import Expected
from husky_kernel.training.converters.source import How, Source
from husky_kernel.training.converters.writing.derivations import LONGEST, boxed, math_step, normal
from husky_kernel.training.trajectories import Draft, Unfit


def convert(record: Mapping[str, Any], how: How) -> Draft:
    """A draft from one record; a derivation is one step in either style."""
    question, solution, answer = (str(record[name]).strip() for name in ("problem", "solution", "answer"))
    if len(question) > LONGEST:
        raise Unfit("the question is long")
    found = boxed(solution)
    if found is None or normal(found) != normal(answer):
        raise Unfit("another answer")
    step = math_step(question, solution)
    return Draft(question, (step,), (Expected("text", answer),), answer, checked=("equalities",))


SOURCE = Source("math_train", "MIT", ("math_train_solutions*",), convert)
