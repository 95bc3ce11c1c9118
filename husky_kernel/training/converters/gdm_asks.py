"""What the generated questions ask for, as the last lines of a program. A pattern that does not fit raises Unfit."""

from __future__ import annotations

import re
from collections.abc import Callable

from husky_kernel.training.converters.gdm_code import TIMES, Code, free_letters
from husky_kernel.training.trajectories import Unfit

_START = r"(?:What is|Calculate|Determine|Give|Find|Evaluate|Work out|Compute)(?: the value of)? "
_ORDER = {"": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}
_ROOTS = {"square": 2, "third": 3, "cube": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8}
_ROOTS |= {"ninth": 9, "tenth": 10}
_PLACES = (
    *("units", "tens", "hundreds", "thousands", "ten thousands", "hundred thousands", "millions"),
    *("ten millions", "hundred millions", "billions", "ten billions"),
)
_ROUND = {"integer": 0, "ten": 1, "hundred": 2, "thousand": 3, "ten thousand": 4, "hundred thousand": 5, "million": 6}

Ask = Callable[[Code, "re.Match[str]"], str]


def _solve(code: Code, match: re.Match[str]) -> str:
    equations, name = match[1], match[2] or next(iter(free_letters(match[1]) - code.known), "")
    pairs = [code.equation(one) for one in equations.split(", ")]
    if len(pairs) > 1:
        return f"solve([{', '.join(pairs)}])[{name}]"
    return f"', '.join(str(root) for root in sorted(solve({pairs[0]}, {name})))"


def _formula(function: str) -> Ask:
    form = function if "{}" in function else f"{function}({{}})"
    return lambda code, match: form.format(code.exact(match[1]))


def _power(code: Code, match: re.Match[str]) -> str:
    code.positive = True
    return f"powsimp(simplify({code.exact(match[1])}))"


def _derivative(code: Code, match: re.Match[str]) -> str:
    text = match["of"]
    name = match["by"] or next(iter(sorted(free_letters(text) - code.known)), "")
    if not name:
        raise Unfit("nothing to derive by")
    return f"expand(diff({code.exact(text)}, {name}, {TIMES[match['times'] or '']}))"


def _sequence(code: Code, match: re.Match[str]) -> str:
    code.exact(name := (match.groupdict().get("name") or "n"))
    terms = f"terms = [{match['terms']}]\n"
    if match.groupdict().get("name"):
        return f"{terms}expand(interpolate(terms, {name}))"
    return f"{terms}interpolate(terms, n).subs(n, len(terms) + 1)"


def _two(form: str) -> Ask:
    return lambda code, match: form.format(_atom(code.exact(match["a"])), _atom(code.exact(match["b"])))


def _denominators(code: Code, match: re.Match[str]) -> str:
    return f"ilcm(S({code.exact(match['a'])}).q, S({code.exact(match['b'])}).q)"


def _one(form: str) -> Ask:
    return lambda code, match: form.format(_atom(code.exact(match[1])))


def _atom(formula: str) -> str:
    """A formula in brackets, where an operator beside it could tear it apart."""
    return formula if re.fullmatch(r"[\w.]+|\w+\([^()]*\)", formula) else f"({formula})"


def _place(code: Code, match: re.Match[str]) -> str:
    power = _PLACES.index(match[1])
    return f"abs({code.exact(match[2])}) // {10**power} % 10"


def _rounded(code: Code, match: re.Match[str]) -> str:
    value = f"float({code.exact(match[1])})"
    if match["digits"]:
        return f"round({value}, {_number(match['digits'])})"
    near = match["near"].removeprefix("one ")
    size = _ROUND[near] if near in _ROUND else len(near.replace(",", "")) - 1
    return f"int(round({value}, -{size}))" if size else f"int(round({value}))"


def _number(text: str) -> int:
    words = {"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
    return words[text] if text in words else int(text)


def _root(code: Code, match: re.Match[str]) -> str:
    return f"round({match[2]} ** (1 / {_ROOTS[match[1]]}))"


def _rooted(code: Code, match: re.Match[str]) -> str:
    return f"round({match[1]} ** (1 / {match[2]}))"


def _coefficient(code: Code, match: re.Match[str]) -> str:
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


def _nearest(code: Code, match: re.Match[str]) -> str:
    items, keys = _listed(match)
    return f"{_values(code, items, keys)}min(values, key=lambda name: abs(values[name] - {code.exact(match['to'])}))"


def _kth(code: Code, match: re.Match[str]) -> str:
    items, keys = _listed(match)
    place = _ORDER[(match["order"] or "").strip()]
    place = place - 1 if match["way"] == "smallest" else -place
    return f"{_values(code, items, keys)}sorted(values, key=values.get)[{place}]"


def _sorted(code: Code, match: re.Match[str]) -> str:
    items, _ = _listed(match)
    back = ", reverse=True" if (match["way"] or "").startswith(("de", "des")) else ""
    return f"{_values(code, items)}', '.join(sorted(values, key=values.get{back}))"


def _pair(code: Code, match: re.Match[str]) -> str:
    way = "min" if match["way"] == "smaller" else "max"
    return f"{_values(code, [match['a'], match['b']])}{way}(values, key=values.get)"


def _compared(code: Code, match: re.Match[str]) -> str:
    sign = _SIGNS[match["sign"].strip()]
    return f"bool({code.exact(match['a'])} {sign} {code.exact(match['b'])})"


_SIGNS = {
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
_SIGN = "|".join(sorted(map(re.escape, _SIGNS), key=len, reverse=True))
_END = r"[.?]?"

PATTERNS: tuple[tuple[re.Pattern[str], Ask], ...] = tuple(
    (re.compile(pattern + _END), ask)
    for pattern, ask in (
        (r"Solve (.+ = .+?)(?: for ([a-z]))?", _solve),
        (r"(?:Determine|Find) [a-z](?:,? given that| such that| so that) (.+ = .+?)()", _solve),
        (r"What is [a-z] in (.+ = .+?)()", _solve),
        (r"Suppose (.+ = [^,=]+)\. (?:What is|Calculate|Determine|Give|Find) ([a-z])", _solve),
        (r"Let (.+ = [^,=]+)\. (?:What is|Calculate|Determine|Give|Find) ([a-z])", _solve),
        (r"Factor (.+?)", _formula("factor")),
        (r"(?:Expand|Collect the terms in) (.+?)", _formula("expand")),
        (r"Simplify (.+?) assuming [a-z] is positive", _power),
        (r"Simplify (.+?)", _formula("expand(radsimp({}))")),
        (
            r"(?:What is|Find|Calculate|Determine) the (?:(?P<times>first|second|third) )?derivative of (?P<of>.+?)"
            r"(?: (?:wrt|with respect to) (?P<by>[a-z]))?",
            _derivative,
        ),
        (r"Differentiate (?P<of>.+?)(?P<times>)(?: (?:wrt|with respect to) (?P<by>[a-z]))?", _derivative),
        (r"What (?:is|comes) (?:the )?next(?: term)?(?: in)?:? (?P<terms>[-\d, ]+)", _sequence),
        (r"What is the (?P<name>[a-z])'th term of (?P<terms>[-\d, ]+)", _sequence),
        (r"What is the (\w+) root of (\d+) to the nearest integer", _root),
        (r"What is (\d+) to the power of 1/(\d+), to the nearest integer", _rooted),
        (r"(?:What is|Calculate) the remainder when (?P<a>.+?) is divided by (?P<b>.+?)", _two("{0} % {1}")),
        (
            r"(?:What is|Calculate|Find) the (?:highest|greatest) common (?:divisor|factor) "
            r"of (?P<a>.+?) and (?P<b>.+?)",
            _two("igcd({0}, {1})"),
        ),
        (
            r"(?:What is|Calculate|Find) the (?:least|lowest|smallest) common multiple of (?P<a>.+?) and (?P<b>.+?)",
            _two("ilcm({0}, {1})"),
        ),
        (r"(?:What is|Calculate|Find) the common denominator of (?P<a>.+?) and (?P<b>.+?)", _denominators),
        (r"Is (?P<a>.+?) a multiple of (?P<b>.+?)", _two("bool({0} % {1} == 0)")),
        (r"(?:Is (?P<b>.+?) a factor of (?P<a>.+?)|(?!))", _two("bool({0} % {1} == 0)")),
        (r"Does (?P<b>.+?) divide (?P<a>.+?)", _two("bool({0} % {1} == 0)")),
        (r"Is (.+?) even", _one("bool({0} % 2 == 0)")),
        (r"Is (.+?) (?:a )?prime(?: number)?", _one("isprime({0})")),
        (r"Is (.+?) (?:a )?composite(?: number)?", _one("not isprime({0})")),
        (
            r"(?:List|What are) the prime factors of (.+?)",
            _one("', '.join(str(prime) for prime in primefactors({0}))"),
        ),
        (r"What is the ([a-z ]+) digit of (.+?)", _place),
        (
            r"(?:Round|What is) (.+?)(?: rounded)? to "
            r"(?:the nearest (?P<near>[a-z\d ]+)|(?P<digits>\w+) (?:dps?|decimal places?))",
            _rounded,
        ),
        (r"(?:Express|Rearrange) (.+?) (?:to the form|in the form|as|to) (.+?) and give ([a-z])", _coefficient),
        (r"(?:Which|What) is the (?:nearest|closest) to (?P<to>.+?)\?\s+(?P<options>\(a\).+?)", _nearest),
        (r"(?:Which|What) is the (?:nearest|closest) to (?P<to>.+?) in (?P<items>.+?)", _nearest),
        (
            r"(?:Which|What) is the (?P<order>\w+ )?(?P<way>biggest|smallest) value\?\s+(?P<options>\(a\).+?)",
            _kth,
        ),
        (r"(?:Which|What) is the (?P<order>\w+ )?(?P<way>biggest|smallest) value in (?P<items>.+?)", _kth),
        (r"Sort (?P<items>[^ ].*?)(?: in (?P<way>\w+) order)?", _sorted),
        (r"Put (?P<items>.+?) in (?P<way>\w+) order", _sorted),
        (r"Which is (?P<way>smaller|bigger|greater): (?P<a>.+?) or (?P<b>.+?)", _pair),
        (r"Does (?P<a>.+?) = (?P<b>.+?)", _two("bool({0} == {1})")),
        (rf"(?:Is|Are) (?P<a>.+?) (?P<sign>{_SIGN}) (?P<b>.+?)", _compared),
        (r"(?:Is|Are|Do) (?P<a>.+?) and (?P<b>.+?) (?:have )?(?:equal|the same value)", _two("bool({0} == {1})")),
        (
            r"(?:Is|Are|Do) (?P<a>.+?) and (?P<b>.+?) (?:have )?(?:unequal|non-?equal|different(?: values)?|not equal)",
            _two("bool({0} != {1})"),
        ),
        (r"(?:Add(?: together)?|Put together|Total of|Sum) (?P<a>.+?) and (?P<b>.+?)", _two("{0} + {1}")),
        (r"(?:What is|Calculate|Work out) (?:the sum of|the total of) (?P<a>.+?) and (?P<b>.+?)", _two("{0} + {1}")),
        (r"(?:What is )?(?P<a>[^ ]+) plus (?P<b>[^ ]+?)", _two("{0} + {1}")),
        (r"Subtract (?P<b>.+?) from (?P<a>.+?)", _two("{0} - {1}")),
        (r"What is (?P<b>[^ ]+) less than (?P<a>[^ ]+?)", _two("{0} - {1}")),
        (r"(?:What is )?(?P<a>[^ ]+) (?:minus|take away) (?P<b>[^ ]+?)", _two("{0} - {1}")),
        (r"(?:What is the )?(?:[dD]ifference|[dD]istance) between (?P<a>.+?) and (?P<b>.+?)", _two("abs({0} - {1})")),
        (r"(?:What is |Calculate )?(?P<a>[^ ]+) times (?P<b>[^ ]+?)", _two("{0} * {1}")),
        (r"(?:Multiply|Product of|What is the product of) (?P<a>.+?) and (?P<b>.+?)", _two("{0} * {1}")),
        (r"(?:What is |Calculate )?(?P<a>[^ ]+) divided by (?P<b>[^ ]+?)", _two("S({0}) / {1}")),
        (r"Divide (?P<a>.+?) by (?P<b>.+?)", _two("S({0}) / {1}")),
        (rf"(?:{_START})(.+?)", _formula("expand")),
        (r"([-\d(].*?)", _formula("expand")),
    )
)


def last_lines(code: Code, ask: str) -> str:
    """The end of the program for what is asked.

    Raises
    ------
    Unfit
        If no pattern fits.
    """
    for pattern, write in PATTERNS:
        if match := pattern.fullmatch(ask):
            return write(code, match)
    raise Unfit("a question of a kind that is not known")
