"""GSM8K: grade-school word problems, each calculation marked (Cobbe et al. 2021, arXiv 2110.14168; MIT).

A record is ``{"question", "answer"}``; the answer's lines hold ``<<48/2=24>>`` and the last is ``#### 72``. Worked
example: "Ann sold <<48/2=24>>24 clips in May." and "She sold <<48+24=72>>72 clips in all." become::

    # Ann sold clips in May
    clips_in_may = 48 / 2
    # She sold clips in all
    clips_in_all = 48 + clips_in_may
    clips_in_all

Results that the annotator rounded are rounded in the program as well. The program must give the final answer.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from husky_kernel.training.checks.expected import Expected
from husky_kernel.training.converters.source import How, Source
from husky_kernel.training.converters.writing import arithmetic, asking, grounding, naming
from husky_kernel.training.trajectories import Act, Draft, Unfit

_CALCULATION = re.compile(r"(?P<left>[^<>\n]*?)<<(?P<sum>[^<>=]*)=(?P<result>[^<>=]*)>>\s*[-$]?[\d,./]*%?")
_SUM = re.compile(r"[-+*/xX×÷=(){}\[\]\d.,$%\s]*$")
_GAP = "…"
"""Stands for a number that the comment must not tell."""

_LONG_SUM = re.compile(r"[$£€]?\d[\d.,]*%?(?:\s*[-+*/x×÷–]\s*[$£€]?(?:\d[\d.,]*%?|(?=\w)))+")
_NUMBER_WORD = re.compile(r"[$£€]?(?<![\w.])\d[\d,]*(?:\.\d+)?%?")
_TAIL = re.compile(r"(?:\s(?:is|are|was|were|a|an|of|total|only|about|because|so|which|and|in|for|the))*[\s.,;:$-]*$")
_UNMARKED = re.compile(
    r"(?P<left>(?:\$?\d[\d,.]*%?\s*[-+*/x×÷]\s*)+\$?\d[\d,.]*%?)\s*=\s*\$?(?P<result>\d[\d,.]*\d|\d)(?!\s*[-+*/x×÷]|[\d.,]*<)"
)
_LAST_SUM = re.compile(r"((?:\(?\d[\d,.]*%?\)?\s*[-+*/x×÷]\s*)+\(?\d[\d,.]*%?\)?)\s*=\s*\$?$")
_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Calculation:
    """One named line of the program: the expression, its value, what the annotator says of it."""

    name: str
    code: str
    value: float
    comment: str


def convert(record: Mapping[str, Any], how: How) -> Draft:
    """A draft from one record."""
    question, solution = str(record["question"]).strip(), str(record["answer"])
    lines, _, final = solution.rpartition("####")
    wanted = float(final.replace(",", "").replace("$", "").strip())
    done = _calculations(lines, question)
    last = next((i for i in reversed(range(len(done))) if arithmetic.is_near(done[i].value, wanted)), None)
    if last is None:
        raise Unfit("no calculation gives the answer")
    done = done[: last + 1]
    if grounding.strays((one.code for one in done), question):
        raise Unfit("a number from nowhere")
    acts = stepwise(done) if how.style == "stepwise" else (Act("code", asking.compute(question), program(done)),)
    return Draft(question, acts, (Expected("number", wanted),))


def program(done: list[Calculation]) -> str:
    """All calculations as one program that ends with the last value."""
    lines = [
        line for one in done for line in (*([f"# {one.comment}"] if one.comment else []), f"{one.name} = {one.code}")
    ]
    return "\n".join([*lines, done[-1].name])


def stepwise(done: list[Calculation]) -> tuple[Act, ...]:
    """Each calculation as a step of its own, which builds on the variables of the steps before."""
    return tuple(
        Act("code", f"Compute {one.name.replace('_', ' ')}.", f"{one.name} = {one.code}\n{one.name}") for one in done
    )


def _calculations(lines: str, question: str) -> list[Calculation]:
    done: list[Calculation] = []
    taken: set[str] = set()
    asked = {float(number.replace(",", "")) for number in _NUMBER.findall(question)}
    for line in lines.splitlines():
        line = line if "<<" in line else _UNMARKED.sub(_mark, line)
        found = list(_CALCULATION.finditer(line))
        for place, match in enumerate(found):
            rest = line[match.end() : found[place + 1].start() if place + 1 < len(found) else len(line)]
            ahead = _SUM.sub("", match["left"])
            done.append(_calculation(match, ahead, rest, done, asked, taken))
    if not done:
        raise Unfit("no calculation is marked")
    return done


def _mark(match: re.Match[str]) -> str:
    """A calculation that the annotator forgot to mark, marked, if it holds; percent may be counted as they are."""
    for left in (match["left"], match["left"].replace("%", "")):
        try:
            holds = arithmetic.is_near(arithmetic.compute(arithmetic.read(left)), _number(match["result"]))
        except Unfit:
            continue
        if holds:
            return f"<<{left}={match['result']}>>{match['result']}"
    return match[0]


def _number(text: str) -> float:
    return arithmetic.compute(arithmetic.read(text))


def _calculation(
    match: re.Match[str], ahead: str, rest: str, done: list[Calculation], asked: set[float], taken: set[str]
) -> Calculation:
    tree, shown = _sum(match), _number(match["result"])
    used = {name for one in done for name in _names(one.code)}

    def known(number: float) -> str | None:
        """An earlier result, unless the question gives the same number and the result has been used."""
        named = [one for one in reversed(done) if arithmetic.is_near(one.value, number)]
        if not named or (number in asked and named[0].name in used):
            return None
        return named[0].name

    linked = arithmetic.link(tree, known)
    value = arithmetic.compute(linked, {one.name: one.value for one in done})
    code, value = _as_shown(arithmetic.write(linked), value, shown)
    results = {one.value for one in done} - asked
    name = naming.free(naming.around(ahead, rest, taken), taken)
    return Calculation(name, code, value, _comment(ahead, rest, results))


def _sum(match: re.Match[str]) -> ast.expr:
    """What is calculated; where only a result is marked (``5*7 = <<35=35>>``), what stands before it."""
    tree = arithmetic.read(match["sum"])
    written = _LAST_SUM.search(match["left"])
    if isinstance(tree, ast.Constant) and written:
        other = arithmetic.read(written[1])
        return other if arithmetic.is_near(arithmetic.compute(other), arithmetic.compute(tree)) else tree
    return tree


def _as_shown(code: str, value: float, shown: float) -> tuple[str, float]:
    """Code and value with the rounding that the annotator did.

    Raises
    ------
    Unfit
        If the annotated result is neither the value nor a rounding of it.
    """
    if arithmetic.is_near(value, shown):
        return code, value
    if shown == math.floor(value) and float(shown).is_integer():
        return f"int({code})", int(value)
    if shown == math.ceil(value):
        return f"-(-({code}) // 1)", math.ceil(value)
    for digits in range(5):
        if arithmetic.is_near(round(value, digits), shown):
            return (f"round({code}, {digits})", round(value, digits)) if digits else (f"round({code})", round(value))
    raise Unfit("a calculation is wrong")


def _comment(ahead: str, rest: str, results: set[float]) -> str:
    """The annotator's words without the numbers that the program is about to find, up to the first gap inside them."""
    words = " ".join(f"{ahead.strip()} {_GAP} {rest.strip()}".split())
    words = _NUMBER_WORD.sub(lambda match: _kept(match[0], results), _LONG_SUM.sub(_GAP, words))
    before, _, after = words.partition(_GAP)
    words = before if _GAP in after or re.search(r"[=+*/<>{}#]", after) else before + after
    words = re.sub(r"\s+([.,;!?])", r"\1", " ".join(re.sub(r"[=<>{}#]+", " ", words).split()))
    words = _TAIL.sub("", words)
    return words[:1].upper() + words[1:] if len(words.split()) > 1 and not re.search(r"[+*/]", words) else ""


def _kept(number: str, results: set[float]) -> str:
    try:
        value = float(number.strip("$£€%").replace(",", ""))
    except ValueError:
        return number
    return _GAP if value in results else number


def _names(code: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


SOURCE = Source("gsm8k_train", "MIT", ("gsm8k_train*",), convert)
