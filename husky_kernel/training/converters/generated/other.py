"""The generated questions that are no algebra: number bases, clock times, units, letters drawn from a bag."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from husky_kernel.training.trajectories import Unfit

_NUMBER = {"two": 2, "three": 3, "four": 4, "five": 5}
_BASE = """def in_base(number, base):
    digits = ''
    rest = abs(number)
    while rest:
        digits = '0123456789abcdef'[rest % base] + digits
        rest //= base
    return ('-' if number < 0 else '') + (digits or '0')
"""
_TO = {"m": "metre", "km": "kilometre", "cm": "centimetre", "mm": "millimetre", "um": "micrometre", "nm": "nanometre"}
_TO |= {"g": "gram", "kg": "kilogram", "mg": "milligram", "ug": "microgram", "ng": "nanogram", "t": "tonne"}
_TO |= {"l": "litre", "ml": "millilitre", "s": "second", "ms": "millisecond", "us": "microsecond", "ns": "nanosecond"}
_TO |= {"min": "minute", "h": "hour", "hr": "hour", "centurie": "century"}
_SIZES: tuple[dict[str, str], ...] = (
    {"metre": "1", "kilometre": "1000", "centimetre": "1/100", "millimetre": "1/1000", "micrometre": "1/10**6"},
    {"gram": "1", "kilogram": "1000", "tonne": "10**6", "milligram": "1/1000", "microgram": "1/10**6"},
    {"litre": "1", "millilitre": "1/1000"},
    {"second": "1", "minute": "60", "hour": "3600", "day": "86400", "week": "604800", "millisecond": "1/1000"},
    {"month": "1", "year": "12", "decade": "120", "century": "1200", "millennium": "12000"},
)
_SIZES[0]["nanometre"] = _SIZES[1]["nanogram"] = _SIZES[3]["nanosecond"] = "1/10**9"
_SIZES[3]["microsecond"] = "1/10**6"
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10}
_COUNTS = {"": 1, "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "nine": 9}


def program(question: str) -> str | None:
    """The program for a question; None if it is of none of these kinds."""
    for pattern, write in _KINDS:
        if match := pattern.fullmatch(question.strip()):
            return write(match)
    return None


def _sum_in_base(match: re.Match[str]) -> str:
    base = match["base"]
    parts = re.findall(r"([-+]?)\s*(-?[0-9a-z]+)", match["sum"])
    total = " ".join(f"{sign or '+'} int({number!r}, {base})" for sign, number in parts).removeprefix("+ ")
    return f"{_BASE}\nin_base({total}, {base})"


def _converted(match: re.Match[str]) -> str:
    return f"{_BASE}\nin_base(int({match['number']!r}, {match['of']}), {match['to']})"


def _clock(match: re.Match[str]) -> str:
    sign = "-" if match["way"] == "before" else "+"
    return (
        "from datetime import datetime, timedelta\n"
        f"start = datetime.strptime({match['time']!r}, '%I:%M %p')\n"
        f"end = start {sign} timedelta(minutes={match['minutes']})\n"
        "end.strftime('%I:%M %p').lstrip('0')"
    )


def _between(match: re.Match[str]) -> str:
    return (
        "from datetime import datetime\n"
        f"start = datetime.strptime({match['one']!r}, '%I:%M %p')\n"
        f"end = datetime.strptime({match['other']!r}, '%I:%M %p')\n"
        "(end - start).seconds // 60"
    )


def _units(match: re.Match[str]) -> str:
    """The amount times the size of one unit, by the size of the other."""
    amount = _amount(match["amount"])
    one, other = _unit(match["of"]), _unit(match["to"])
    sizes = next((table for table in _SIZES if one in table and other in table), None)
    if sizes is None:
        raise Unfit("a unit that is not known")
    last = "float(value)" if "." in amount else "value"
    lines = [f"{one} = {_exact(sizes[one])}", f"{other} = {_exact(sizes[other])}"]
    return "\n".join(["from sympy import Rational", *lines, f"value = {_exact(amount)} * {one} / {other}", last])


def _unit(text: str) -> str:
    text = re.sub(r"(met|lit)er", r"\1re", text)
    name = text.strip().removesuffix("ia") + ("ium" if text.strip().endswith("ia") else "")
    name = name if name in _TO or len(name) < 3 else name.removesuffix("s")
    return _TO.get(name, name)


def _amount(text: str) -> str:
    text = text.strip()
    count, _, part = text.rpartition(" ")
    if part.removesuffix("s") in _PARTS and count in _COUNTS:
        text = f"{_COUNTS[count]}/{_PARTS[part.removesuffix('s')]}"
    if not re.fullmatch(r"-?[\d./]+", text):
        raise Unfit("an amount that is not known")
    return text


def _exact(text: str) -> str:
    if "." in text:
        return f"Rational({text!r})"
    one, slash, other = text.partition("/")
    return f"Rational({one}, {other})" if slash else f"Rational({text})" if "**" not in text else text


def _bag(match: re.Match[str]) -> dict[str, int]:
    text = match["bag"]
    if text.startswith("{"):
        return {letter: int(count) for letter, count in re.findall(r"(\w): (\d+)", text)}
    return dict(Counter(text))


def _drawn(match: re.Match[str]) -> str:
    return (
        f"from sympy import Rational\ncounts = {_bag(match)}\nprobability = Rational(1)\n"
        f"for letter in {match['letters']!r}:\n"
        "    probability *= Rational(counts[letter], sum(counts.values()))\n"
        "    counts[letter] -= 1  # without replacement\nprobability"
    )


def _picked(match: re.Match[str]) -> str:
    bag = _bag(match)
    wanted = {letter: int(count) for count, letter in re.findall(r"(\d+) (\w)\b", match["wanted"])}
    if sum(wanted.values()) != _NUMBER[match["count"].casefold()] or not set(wanted) <= set(bag):
        raise Unfit("letters that are not in the bag")
    ways = " * ".join(f"binomial(counts[{letter!r}], {count})" for letter, count in wanted.items())
    total = f"binomial(sum(counts.values()), {sum(wanted.values())})"
    return f"from sympy import Rational, binomial\ncounts = {bag}\nRational({ways}, {total})"


_ASK = r"(?:What is|Give|Calculate) prob of "
_DRAW = (
    r"(?P<count>Two|Three|Four|Five|two|three|four|five) letters picked without replacement from (?P<bag>\{.+?\}|\w+)"
)
_TIME = r"\d+:\d+ [AP]M"
_PART = r"(?P<amount>-?[\d./]+|[a-z ]+?)"

_KINDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern), write)
    for pattern, write in (
        (r"In base (?P<base>\d+), what is (?P<sum>.+?)\?", _sum_in_base),
        (
            r"(?:Convert |What is )?(?P<number>-?[0-9a-z]+) \(base (?P<of>\d+)\) (?:in|to) base (?P<to>\d+)[.?]?",
            _converted,
        ),
        (rf"What is (?P<minutes>\d+) minutes (?P<way>before|after) (?P<time>{_TIME})\?", _clock),
        (rf"How many minutes are there between (?P<one>{_TIME}) and (?P<other>{_TIME})\?", _between),
        (rf"How many (?P<to>\w+) are there in {_PART} of (?:a |an )(?P<of>\w+)\?", _units),
        (r"How many (?P<to>\w+) are there in (?P<amount>-?[\d./]+) ?(?P<of>[a-zA-Z]+)\?", _units),
        (rf"What is {_PART} of (?:a |an )(?P<of>\w+) in (?P<to>\w+)\?", _units),
        (r"(?:What is|Convert) (?P<amount>-?[\d./]+) ?(?P<of>[a-zA-Z]+) (?:in|to) (?P<to>\w+)[.?]", _units),
        (rf"{_ASK}sequence (?P<letters>\w+) when {_DRAW}[.?]", _drawn),
        (rf"{_DRAW}\. {_ASK}sequence (?P<letters>\w+)[.?]", _drawn),
        (rf"{_ASK}picking (?P<wanted>.+?) when {_DRAW}[.?]", _picked),
        (rf"{_DRAW}\. {_ASK}picking (?P<wanted>.+?)[.?]", _picked),
    )
)
