r"""Mathematical text, LaTeX or plain, as a tree: ``3*h**2``, ``\frac{10}{3}``, ``[2,12)``, ``(-4,-3) \cup (1,2)``.

A tree is a tuple of an operator and its operands, leaves are ``("num", "1.5")`` and ``("sym", "x")``. It is plain
data, so that it can be sent to another process, and nothing of a text is ever evaluated as code.

Grammar, loosest first: list ``,`` or "and"; union; relation ``= < >``; sum; product (also implied: ``46r``,
``2(x+1)``); sign; power; factorial; atom. Brackets round several items make a tuple, or an interval where one is
round and one is square. A mixed number ``15\frac{3}{5}`` is a sum.
"""

from __future__ import annotations

from typing import Any

from husky_kernel.eval.metrics.tokens import CLOSE, CONSTANTS, FUNCTIONS, NO_ATOMS, OPEN, RELATIONS, TOKEN, WORDS

Tree = tuple[Any, ...]

_DEEPEST = 60


class NotMathError(ValueError):
    """The text is no mathematical expression."""


def parse(text: str) -> Tree:
    """Read a whole text.

    Raises
    ------
    NotMathError
        If it is no expression, or one too deep.
    """
    if not text.strip() or len(text) > 2000:
        raise NotMathError(f"no expression: {text[:40]!r}")
    reader = _Reader([match[1] for match in TOKEN.finditer(text)])
    tree = reader.list()
    if reader.peek() is not None:
        raise NotMathError(f"not understood: {reader.peek()!r} in {text[:40]!r}")
    return tree


class _Reader:
    """Recursive descent over the tokens of one text."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.place, self.depth, self.bars = tokens, 0, 0, 0

    def peek(self) -> str | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def take(self, *wanted: str) -> str | None:
        """The next token if it is one of ``wanted``; None, and nothing taken, if it is not."""
        if (token := self.peek()) in wanted:
            self.place += 1
            return token
        return None

    def need(self, *wanted: str) -> str:
        if (token := self.take(*wanted)) is None:
            raise NotMathError(f"{self.peek()!r} where {wanted[0]!r} was due")
        return token

    def list(self) -> Tree:
        items = [self.union()]
        while self.take(",", ";", "and", "or"):
            self.take("and", "or")
            items.append(self.union())
        return items[0] if len(items) == 1 else ("list", *items)

    def union(self) -> Tree:
        items = [self.relation()]
        while self.take(r"\cup", "∪"):
            items.append(self.relation())
        return items[0] if len(items) == 1 else ("union", *items)

    def relation(self) -> Tree:
        one = self.ratio()
        while (name := RELATIONS.get(self.peek() or "")) is not None:
            self.place += 1
            one = (name, one, self.ratio())
        return one

    def ratio(self) -> Tree:
        one = self.sum()
        return ("div", one, self.sum()) if self.take(":") else one

    def sum(self) -> Tree:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise NotMathError("too deep")
        one = self.product()
        while token := self.take("+", "-", r"\pm"):
            one = ({"+": "add", "-": "sub"}.get(token, "pm"), one, self.product())
        self.depth -= 1
        return one

    def product(self) -> Tree:
        one = self.signed()
        while True:
            if self.take("*", r"\cdot", r"\times", "×", "·"):
                one = ("mul", one, self.signed())
            elif self.take("/", r"\div", "÷"):
                one = ("div", one, self.signed())
            elif self._begins_atom():
                right = self.power()
                one = ("add" if _is_mixed(one, right) else "mul", one, right)
                if one[0] == "add" and one[1][0] == "neg":  # -15 3/5 is -(15 + 3/5)
                    one = ("neg", ("add", one[1][1], right))
            else:
                return one

    def _begins_atom(self) -> bool:
        token = self.peek()
        if token is None or token in RELATIONS or token in NO_ATOMS or token.startswith(r"\end"):
            return False
        if token == "|":
            return self.bars == 0
        return token in ("(", "{") or token[0].isalpha() or (token[0] == "\\" and token != r"\{")

    def signed(self) -> Tree:
        if token := self.take("-", "+", r"\pm"):
            inner = self.signed()
            return inner if token == "+" else ("neg", inner) if token == "-" else ("pm", ("num", "0"), inner)
        return self.power()

    def power(self) -> Tree:
        base = self.atom()
        while self.take("!"):
            base = ("factorial", base)
        if self.take("^", "**"):
            self.depth += 1
            exponent = self.signed() if self.peek() != "{" else self.atom()
            self.depth -= 1
            return ("pow", base, exponent)
        return base

    def atom(self) -> Tree:
        token = self.peek()
        if token is None:
            raise NotMathError("it ends too early")
        self.place += 1
        if token[0].isdigit() or token[0] == ".":
            return ("num", token)
        if token in OPEN:
            return self._bracketed(token)
        if token == "{":
            inner = self.list()
            self.need("}")
            return inner
        if token == "|":
            return self._absolute()
        if token in (r"\frac", r"\sqrt", "√"):
            return ("div", self._part(), self._part()) if token == r"\frac" else self._root()
        if token.startswith(r"\begin"):
            return self._matrix()
        return self._name(token)

    def _name(self, token: str) -> Tree:
        if token in CONSTANTS:
            return ("const", CONSTANTS[token])
        name = token.lstrip("\\")
        if name in FUNCTIONS:
            exponent = self.atom() if self.take("^") else None
            tree: Tree = (name, self.atom() if name == "sqrt" else self._argument())
            return tree if exponent is None else ("pow", tree, exponent)
        if not name or not name[0].isalpha() or token in (r"\end", r"\left", r"\right") or name in WORDS:
            raise NotMathError(f"not understood: {token!r}")
        if token == name and name.isalpha() and len(name) > 1 and not name.isupper():
            return self._letters(name)
        if self.take("_"):
            name += "_" + "".join(map(str, self.atom()[1:]))
        return ("sym", name)

    def _letters(self, name: str) -> Tree:
        """``xy`` is a product, a longer run of small letters a word."""
        if len(name) > 3 or not name.islower():
            raise NotMathError(f"a word: {name!r}")
        self.tokens[self.place : self.place] = list(name[1:])
        return ("sym", name[0])

    def _argument(self) -> Tree:
        """What a function takes: something in brackets, or the product that follows."""
        return self.atom() if self.peek() in ("(", "{", "[", "|") else self.product()

    def _part(self) -> Tree:
        r"""What ``\frac`` takes: a group, or one digit of ``\frac12`` and ``\frac1{72}``."""
        token = self.peek() or ""
        if token.isdigit() and len(token) > 1:
            self.tokens[self.place : self.place + 1] = [token[0], token[1:]]
        return self.atom()

    def _root(self) -> Tree:
        if self.take("["):
            degree = self.sum()
            self.need("]")
            return ("root", self.atom(), degree)
        return ("sqrt", self.atom())

    def _absolute(self) -> Tree:
        self.bars += 1
        inner = self.sum()
        self.bars -= 1
        self.need("|")
        return ("abs", inner)

    def _bracketed(self, opening: str) -> Tree:
        bars, self.bars = self.bars, 0
        inner = self.list()
        self.bars = bars
        closing = self.need(*CLOSE)
        items = inner[1:] if inner[0] == "list" else (inner,)
        if opening == r"\{":
            return ("set", *items)
        if len(items) == 1:
            return inner
        if opening == "(" and closing == ")":
            return ("tuple", *items)
        if opening == "[" and closing == "]" and len(items) != 2:
            return ("tuple", *items)
        return ("interval", opening, closing, *items)

    def _matrix(self) -> Tree:
        rows: list[Tree] = []
        row = [self.sum()]
        while True:
            if self.take("&"):
                row.append(self.sum())
                continue
            rows.append(("row", *row))
            if not self.take(r"\\") or (self.peek() or "").startswith(r"\end"):
                break
            row = [self.sum()]
        if not (self.peek() or "").startswith(r"\end"):
            raise NotMathError("a matrix without end")
        self.place += 1
        return ("matrix", *rows)


def _is_mixed(one: Tree, right: Tree) -> bool:
    r"""Whether ``15`` and ``\frac{3}{5}`` stand together as a mixed number."""
    whole = one[1] if one[0] == "neg" else one
    if whole[0] != "num" or right[0] != "div" or right[1][0] != "num" or right[2][0] != "num":
        return False
    return all("." not in part[1] for part in (whole, right[1], right[2])) and int(right[1][1]) < int(right[2][1])
