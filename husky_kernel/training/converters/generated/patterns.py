"""How the generated questions are worded: a pattern for each way to ask, and what answers it."""

from __future__ import annotations

import re

from husky_kernel.training.converters.generated import asks
from husky_kernel.training.converters.generated.code import Code
from husky_kernel.training.trajectories import Unfit

_START = r"(?:What is|Calculate|Determine|Give|Find|Evaluate|Work out|Compute)(?: the value of)? "
_SIGN = "|".join(sorted(map(re.escape, asks.SIGNS), key=len, reverse=True))
_END = r"[.?]?"

PATTERNS: tuple[tuple[re.Pattern[str], asks.Ask], ...] = tuple(
    (re.compile(pattern + _END), ask)
    for pattern, ask in (
        (r"Solve (.+ = .+?)(?: for ([a-z]))?", asks.solve),
        (r"(?:Determine|Find) [a-z](?:,? given that| such that| so that) (.+ = .+?)()", asks.solve),
        (r"What is [a-z] in (.+ = .+?)()", asks.solve),
        (r"Suppose (.+ = [^,=]+)\. (?:What is|Calculate|Determine|Give|Find) ([a-z])", asks.solve),
        (r"Let (.+ = [^,=]+)\. (?:What is|Calculate|Determine|Give|Find) ([a-z])", asks.solve),
        (r"Factor (.+?)", asks.formula("factor")),
        (r"(?:Expand|Collect the terms in) (.+?)", asks.formula("expand")),
        (r"Simplify (.+?) assuming [a-z] is positive", asks.power),
        (r"Simplify (.+?)", asks.formula("expand(radsimp({}))")),
        (
            r"(?:What is|Find|Calculate|Determine) the (?:(?P<times>first|second|third) )?derivative of (?P<of>.+?)"
            r"(?: (?:wrt|with respect to) (?P<by>[a-z]))?",
            asks.derivative,
        ),
        (r"Differentiate (?P<of>.+?)(?P<times>)(?: (?:wrt|with respect to) (?P<by>[a-z]))?", asks.derivative),
        (r"What (?:is|comes) (?:the )?next(?: term)?(?: in)?:? (?P<terms>[-\d, ]+)", asks.sequence),
        (r"What is the (?P<name>[a-z])'th term of (?P<terms>[-\d, ]+)", asks.sequence),
        (r"What is the (\w+) root of (\d+) to the nearest integer", asks.root),
        (r"What is (\d+) to the power of 1/(\d+), to the nearest integer", asks.rooted),
        (r"(?:What is|Calculate) the remainder when (?P<a>.+?) is divided by (?P<b>.+?)", asks.two("{0} % {1}")),
        (
            r"(?:What is|Calculate|Find) the (?:highest|greatest) common (?:divisor|factor) "
            r"of (?P<a>.+?) and (?P<b>.+?)",
            asks.two("igcd({0}, {1})"),
        ),
        (
            r"(?:What is|Calculate|Find) the (?:least|lowest|smallest) common multiple of (?P<a>.+?) and (?P<b>.+?)",
            asks.two("ilcm({0}, {1})"),
        ),
        (r"(?:What is|Calculate|Find) the common denominator of (?P<a>.+?) and (?P<b>.+?)", asks.denominators),
        (r"Is (?P<a>.+?) a multiple of (?P<b>.+?)", asks.two("bool({0} % {1} == 0)")),
        (r"(?:Is (?P<b>.+?) a factor of (?P<a>.+?)|(?!))", asks.two("bool({0} % {1} == 0)")),
        (r"Does (?P<b>.+?) divide (?P<a>.+?)", asks.two("bool({0} % {1} == 0)")),
        (r"Is (.+?) even", asks.one("bool({0} % 2 == 0)")),
        (r"Is (.+?) (?:a )?prime(?: number)?", asks.one("isprime({0})")),
        (r"Is (.+?) (?:a )?composite(?: number)?", asks.one("not isprime({0})")),
        (
            r"(?:List|What are) the prime factors of (.+?)",
            asks.one("', '.join(str(prime) for prime in primefactors({0}))"),
        ),
        (r"What is the ([a-z ]+) digit of (.+?)", asks.place),
        (
            r"(?:Round|What is) (.+?)(?: asks.rounded)? to "
            r"(?:the nearest (?P<near>[a-z\d ]+)|(?P<digits>\w+) (?:dps?|decimal places?))",
            asks.rounded,
        ),
        (r"(?:Express|Rearrange) (.+?) (?:to the form|in the form|as|to) (.+?) and give ([a-z])", asks.coefficient),
        (r"(?:Which|What) is the (?:nearest|closest) to (?P<to>.+?)\?\s+(?P<options>\(a\).+?)", asks.nearest),
        (r"(?:Which|What) is the (?:nearest|closest) to (?P<to>.+?) in (?P<items>.+?)", asks.nearest),
        (
            r"(?:Which|What) is the (?P<order>\w+ )?(?P<way>biggest|smallest) value\?\s+(?P<options>\(a\).+?)",
            asks.kth,
        ),
        (r"(?:Which|What) is the (?P<order>\w+ )?(?P<way>biggest|smallest) value in (?P<items>.+?)", asks.kth),
        (r"Sort (?P<items>[^ ].*?)(?: in (?P<way>\w+) order)?", asks.in_order),
        (r"Put (?P<items>.+?) in (?P<way>\w+) order", asks.in_order),
        (r"Which is (?P<way>smaller|bigger|greater): (?P<a>.+?) or (?P<b>.+?)", asks.pair),
        (r"Does (?P<a>.+?) = (?P<b>.+?)", asks.two("bool({0} == {1})")),
        (rf"(?:Is|Are) (?P<a>.+?) (?P<sign>{_SIGN}) (?P<b>.+?)", asks.compared),
        (r"(?:Is|Are|Do) (?P<a>.+?) and (?P<b>.+?) (?:have )?(?:equal|the same value)", asks.two("bool({0} == {1})")),
        (
            r"(?:Is|Are|Do) (?P<a>.+?) and (?P<b>.+?) (?:have )?(?:unequal|non-?equal|different(?: values)?|not equal)",
            asks.two("bool({0} != {1})"),
        ),
        (r"(?:Add(?: together)?|Put together|Total of|Sum) (?P<a>.+?) and (?P<b>.+?)", asks.two("{0} + {1}")),
        (
            r"(?:What is|Calculate|Work out) (?:the sum of|the total of) (?P<a>.+?) and (?P<b>.+?)",
            asks.two("{0} + {1}"),
        ),
        (r"(?:What is )?(?P<a>[^ ]+) plus (?P<b>[^ ]+?)", asks.two("{0} + {1}")),
        (r"Subtract (?P<b>.+?) from (?P<a>.+?)", asks.two("{0} - {1}")),
        (r"What is (?P<b>[^ ]+) less than (?P<a>[^ ]+?)", asks.two("{0} - {1}")),
        (r"(?:What is )?(?P<a>[^ ]+) (?:minus|take away) (?P<b>[^ ]+?)", asks.two("{0} - {1}")),
        (
            r"(?:What is the )?(?:[dD]ifference|[dD]istance) between (?P<a>.+?) and (?P<b>.+?)",
            asks.two("abs({0} - {1})"),
        ),
        (r"(?:What is |Calculate )?(?P<a>[^ ]+) times (?P<b>[^ ]+?)", asks.two("{0} * {1}")),
        (r"(?:Multiply|Product of|What is the product of) (?P<a>.+?) and (?P<b>.+?)", asks.two("{0} * {1}")),
        (r"(?:What is |Calculate )?(?P<a>[^ ]+) divided by (?P<b>[^ ]+?)", asks.two("S({0}) / {1}")),
        (r"Divide (?P<a>.+?) by (?P<b>.+?)", asks.two("S({0}) / {1}")),
        (rf"(?:{_START})(.+?)", asks.formula("expand")),
        (r"([-\d(].*?)", asks.formula("expand")),
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
