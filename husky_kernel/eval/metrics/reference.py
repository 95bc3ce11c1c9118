"""The reference's scoring, its faults included, so that its published figures can be compared with.

Its faults: the first number of an answer wins ("3 boys and 18" is 3); of a fraction that is its numerator, so 3/4
matches 3/5; numbers of tables are compared as texts without punctuation, so -12.14 matches 12.14 and 1.23 matches
12.3, and nothing near matches; the reference times or over 100 matches too; dollar signs make LaTeX unreadable; LaTeX
is read up to the first thing not understood, so ``5*v**2`` matches ``5*v**9`` and "-1, 0" matches "-1, 7"; ``46r``
loses its letter as if it were a unit. Where it crashes (a missing answer on StrategyQA, HotpotQA, Bamboogle) the
answer is booked as wrong.
"""

from __future__ import annotations

import math
import re

from husky_kernel.eval.metrics.checker import shared_checker
from husky_kernel.eval.metrics.expression import NotMathError, Tree, parse
from husky_kernel.eval.metrics.reference_latex import parse_prefix
from husky_kernel.eval.metrics.words import exact_match, normalized

TOLERANCE = 1e-3
_MATRIX = re.compile(r"\\begin\{[pb]matrix\}(.*)\\end\{[pb]matrix\}", re.S)


def first_number_right(text: str | None, answer: str) -> bool:
    """GSM8K: the first number of the text against the answer."""
    return text is not None and _same(_first_number(text), answer)


def expression_right(text: str | None, answer: str) -> bool:
    """MATH, GDM, MathQA: the whole text against the answer; true and false also as yes and no."""
    if text is None:
        return False
    if answer.lower() in ("true", "false"):
        return text.lower() == answer.lower() or (text.lower(), answer.lower()) in (("yes", "true"), ("no", "false"))
    with_unit = re.match(r"(\d+(?:\.\d+)?)\s*[a-zA-Z]+$", text)
    return _same(with_unit[1] if with_unit else text, answer)


def table_right(text: str | None, answer: str) -> bool:
    """The sets with tables, DROP, IIRC: exact match of the first numbers, of the texts where one has none."""
    return text is not None and exact_match(*_as_floats(text, answer))


def number_right(text: str | None, answer: str) -> bool:
    """HuskyQA: the first numbers of both."""
    return text is not None and _same(*_as_floats(text, answer))


def yes_no_right(text: str | None, answer: str) -> bool:
    """StrategyQA: how the text begins."""
    begins = {"yes": "yes", "true": "yes"}.get(answer.lower(), "no")
    return text is not None and normalized(text).startswith(begins)


def words_right(text: str | None, answer: str) -> bool:
    """HotpotQA, Bamboogle: exact match of the words."""
    return text is not None and exact_match(text, answer)


def _first_number(text: str) -> str:
    match = re.search(r"-?\d+\.?\d*", re.sub(r"(\d),(\d)", r"\1\2", text))
    return match[0] if match else ""


def _as_floats(text: str, answer: str) -> tuple[str, str]:
    try:
        return str(float(_first_number(text))), str(float(_first_number(answer)))
    except ValueError:
        return text, answer


def _same(text: str, answer: str) -> bool:
    if r"\cup" in text and r"\cup" in answer:
        parts, wanted = text.split(r"\cup"), answer.split(r"\cup")
        return all(any(_same(p, w) for w in wanted) for p in parts) and all(
            any(_same(p, w) for p in parts) for w in wanted
        )
    one, other = _number(text), _number(answer)
    if one is not None and other is not None and abs(one - other) < TOLERANCE:
        return True
    return (bool(answer) and text == answer) or _math_equal(text, answer)


def _math_equal(text: str, answer: str) -> bool:
    if text == answer:
        return True
    one, other = _percent(text), _percent(answer)
    if one is not None and other is not None:
        return any(math.isclose(v, one, rel_tol=1e-9, abs_tol=TOLERANCE) for v in (other / 100, other, other * 100))
    text, answer = text.strip(), answer.strip()
    if not text:
        return False
    if _bracketed(text) and _bracketed(answer) and _pairwise(text[1:-1].split(","), answer[1:-1].split(",")):
        return True
    rows, wanted = _MATRIX.fullmatch(text), _MATRIX.fullmatch(answer)
    if rows and wanted and _same_matrix(rows[1], wanted[1]):
        return True
    return _same_sides(text, answer) or _symbolic_equal(text, answer)


def _bracketed(text: str) -> bool:
    return re.match(r"[(\[].+[)\]]", text) is not None


def _pairwise(parts: list[str], wanted: list[str]) -> bool:
    return len(parts) == len(wanted) and all(map(_math_equal, parts, wanted))


def _same_matrix(text: str, answer: str) -> bool:
    rows, wanted = ([line.strip() for line in t.split(r"\\") if line.strip()] for t in (text, answer))
    return len(rows) == len(wanted) and all(
        _pairwise(r.split("&"), w.split("&")) for r, w in zip(rows, wanted, strict=True)
    )


def _same_sides(text: str, answer: str) -> bool:
    """Equations, and a value against ``x = value`` where the name has at most two letters."""
    left, _, right = (part.strip() for part in text.partition("="))
    meant_left, _, meant_right = (part.strip() for part in answer.partition("="))
    counts = text.count("="), answer.count("=")
    if counts == (1, 1):
        one, other = f"{left} - ({right})", f"{meant_left} - ({meant_right})"
        return _symbolic_equal(one, other) or _symbolic_equal(f"-({one})", other)
    if counts == (1, 0) and len(left) <= 2:
        return _math_equal(right, answer)
    return counts == (0, 1) and len(meant_left) <= 2 and _math_equal(text, meant_right)


def _symbolic_equal(text: str, answer: str) -> bool:
    one, other = _read(text), _read(answer)
    if one is None or other is None:
        return False
    found = shared_checker().compare(one, other)
    first, second = found.values
    close = first is not None and second is not None and math.isclose(first, second, abs_tol=TOLERANCE)
    return found.equal or close


def _read(text: str) -> Tree | None:
    """As LaTeX up to where it can be read; else as Python, all of it."""
    for read in (parse_prefix, parse):
        try:
            tree = read(text)
        except NotMathError:
            continue
        return tree if read is parse_prefix or "\\" not in text else None
    return None


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


def _percent(text: str) -> float | None:
    text = text.replace(",", "")
    number = _number(text)
    if number is None and text.endswith("%"):
        part = _number(text[:-1].removesuffix("\\"))
        return None if part is None else part / 100
    return number
