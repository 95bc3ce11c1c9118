"""What the generated questions ask for, as the last lines of a program; one function for each kind of question."""

from __future__ import annotations

import re
from collections.abc import Callable

from husky_kernel.training.converters.generated.code import TIMES, Code, free_letters
from husky_kernel.training.trajectories import Unfit

_ORDER = {"": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}
_ROOTS = {"square": 2, "third": 3, "cube": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8}
_ROOTS |= {"ninth": 9, "tenth": 10}
_PLACES = (
    *("units", "tens", "hundreds", "thousands", "ten thousands", "hundred thousands", "millions"),
    *("ten millions", "hundred millions", "billions", "ten billions"),
)
_ROUND = {"integer": 0, "ten": 1, "hundred": 2, "thousand": 3, "ten thousand": 4, "hundred thousand": 5, "million": 6}

Ask = Callable[[Code, "re.Match[str]"], str]


def solve(code: Code, match: re.Match[str]) -> str:
    """An equation, or several, solved for a letter; all roots in order."""
    equations, name = match[1], match[2] or next(iter(free_letters(match[1]) - code.known), "")
    pairs = [code.equation(one) for one in equations.split(", ")]
    if len(pairs) > 1:
        return f"solve([{', '.join(pairs)}])[{name}]"
    return f"', '.join(str(root) for root in sorted(solve({pairs[0]}, {name})))"


def formula(function: str) -> Ask:
    """A formula handed to a function of sympy, or put into a form."""
    form = function if "{}" in function else f"{function}({{}})"
    return lambda code, match: form.format(code.exact(match[1]))


def power(code: Code, match: re.Match[str]) -> str:
    """Powers of a positive letter, made one."""
    code.positive = True
    return f"powsimp(simplify({code.exact(match[1])}))"


def derivative(code: Code, match: re.Match[str]) -> str:
    """A derivative, by its only letter where none is named."""
    text = match["of"]
    name = match["by"] or next(iter(sorted(free_letters(text) - code.known)), "")
    if not name:
        raise Unfit("nothing to derive by")
    return f"expand(diff({code.exact(text)}, {name}, {TIMES[match['times'] or '']}))"


def sequence(code: Code, match: re.Match[str]) -> str:
    """The next term of a sequence, or the formula of all."""
    code.exact(name := (match.groupdict().get("name") or "n"))
    terms = f"terms = [{match['terms']}]\n"
    if match.groupdict().get("name"):
        return f"{terms}expand(interpolate(terms, {name}))"
    return f"{terms}interpolate(terms, n).subs(n, len(terms) + 1)"


def two(form: str) -> Ask:
    """Two formulas put into a form."""
    return lambda code, match: form.format(_atom(code.exact(match["a"])), _atom(code.exact(match["b"])))


def denominators(code: Code, match: re.Match[str]) -> str:
    """The common denominator of two fractions."""
    return f"ilcm(S({code.exact(match['a'])}).q, S({code.exact(match['b'])}).q)"


def one(form: str) -> Ask:
    """A formula put into a form."""
    return lambda code, match: form.format(_atom(code.exact(match[1])))


def _atom(formula: str) -> str:
    """A formula in brackets, where an operator beside it could tear it apart."""
    return formula if re.fullmatch(r"[\w.]+|\w+\([^()]*\)", formula) else f"({formula})"


def place(code: Code, match: re.Match[str]) -> str:
    """A digit of a number."""
    power = _PLACES.index(match[1])
    return f"abs({code.exact(match[2])}) // {10**power} % 10"


def rounded(code: Code, match: re.Match[str]) -> str:
    """A number rounded to decimals, or to a power of ten."""
    value = f"float({code.exact(match[1])})"
    if match["digits"]:
        return f"round({value}, {_number(match['digits'])})"
    near = match["near"].removeprefix("one ")
    size = _ROUND[near] if near in _ROUND else len(near.replace(",", "")) - 1
    return f"int(round({value}, -{size}))" if size else f"int(round({value}))"


def _number(text: str) -> int:
    words = {"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
    return words[text] if text in words else int(text)


def root(code: Code, match: re.Match[str]) -> str:
    """A named root, as a whole number."""
    return f"round({match[2]} ** (1 / {_ROOTS[match[1]]}))"


def rooted(code: Code, match: re.Match[str]) -> str:
    """A root written as a power, as a whole number."""
    return f"round({match[1]} ** (1 / {match[2]}))"


def coefficient(code: Code, match: re.Match[str]) -> str:
    """The power whose coefficient is called so in the form."""
    text, form, name = match[1], match[2], match[3]
    variable = next(iter(free_letters(text) - code.known), "")
    term = next((part for part in form.split(" + ") if re.match(rf"{name}(?:\*|$)", part.strip())), None)
    if not variable or term is None:
        raise Unfit("a form that cannot be read")
    return f"expand({code.exact(text)}).coeff({variable}, {_exponent(term, variable)})"


def _exponent(term: str, variable: str) -> int:
    if found := re.search(rf"{variable}\*\*(\d+)", term):
        return int(found[1])
    return 1 if re.search(rf"\*{variable}\b", term) else 0


def _values(code: Code, items: list[str], keys: list[str] | None = None) -> str:
    pairs = ", ".join(f"{key!r}: {code.exact(item)}" for key, item in zip(keys or items, items, strict=True))
    return f"values = {{{pairs}}}\n"


def _listed(match: re.Match[str]) -> tuple[list[str], list[str] | None]:
    """The things to choose from: as they stand, or under the letters they are given."""
    if match.groupdict().get("options"):
        found = re.findall(r"\(([a-z])\)\s+(.+?)(?=\s+\([a-z]\)\s|$)", match["options"])
        return [value.strip() for _, value in found], [key for key, _ in found]
    return [item.strip() for item in match["items"].split(", ")], None


def nearest(code: Code, match: re.Match[str]) -> str:
    """What is nearest to a value."""
    items, keys = _listed(match)
    return f"{_values(code, items, keys)}min(values, key=lambda name: abs(values[name] - {code.exact(match['to'])}))"


def kth(code: Code, match: re.Match[str]) -> str:
    """The so-and-so biggest or smallest."""
    items, keys = _listed(match)
    place = _ORDER[(match["order"] or "").strip()]
    place = place - 1 if match["way"] == "smallest" else -place
    return f"{_values(code, items, keys)}sorted(values, key=values.get)[{place}]"


def in_order(code: Code, match: re.Match[str]) -> str:
    """Everything in order."""
    items, _ = _listed(match)
    back = ", reverse=True" if (match["way"] or "").startswith(("de", "des")) else ""
    return f"{_values(code, items)}', '.join(sorted(values, key=values.get{back}))"


def pair(code: Code, match: re.Match[str]) -> str:
    """The smaller or greater of two."""
    way = "min" if match["way"] == "smaller" else "max"
    return f"{_values(code, [match['a'], match['b']])}{way}(values, key=values.get)"


def compared(code: Code, match: re.Match[str]) -> str:
    """Whether a comparison holds."""
    sign = SIGNS[match["sign"].strip()]
    return f"bool({code.exact(match['a'])} {sign} {code.exact(match['b'])})"


SIGNS = {
    "bigger than": ">",
    "greater than": ">",
    "smaller than": "<",
    "less than": "<",
    "at least as big as": ">=",
    "at most as big as": "<=",
    "at least": ">=",
    "at most": "<=",
    "greater than or equal to": ">=",
    "less than or equal to": "<=",
    "equal to": "==",
    "not equal to": "!=",
    "unequal to": "!=",
    "different from": "!=",
    "not at least": "<",
    **{sign: sign for sign in ("<=", ">=", "<", ">", "==", "!=")},
    "=": "==",
}
"""How comparisons are worded, and the sign for each."""
