"""FinQA: questions on financial reports with programs (Chen et al. 2021, arXiv 2109.00122; MIT).

A record is ``{"contexts", "table", "question", "program"}``. Worked example: ``subtract(2.4, 2.3), divide(#0, 2.3)`` on
"what was the change in percent?" becomes::

    repairs_2014 = 2.4
    repairs_2013 = 2.3
    (repairs_2014 - repairs_2013) / repairs_2013

No answer is annotated: the program's value is compared with that of an evaluation of its own. All its numbers but
constants must stand in the table or the text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from husky_kernel.training.checks.expected import Expected
from husky_kernel.training.converters.source import How, Source
from husky_kernel.training.converters.writing import arithmetic, naming, tables
from husky_kernel.training.converters.writing.givens import Givens
from husky_kernel.training.trajectories import Act, Draft, Unfit

_CALL = re.compile(r"(\w+)\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*(?:,|$)")
_SIGNS = {"add": ast.Add, "subtract": ast.Sub, "multiply": ast.Mult, "divide": ast.Div, "exp": ast.Pow}
_OVER_ROW: Mapping[str, tuple[str, Callable[[Sequence[float]], float]]] = {
    "table_max": ("max({})", max),
    "table_min": ("min({})", min),
    "table_sum": ("sum({})", sum),
    "table_average": ("sum({0}) / len({0})", lambda row: sum(row) / len(row)),
}


def convert(record: Mapping[str, Any], how: How) -> Draft:
    """A draft from one record; the two styles are one, since the program's steps have no words."""
    table, asked = record["table"], str(record["question"]).strip()
    question = "\n".join([str(record["contexts"]).strip(), tables.printed(table), asked])
    calls = _CALL.findall(str(record["program"]))
    if not calls:
        raise Unfit("not arithmetic")
    writer = _Writer(table, f"{asked}\n{record['contexts']}")
    for name, arguments in calls:
        writer.add(name, [argument.strip() for argument in re.split(r",(?!\d{3}\b)", arguments)])
    last, value = writer.results[-1]
    wanted = Expected("text", "yes" if value else "no") if isinstance(value, bool) else Expected("number", value)
    program = "\n".join([*writer.lines(), last if isinstance(last, str) else arithmetic.write(last)])
    act = Act("code", f"Compute from the table and the text: {asked}", program)
    return Draft(question, (act,), (wanted,), checked=("grounded",))


class _Writer:
    """Builds the program and its value side by side."""

    def __init__(self, table: tables.Table, text: str) -> None:
        taken: set[str] = set()
        self._table = table
        self._cells = tables.Cells(table, taken)
        self._text = Givens(text, taken)
        self._taken = taken
        self._rows: list[str] = []
        self.results: list[tuple[ast.expr | str, float | bool]] = []

    def add(self, name: str, arguments: list[str]) -> None:
        """One operation."""
        if name in _OVER_ROW:
            self.results.append(self._over_row(name, arguments[0]))
            return
        if len(arguments) != 2:
            raise Unfit("an operation that is not known")
        (left, one), (right, other) = (self._operand(argument) for argument in arguments)
        if name == "greater":
            code = f"'yes' if {arithmetic.write(left)} > {arithmetic.write(right)} else 'no'"
            self.results.append((code, one > other))
        elif name in _SIGNS:
            tree = ast.BinOp(left, _SIGNS[name](), right)
            self.results.append((tree, arithmetic.compute(ast.BinOp(_tree(one), _SIGNS[name](), _tree(other)))))
        else:
            raise Unfit("an operation that is not known")

    def lines(self) -> list[str]:
        """The numbers that are given."""
        return [*self._cells.lines(), *self._text.lines(), *self._rows]

    def _operand(self, text: str) -> tuple[ast.expr, float]:
        if text.startswith("#"):
            number = int(text[1:])
            tree, value = self.results[number] if number < len(self.results) else ("", 0.0)
            if isinstance(tree, str):
                raise Unfit("a step refers to one that is not there")
            return tree, value
        if text.startswith("const_"):
            value = float(text.removeprefix("const_").replace("m", "-"))
            return _tree(value), value
        part = 100 if text.endswith("%") else 1
        value = arithmetic.compute(arithmetic.read(text.rstrip("% ")))
        name = self._cells.name(value) or self._text.name(value) or self._text.name(-value)
        if name is None:
            raise Unfit("a number from nowhere")
        named = ast.Name(name, ast.Load())
        return (ast.BinOp(named, ast.Div(), _tree(100)), value / 100) if part == 100 else (named, value)

    def _over_row(self, name: str, label: str) -> tuple[ast.expr, float]:
        row = next((row for row in self._table if str(row[0]).strip().casefold() == label.casefold()), None)
        found = [tables.number(str(cell)) for cell in row[1:]] if row else []
        values = [number for number in found if number is not None]
        if not values:
            raise Unfit("a row that is not there")
        variable = naming.free(naming.header(label), self._taken)
        self._rows.append(f"{variable} = {[int(v) if v.is_integer() else v for v in values]}")
        code, function = _OVER_ROW[name]
        return ast.parse(code.format(variable), mode="eval").body, function(values)


def _tree(value: float) -> ast.expr:
    return arithmetic.tidy(ast.Constant(value)) if value >= 0 else ast.UnaryOp(ast.USub(), _tree(-value))


SOURCE = Source("finqa_dev", "MIT", ("finqa*",), convert)
