"""Formulas and definitions of the generated questions as sympy code that stays exact."""

from __future__ import annotations

import ast
import re

from husky_kernel.training.trajectories import Unfit

_IMPORTED = tuple(
    re.findall(
        r"\w+",
        "Eq Lambda Rational S binomial diff expand factor igcd ilcm interpolate isprime powsimp primefactors radsimp "
        "simplify solve sqrt symbols",
    )
)
_LET = re.compile(r"Let (?P<name>[a-z])(?:\((?P<variable>[a-z])\))? (?:=|be) (?P<value>.+)\.")
_DECIMAL = re.compile(r"\d+\.\d+")
_SUPPOSE = re.compile(r"Suppose (?P<equations>.+)\.")
_DERIVATIVE = re.compile(r"the (?:(first|second|third) )?derivative of (.+?)(?: (?:wrt|with respect to) ([a-z]))?")
TIMES = {"": 1, "first": 1, "second": 2, "third": 3}


class Code:
    """A program in the making: what is defined so far, and its lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.known: set[str] = set()
        self._symbols: set[str] = set()
        self.positive = False

    def exact(self, text: str) -> str:
        """A formula as code: fractions and decimals stay exact; letters without a value become symbols."""
        try:
            tree = ast.parse(_DECIMAL.sub(r"Rational('\g<0>')", text.strip()), mode="eval").body
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            raise Unfit("a formula that cannot be read") from None
        self._symbols |= letters(tree) - self.known
        return ast.unparse(ast.fix_missing_locations(_Exact().visit(tree)))

    def define(self, sentence: str) -> None:
        """One sentence that gives a letter or a function its meaning."""
        if match := _LET.fullmatch(sentence):
            self._let(match["name"], match["variable"], match["value"])
        elif match := _SUPPOSE.fullmatch(sentence):
            self.suppose(match["equations"])
        else:
            raise Unfit("a sentence that is not known")

    def suppose(self, equations: str) -> None:
        """Solve equations for the letters that are new in them."""
        pairs = [self.equation(one) for one in equations.split(", ")]
        new = sorted({name for one in equations.split(", ") for name in free_letters(one)} - self.known)
        if not new:
            raise Unfit("nothing to solve for")
        if len(new) == 1 and len(pairs) == 1:
            self.lines.append(f"{new[0]} = solve({pairs[0]}, {new[0]})[0]")
        else:
            names = ", ".join(new)
            self.lines.append(f"found = solve([{', '.join(pairs)}], [{names}])")
            self.lines.append(f"{names} = {', '.join(f'found[{name}]' for name in new)}")
        self.known |= set(new)

    def equation(self, text: str) -> str:
        """An equation as sympy's."""
        left, sign, right = text.partition(" = ")
        if not sign:
            raise Unfit("a formula that cannot be read")
        return f"Eq({self.exact(left)}, {self.exact(right)})"

    def whole(self, last: str) -> str:
        """The program that ends with ``last``: imports, symbols, lines."""
        body = [*self.lines, *last.split("\n")]
        if self._symbols:
            names = sorted(self._symbols)
            option = ", positive=True" if self.positive else ""
            body.insert(0, f"{', '.join(names)} = symbols('{' '.join(names)}'{option})")
        used = [name for name in _IMPORTED if re.search(rf"\b{name}\(", "\n".join(body))]
        return "\n".join([*([f"from sympy import {', '.join(used)}"] if used else []), *body])

    def _let(self, name: str, variable: str | None, value: str) -> None:
        match = _DERIVATIVE.fullmatch(value)
        if variable:
            value = f"diff({self._of(match[2], variable)}, {variable}, {TIMES[match[1] or '']})" if match else value
            if match:
                self._symbols.add(variable)
                self.lines.append(f"{name} = Lambda({variable}, {value})")
            else:
                self._symbols.discard(name)
                inner = Code()
                inner.known = self.known | {variable}
                self.lines.append(f"{name} = lambda {variable}: {inner.exact(value)}")
                self._symbols |= inner._symbols
        elif match:
            raise Unfit("a sentence that is not known")
        else:
            self.lines.append(f"{name} = S({self.exact(value)})")
        self.known.add(name)

    def _of(self, text: str, variable: str) -> str:
        held = variable in self.known
        self.known.discard(variable)
        code = self.exact(text)
        self.known |= {variable} if held else set()
        return code


class _Exact(ast.NodeTransformer):
    """Keeps divisions from becoming floats."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        """A division of whole numbers as a fraction, any other with an exact divisor."""
        whole = _is_whole(node.left) and _is_whole(node.right)
        self.generic_visit(node)
        if not isinstance(node.op, ast.Div):
            return node
        if whole:
            return _call("Rational", node.left, node.right)
        return ast.BinOp(node.left, node.op, _call("S", node.right))


def letters(tree: ast.expr) -> set[str]:
    """Single letters that stand for values."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and len(node.id) == 1}


def free_letters(text: str) -> set[str]:
    """Letters of an equation or formula that are no functions."""
    return set(re.findall(r"(?<![A-Za-z])([a-z])(?![A-Za-z(])", text))


def _is_whole(tree: ast.expr) -> bool:
    if isinstance(tree, ast.UnaryOp):
        return _is_whole(tree.operand)
    return isinstance(tree, ast.Constant) and isinstance(tree.value, int)


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])
