r"""When a text gives the right mathematical answer: the repaired metric of MATH, GDM and MathQA.

What is compared is what the text states (boxed, after "answer is", or the text as a whole, or what follows the last
"is"), read as an expression, LaTeX or plain. Fractions, roots, powers, tuples, intervals, unions, matrices, equations,
ratios; units, degree and dollar signs do not count. Equal is what sympy can show to be equal. A decimal counts for an
exact value if it is that value rounded to three digits or more (:mod:`~husky_kernel.eval.metrics.numbers`).

Several values may come in any order unless the question speaks of an order. "Factor ..." wants the factors, and an
expression that stands in the question word for word is no answer. Answers that are no expressions (a letter, ``4cc2``,
``11:00 PM``, true or false) are compared as words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from husky_kernel.eval.metrics.checker import shared_checker
from husky_kernel.eval.metrics.expression import NotMathError, Tree, parse
from husky_kernel.eval.metrics.latex import math_parts, plain
from husky_kernel.eval.metrics.literal import number_of
from husky_kernel.eval.metrics.numbers import Number, gives_number, same_number
from husky_kernel.eval.metrics.statement import stated, tails, without_bullets, without_emphasis, without_reason
from husky_kernel.eval.metrics.words import gives_words, normalized

_LETTER = re.compile(r"^\W*([A-Za-z])(?:\W|$)")
_ORDER = re.compile(r"(?i)(?<!any )\border(?:ed)?\b|\bsort\b|\bcoordinates\b")
_SEVERAL = ("list", "tuple", "set")
_FLIPPED = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le"}


@dataclass(frozen=True, slots=True)
class Rules:
    """How strictly two expressions are compared. ``imaginary``: ``i`` is a number; ``exact``: no rounded decimals."""

    imaginary: bool = False
    exact: bool = False
    ordered: bool = False
    factored: bool = False


def gives_expression(
    text: str, answer: str, question: str = "", *, imaginary: bool = False, exact: bool = False
) -> bool:
    """Whether a text gives ``answer`` (see above). ``imaginary`` and ``exact`` as in :class:`Rules`."""
    meant = read(answer)
    if meant is None or (meant[0] in ("sym", "div") and _is_word(answer)):
        return _gives_word(text, answer)
    if meant[0] == "sym" and len(answer.strip()) == 1:
        return _gives_letter(text, answer.strip())
    rules = Rules(imaginary, exact, bool(_ORDER.search(question)), question.lower().startswith("factor "))
    for candidate in candidates(text):
        if (said := read(candidate)) is not None:
            return not _echoes(candidate, answer, question) and same_tree(said, meant, rules)
    return number_of(meant) is not None and gives_number(text, plain(answer), exact=exact)


def read(text: str) -> Tree | None:
    """The expression that a whole text is; None if it is none."""
    try:
        return parse(plain(text))
    except NotMathError:
        return None


def candidates(text: str) -> Iterator[str]:
    """What a text may be giving as its answer, the likeliest first."""
    text = without_bullets(without_emphasis(text)).strip()
    said = stated(text)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for whole in (said,) if said is not None else (text, *lines[-1:]):
        yield whole
        yield without_reason(whole)
        yield from math_parts(whole)[-1:]
        yield from map(without_reason, tails(whole))


def same_tree(said: Tree, meant: Tree, rules: Rules) -> bool:
    """Whether two expressions, or two collections of them, are the same."""
    said, meant = _spread(said), _spread(meant)
    if said == meant:
        return True
    if "eq" in (said[0], meant[0]):
        return _same_equation(said, meant, rules)
    if meant[0] in _SEVERAL or meant[0] == "interval":
        return _same_several(said, meant, rules)
    if meant[0] == "union":
        return said[0] == "union" and _matched(said[1:], meant[1:], rules, ordered=False)
    if meant[0] == "matrix":
        return _matched(_cells(said, meant), _cells(meant, meant), rules, ordered=True)
    if meant[0] in _FLIPPED:
        turned = (_FLIPPED[said[0]], *reversed(said[1:])) if said[0] in _FLIPPED else said
        return any(s[0] == meant[0] and _matched(s[1:], meant[1:], rules, ordered=True) for s in (said, turned))
    if said[0] in (*_SEVERAL, "interval", "union", "matrix", *_FLIPPED):
        return said[0] in ("interval", "set", "tuple") and len(said) == 2 and same_tree(said[1], meant, rules)
    return _same_value(said, meant, rules)


def _same_value(said: Tree, meant: Tree, rules: Rules) -> bool:
    one, other = number_of(said), number_of(meant)
    if one is not None and other is not None:
        return same_number(one, other, exact=rules.exact)
    found = shared_checker().compare(said, meant, imaginary=rules.imaginary, factors=rules.factored)
    if found.equal:
        return found.factors is None or found.factors[0] >= found.factors[1]
    values = [number or _as_number(value) for number, value in zip((one, other), found.values, strict=True)]
    if (one is None and other is None) or values[0] is None or values[1] is None:
        return False
    return same_number(values[0], values[1], exact=rules.exact)


def _same_several(said: Tree, meant: Tree, rules: Rules) -> bool:
    if meant[0] == "interval" and meant[1:3] != ("[", "]"):
        return said[:3] == meant[:3] and _matched(said[3:], meant[3:], rules, ordered=True)
    parts, wanted = _parts(said), _parts(meant)
    ordered = rules.ordered or meant[0] in ("tuple", "interval")
    kinds = {said[0], meant[0]}
    if kinds == {"tuple", "interval"} or (said[0] == "interval" and said[1:3] != ("[", "]")):
        return False
    return _matched(parts, wanted, rules, ordered=ordered)


def _same_equation(said: Tree, meant: Tree, rules: Rules) -> bool:
    if said[0] == meant[0] == "eq":
        sides = (("sub", *said[1:]), ("sub", *meant[1:]))
        return _matched(said[1:], meant[1:], rules, ordered=True) or (
            shared_checker().compare(*sides, imaginary=rules.imaginary, proportional=True).equal
        )
    if said[0] == "eq":  # "x = 5" for 5, and "3*4 = 12" for 12
        return same_tree(said[2], meant, rules)
    return meant[1][0] == "sym" and same_tree(said, meant[2], rules)


def _matched(said: tuple[Tree, ...], meant: tuple[Tree, ...], rules: Rules, *, ordered: bool) -> bool:
    """Whether each one said is one meant, and none is left."""
    if len(said) != len(meant):
        return False
    if ordered:
        return all(same_tree(one, other, rules) for one, other in zip(said, meant, strict=True))
    left = list(said)
    for other in meant:
        hit = next((one for one in left if same_tree(one, other, rules)), None)
        if hit is None:
            return False
        left.remove(hit)
    return True


def _spread(tree: Tree) -> Tree:
    """``a ± b`` as the two values it stands for; ``x = (1, 2)`` of a list of solutions stays."""
    if tree[0] == "pm":
        return ("list", ("add", *tree[1:]), ("sub", *tree[1:]))
    return tree


def _parts(tree: Tree) -> tuple[Tree, ...]:
    """The values of a collection; a single value is one. ``x = 1, x = 2`` are the values 1 and 2."""
    parts = tree[3:] if tree[0] == "interval" else tree[1:] if tree[0] in _SEVERAL else (tree,)
    if len(parts) == 1 and parts[0][0] in (*_SEVERAL, "interval"):
        return _parts(parts[0])
    return tuple(parts)


def _cells(tree: Tree, meant: Tree) -> tuple[Tree, ...]:
    """The cells of a matrix, or of a tuple that stands for one row or column of one."""
    if tree[0] == "matrix":
        return tuple(tree[1:])
    if tree[0] == "row":
        return tuple(tree[1:])
    rows = meant[1:]
    if len(rows) == 1:
        return (("row", *_parts(tree)),)
    return tuple(("row", part) for part in _parts(tree))


def _as_number(value: float | None) -> Number | None:
    return None if value is None else Number(value)


def _is_word(answer: str) -> bool:
    """Whether an answer that can be read as an expression is a word all the same: ``c430``, ``11:00``."""
    return bool(re.fullmatch(r"\s*(?:[A-Za-z]+\d\w*|\d+:\d\d(?:\s*[AaPp]\.?[Mm]\.?)?)\s*", answer))


def _gives_word(text: str, answer: str) -> bool:
    return gives_words(text, plain(answer)) or any(
        normalized(plain(said)) == normalized(plain(answer)) for said in candidates(text)
    )


def _gives_letter(text: str, letter: str) -> bool:
    """``a`` is also ``(a)``, ``a = 1`` and ``(a) 1``, as the letter of an option or the name of a value."""
    for said in candidates(text):
        found = _LETTER.match(plain(said))
        if found and not re.match(r"^\W*(?:a|i)\s+[a-z]{2,}", plain(said).lower()):
            return found[1].lower() == letter.lower()
    return False


def _echoes(said: str, answer: str, question: str) -> bool:
    tight = re.sub(r"\s|\.$", "", plain(said))
    return (
        bool(re.search(r"\d\D+\w|[A-Za-z]\W", tight))
        and not re.fullmatch(r"-?[\d.,]+(?:/\d+)?", tight)
        and tight != re.sub(r"\s", "", plain(answer))
        and tight in re.sub(r"\s", "", plain(question))
    )
