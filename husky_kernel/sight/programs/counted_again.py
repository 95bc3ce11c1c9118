"""Amounts that a join repeats for every row, added up as if each row had its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.sight.programs.counted import column_of
from husky_kernel.sight.readers import reader
from husky_kernel.syntax import method_calls, parsed

_QUOTIENT = re.compile(r"\b(?:divided by|ratio)\b")
"""Words of whoever wants two sums divided."""

_TOGETHER = ("mean", "sum", "median", "agg")


def counted_again(program: str, tables: Mapping[str, Any], question: str = "") -> Iterator[str]:
    """What is told where ``program`` joins a column of numbers, of which the other table has one for each key, takes
    amounts of its rows from it or adds them to it, and adds the results up. A price that is multiplied is none.
    """
    tree = parsed(program)
    if tree is None:
        return
    joined = {column: found for found in _joins(tree, tables) for column in found[1]}
    mixed = {
        node.targets[0].slice.value: column
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Subscript)
        and isinstance(node.targets[0].slice, ast.Constant)
        and (column := _mixed(node.value, joined))
    }
    summed = [mixed[name] for of, _ in method_calls(tree, "sum") if (name := column_of(of)) in mixed]
    by_row = [*_divided_by_row(tree, joined)] if _QUOTIENT.search(question.lower()) else []
    for column in [*summed, *_divided_by(tree, joined), *by_row][:1]:
        other, _, key = joined[column]
        if summed:
            wrong = "is counted for every row: add the rows up first"
        elif column in by_row:
            wrong = "each row is divided by all of it: add both up where they stand, and divide the sums"
        else:
            wrong = f"is counted for every row: take each {key} once first"
        yield f"`{column}` stands once for each {key} in {other} and {wrong}"


def _divided_by(tree: ast.Module, joined: Mapping[str, Any]) -> Iterator[str]:
    """The joined columns by whose sum over all rows something is divided: people of a town, once for every visit."""
    for node in ast.walk(tree):
        match node:
            case ast.BinOp(op=ast.Div(), right=ast.Call(func=ast.Attribute(value=of, attr="sum"))):
                if (column := column_of(of)) in joined:
                    yield str(column)


def _divided_by_row(tree: ast.Module, joined: Mapping[str, Any]) -> Iterator[str]:
    """The joined columns by which each row is divided, where the results are put together."""
    if not method_calls(tree, *_TOGETHER):
        return
    for node in ast.walk(tree):
        match node:
            case ast.BinOp(op=ast.Div(), right=ast.Subscript(slice=ast.Constant(value=str(column)))) if (
                column in joined
            ):
                yield column


def _joins(tree: ast.Module, tables: Mapping[str, Any]) -> Iterator[tuple[str, list[str], str]]:
    """Tables that are joined by a key that each of their rows has alone, the columns of numbers that come, the key."""
    for _, call in method_calls(tree, "merge"):
        match call.args[:1]:
            case [ast.Subscript(value=ast.Name(id=other), slice=ast.List(elts=listed))] if other in tables:
                names = [
                    each.value for each in listed if isinstance(each, ast.Constant) and isinstance(each.value, str)
                ]
                table = tables[other]
                if len(names) > 1 and all(name in getattr(table, "columns", ()) for name in names):
                    key, *rest = names
                    numbers = [name for name in rest if _is_amount(table[name])]
                    if bool(table[key].is_unique):
                        yield other, numbers, key


def _is_amount(column: Any) -> bool:
    return getattr(column.dtype, "kind", "O") in "iuf" or reader(column).startswith("tidy.number")


def _mixed(value: ast.expr, joined: Mapping[str, Any]) -> str:
    """The joined column to which one of the rows' own is added, or from which it is taken; empty for none."""
    if not isinstance(value, ast.BinOp) or not isinstance(value.op, ast.Add | ast.Sub):
        return ""
    left, right = column_of(value.left), column_of(value.right)
    here = [name for name in (left, right) if name in joined]
    return str(here[0]) if len(here) == 1 and left and right else ""
