r"""LaTeX as the reference's reader takes it: letter by letter, and only up to the first thing it does not understand.

So ``3*h**2`` is ``3*h``, ``-1, 0, 1/5`` is -1, ``ab`` is a times b, ``82^\circ`` is a power and ``15\frac{3}{5}`` a
product. A bracket that is not closed, and characters LaTeX mathematics does not have (``$``, ``%``), are errors.
"""

from __future__ import annotations

import re

from husky_kernel.eval.metrics.expression import NotMathError, Tree

_SKIPPED = re.compile(r"\\[,;:!]|\\q?quad|\\left|\\right|\s")
_TOKEN = re.compile(r"\\[A-Za-z]+|\\[^A-Za-z]|.", re.S)
_CLOSING = {"(": ")", "[": "]", "{": "}", r"\{": r"\}"}
_FUNCTIONS = {
    f"\\{name}": name for name in re.findall(r"\w+", "sin cos tan csc sec cot arcsin arccos arctan log ln exp")
}
_RELATIONS = {"=": "eq", "<": "lt", ">": "gt", r"\le": "le", r"\leq": "le", r"\ge": "ge", r"\geq": "ge"}
_PRODUCTS = {"*": "mul", r"\times": "mul", r"\cdot": "mul", "/": "div", r"\div": "div", ":": "div"}
_CONSTANTS = {r"\pi": "pi", r"\infty": "oo"}
_KNOWN = re.compile(r"[A-Za-z0-9()\[\]{}|+\-*/^_=<>!:,&'.]|\\.*")
_DEEPEST = 60


def parse_prefix(text: str) -> Tree:
    """The expression that a text begins with.

    Raises
    ------
    NotMathError
        If it begins with none, or with one that is broken off.
    """
    tokens = [token for token in _TOKEN.findall(text[:2000]) if not _SKIPPED.fullmatch(token)]
    return _Reader(tokens).relation()


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.place, self.depth, self.bars = tokens, 0, 0, 0

    def peek(self, ahead: int = 0) -> str:
        """The next token, empty at the end; a character unknown to LaTeX is an error as soon as it is looked at."""
        token = self.tokens[self.place + ahead] if self.place + ahead < len(self.tokens) else ""
        if token and not _KNOWN.fullmatch(token):
            raise NotMathError(f"not LaTeX: {token!r}")
        return token

    def take(self) -> str:
        token = self.peek()
        self.place += 1
        return token

    def relation(self) -> Tree:
        one = self.sum()
        while (name := _RELATIONS.get(self.peek())) and self.begins(1):
            self.place += 1
            one = (name, one, self.sum())
        return one

    def sum(self) -> Tree:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise NotMathError("too deep")
        one = self.product()
        while self.peek() in ("+", "-") and self.begins(1):
            one = ("add" if self.take() == "+" else "sub", one, self.product())
        self.depth -= 1
        return one

    def product(self) -> Tree:
        one = self.signed()
        while True:
            if (name := _PRODUCTS.get(self.peek())) and self.begins(1):
                self.place += 1
                one = (name, one, self.signed())
            elif self.begins(0) and self.peek() not in ("+", "-"):
                one = ("mul", one, self.power())
            else:
                return one

    def begins(self, ahead: int) -> bool:
        """Whether an operand can begin at a token."""
        token = self.peek(ahead)
        if token == "|":
            return self.bars == 0
        if token in ("+", "-"):
            return self.begins(ahead + 1)
        return bool(token) and (
            token.isalnum()
            or token in _CLOSING
            or (token[0] == "\\" and token not in (r"\}", r"\\", *_RELATIONS, *_PRODUCTS))
        )

    def signed(self) -> Tree:
        if self.peek() in ("+", "-"):
            return self.signed() if self.take() == "+" else ("neg", self.signed())
        return self.power()

    def power(self) -> Tree:
        base = self.atom()
        while self.peek() == "!":
            self.place += 1
            base = ("factorial", base)
        if self.peek() == "^":
            self.place += 1
            base = ("pow", base, self.group())
        return base

    def group(self, whole: bool = True) -> Tree:
        r"""An exponent: something in braces, or one token. ``\frac12`` wants digits, not ``whole`` numbers."""
        if self.peek() == "{":
            return self.atom()
        token = self.take()
        if token.isdigit():
            return self.number(token) if whole else ("num", token)
        if token.isalpha() or (token.startswith("\\") and len(token) > 2):
            return ("const", _CONSTANTS[token]) if token in _CONSTANTS else ("sym", token.lstrip("\\"))
        raise NotMathError(f"no exponent: {token!r}")

    def atom(self) -> Tree:
        token = self.take()
        if token.isdigit():
            return self.number(token)
        if token in _CLOSING or token == "|":
            return self.bracketed(token)
        if token in (r"\frac", r"\dfrac", r"\tfrac"):
            return ("div", self.part(), self.part())
        if token == r"\sqrt":
            return self.root()
        if token in _FUNCTIONS:
            return (_FUNCTIONS[token], self.bracketed(self.take()) if self.peek() in _CLOSING else self.power())
        if token in _CONSTANTS:
            return ("const", _CONSTANTS[token])
        if token.isalpha() or (re.fullmatch(r"\\[A-Za-z]+", token) and token not in (r"\begin", r"\end")):
            return self.symbol(token.lstrip("\\"))
        raise NotMathError(f"not understood: {token!r}")

    def number(self, digits: str) -> Tree:
        while self.peek().isdigit():
            digits += self.take()
        while self.peek() == "," and all(self.peek(ahead).isdigit() for ahead in (1, 2, 3)):
            digits += "".join(self.take() for _ in range(4))[1:]
        if self.peek() == ".":
            digits += self.take()
            if not self.peek().isdigit():
                raise NotMathError("a number that ends in a point")
            while self.peek().isdigit():
                digits += self.take()
        return ("num", digits)

    def part(self) -> Tree:
        r"""What ``\frac`` takes: a group, or one digit or letter."""
        if self.peek() == "{":
            return self.atom()
        return self.group(whole=False)

    def root(self) -> Tree:
        if self.peek() == "[":
            degree = self.bracketed(self.take())
            return ("root", self.part(), degree)
        if self.peek() != "{":
            raise NotMathError("a root without braces")
        return ("sqrt", self.atom())

    def bracketed(self, opening: str) -> Tree:
        self.bars += opening == "|"
        inner = self.relation()
        self.bars -= opening == "|"
        if self.take() != _CLOSING.get(opening, "|"):
            raise NotMathError(f"{opening!r} is not closed")
        return ("abs", inner) if opening == "|" else inner

    def symbol(self, name: str) -> Tree:
        if self.peek() == "_":
            self.place += 1
            name += "_" + str(self.group()[1:])
        if self.peek() == "(":  # a letter before brackets is taken for a function
            return ("call", name, self.bracketed(self.take()))
        return ("sym", name)
