"""Sums and ratios of a program that mix two units, by the comments and names that give its numbers one."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Mapping

from husky_kernel.modules.facts.units import UNIT, Unit, unit_called
from husky_kernel.syntax import parsed

_AT_FIRST = re.compile(rf"#\s*(?:.*\bin )?({UNIT})\b(?!\s*(?:/|per\b|an?\b|\^|²))", re.IGNORECASE)
_AT_LAST = re.compile(rf"#(?!.*(?:/|\bper\b|\ban?\b)).* ({UNIT})$", re.IGNORECASE)
_SUFFIX = re.compile(rf"\w_({UNIT})$", re.IGNORECASE)


def mixed_units(code: str) -> str | None:
    """What is mixed, with what to do: unlike units are added, subtracted or divided, or one is taken for another."""
    tree = parsed(code)
    return next(_mixed(tree, code), None) if tree else None


def _mixed(tree: ast.Module, code: str) -> Iterator[str]:
    comments = _comments(code)
    units = dict(_units(tree, comments))
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub | ast.Div):
            one, other = _unit(node.left, units), _unit(node.right, units)
            if one and other and _differ(one, other):
                mix = f"{ast.unparse(node.left)} is in {one.name} and {ast.unparse(node.right)} in {other.name}"
                yield f"{mix}: bring them to one unit before {ast.unparse(node)}"
        elif isinstance(node, ast.Expr | ast.Assign):
            one, other = _unit(node.value, units), _read(comments.get(node.end_lineno or 0, ""))
            if one and other and _differ(one, other) and not isinstance(node.value, ast.Name):
                yield f"{ast.unparse(node.value)} is in {one.name}: bring it to {other.name} first"


def _differ(one: Unit, other: Unit) -> bool:
    return one.dimension == other.dimension and one.scale != other.scale


def _units(tree: ast.Module, comments: Mapping[int, str]) -> Iterator[tuple[str, Unit]]:
    """The units of names, by the comments in the lines that give them a value, or by how the names end."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            suffix = _SUFFIX.search(name)
            unit = _read(comments.get(node.end_lineno or 0, "")) or (unit_called(suffix[1]) if suffix else None)
            if unit:
                yield name, unit


def _comments(code: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}


def _read(comment: str) -> Unit | None:
    found = _AT_FIRST.match(comment) or _AT_LAST.match(comment)
    return unit_called(found[1]) if found else None


def _unit(node: ast.expr, units: Mapping[str, Unit]) -> Unit | None:
    """Of a name, or of a sum or difference of two in the same unit; of nothing that may have been converted."""
    match node:
        case ast.Name(id=name):
            return units.get(name)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            one, other = _unit(left, units), _unit(right, units)
            return one if one == other else None
        case ast.Call(func=ast.Name(id="round" | "abs"), args=[first, *_]):
            return _unit(first, units)
    return None
