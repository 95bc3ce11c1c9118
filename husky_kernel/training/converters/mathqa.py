"""MathQA, the part on gain and loss, with programs of LILA (Mishra et al. 2022, arXiv 2210.17517; CC BY 4.0).

A record is ``{"Input", "Output Program", "Output Answer"}``; the program names numbers ``n0`` and steps ``t0``. Worked
example: "The cost of a radio is rs. 1500 and it was sold for rs. 1230. Find the loss %." with ``t0 = n0 - n1``,
``t1 = t0 / n0``, ``answer = t1 * 100.0`` becomes::

    cost_of_radio_rs = 1500
    sold_for_rs = 1230
    (cost_of_radio_rs - sold_for_rs) / cost_of_radio_rs * 100

Short steps are folded into the next, so that the formula can be read.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Mapping
from typing import Any

from husky_kernel.training.checks.expected import Expected
from husky_kernel.training.converters.source import How, Source
from husky_kernel.training.converters.writing import arithmetic, asking, grounding
from husky_kernel.training.converters.writing.givens import Givens
from husky_kernel.training.trajectories import Act, Draft, Unfit

LONGEST = 10
"""Steps of a program; longer ones were found by search rather than written, and mean nothing."""

FOLDED = 4
"""Operators up to which a step is folded into the one that uses it."""


def convert(record: Mapping[str, Any], how: How) -> Draft:
    """A draft from one record; there are no words for single steps, so the two styles are one."""
    question = str(record["Input"]).strip()
    body = _assignments(str(record["Output Program"][0]))
    wanted = float(record["Output Answer"][0])
    if sum(not isinstance(tree, ast.Constant) for _, tree in body) > LONGEST:
        raise Unfit("too long to be the way a person would solve it")
    literals = (arithmetic.write(tree) for _, tree in body if not isinstance(tree, ast.Constant))
    if grounding.strays(literals, question):
        raise Unfit("a number from nowhere")
    givens = Givens(question)
    names: dict[str, ast.expr] = {}
    lines: list[str] = []
    uses = Counter(node.id for _, tree in body for node in ast.walk(tree) if isinstance(node, ast.Name))
    for name, tree in body:
        whole = _substituted(tree, names, givens)
        size = sum(isinstance(node, ast.BinOp) for node in ast.walk(whole))
        if name == "answer" or isinstance(whole, ast.Constant | ast.Name) or (uses[name] == 1 and size <= FOLDED):
            names[name] = whole
        else:
            part = f"part_{len(lines) + 1}"
            lines.append(f"{part} = {arithmetic.write(whole)}")
            names[name] = ast.Name(part, ast.Load())
    program = "\n".join([*givens.lines(), *lines, arithmetic.write(names["answer"])])
    return Draft(question, (Act("code", asking.compute(question), program),), (Expected("number", wanted),))


def _assignments(program: str) -> list[tuple[str, ast.expr]]:
    """Name and expression of each line but the last, which prints."""
    try:
        tree = ast.parse(program)
    except SyntaxError:
        raise Unfit("not arithmetic") from None
    found: list[tuple[str, ast.expr]] = []
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.append((node.targets[0].id, arithmetic.tidy(_Calls().visit(node.value))))
    if not found or found[-1][0] != "answer":
        raise Unfit("not arithmetic")
    return found


def _substituted(tree: ast.expr, names: dict[str, ast.expr], givens: Givens) -> ast.expr:
    """The expression with earlier steps and the question's numbers put in."""
    if isinstance(tree, ast.Constant):
        named = givens.name(float(tree.value))  # type: ignore[arg-type]
        return ast.Name(named, ast.Load()) if named else tree
    copy = ast.parse(arithmetic.write(tree), mode="eval").body
    whole: ast.expr = _Names(names).visit(copy)
    return whole


class _Calls(ast.NodeTransformer):
    """Writes the guards of the generated programs (``t**min(n, 5)``, ``max(0, t)``) and roots as plain arithmetic."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """A call; one of another kind stays, and is refused later."""
        self.generic_visit(node)
        match ast.unparse(node.func), node.args:
            case "min", [first, ast.Constant(value=5)]:
                return first
            case "max", [ast.Constant(value=0), second]:
                return second
            case "math.sqrt", [only]:
                return ast.BinOp(only, ast.Pow(), ast.Constant(0.5))
        return node


class _Names(ast.NodeTransformer):
    """Puts expressions in the place of names."""

    def __init__(self, names: Mapping[str, ast.expr]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """An earlier step."""
        if node.id not in self._names:
            raise Unfit("not computable")
        return self._names[node.id]


SOURCE = Source("lila_mathqa_gain", "CC BY 4.0", ("lila_mathqa_gain*",), convert)
