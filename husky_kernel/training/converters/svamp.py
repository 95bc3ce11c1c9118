"""SVAMP: one-step word problems with their equation (Patel et al. 2021, arXiv 2103.07191; MIT).

A record is ``{"Body", "Question", "Equation", "Answer"}``. Worked example: "Each pack costs 76 dollars. There is a
discount of 25 dollars on each pack. How much is a pack?" with ``( 76.0 - 25.0 )`` becomes::

    dollars = 76
    dollars_on_each_pack = 25
    dollars - dollars_on_each_pack
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from husky_kernel.training.checks.expected import Expected
from husky_kernel.training.converters.source import How, Source
from husky_kernel.training.converters.writing import arithmetic, asking, grounding
from husky_kernel.training.converters.writing.givens import Givens
from husky_kernel.training.trajectories import Act, Draft, Unfit


def convert(record: Mapping[str, Any], how: How) -> Draft:
    """A draft from one record; the two styles are one here, since there is one calculation."""
    question = joined(str(record["Body"]).strip(), str(record["Question"]).strip())
    tree = arithmetic.read(str(record["Equation"]))
    if grounding.strays([arithmetic.write(tree)], question):
        raise Unfit("a number from nowhere")
    givens = Givens(question)
    code = arithmetic.write(arithmetic.link(tree, givens.name))
    act = Act("code", asking.compute(question), "\n".join([*givens.lines(), code]))
    return Draft(question, (act,), (Expected("number", float(record["Answer"])),))


def joined(body: str, question: str) -> str:
    """Body and question as one text; a body without a full stop goes on as a sentence."""
    if body.endswith((".", "!", "?")):
        return f"{body} {question}"
    return f"{body.rstrip(',')}, {question[:1].lower()}{question[1:]}"


SOURCE = Source("svamp", "MIT", ("svamp*",), convert)
