"""Programs that may answer a question on a small table, the most telling first: tried one by one by the converter."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from husky_kernel.training.converters.writing import arithmetic, naming, tables
from husky_kernel.training.trajectories import Unfit

_EQUALITY = re.compile(r"^(?P<left>[^=\n]*[-+−×÷*/][^=\n]*)=\s*(?P<right>[^=\n]+)$", re.MULTILINE)
_SUM = re.compile(r"(?:[-−$£€]?\s*[$£€]?\(?\d[\d,]*(?:\.\d+)?\)?\s*[-+−×÷*/]\s*)+[-−$£€]?\(?\d[\d,]*(?:\.\d+)?\)?")
_VALUE = re.compile(r"-?[$£€]?\s*\d[\d,]*(?:\.\d+)?")
_STATISTICS = {"mean": "statistics.mean", "median": "statistics.median", "mode": "statistics.mode"}
_MOST = re.compile(r"\b(most|greatest|highest|largest|longest|tallest|heaviest|fastest|best|oldest|warmest|hottest)\b")
_LEAST = re.compile(
    r"\b(least|fewest|lowest|smallest|shortest|lightest|slowest|worst|youngest|coldest|closest to zero)\b"
)


_MEANT = {"begin": "start", "departure": "leave", "arrival": "arrive"}
"""Headings of schedules, and what questions say instead."""


def candidates(asked: str, rows: tables.Table, solution: str, choices: Sequence[str]) -> Iterator[str]:
    """Programs of which the right one, if it is among them, gives the answer."""
    yield from _statistics(asked, rows)
    if rows and rows[0][0].strip() == "Stem":
        yield from _leaves(asked, rows)
    if choices:
        yield from _chosen(asked, rows)
        yield from _enough(solution, choices)
    else:
        yield from _change(asked, rows)
        yield from _sums(solution)
        yield from _fractions(solution)
    yield from _looked_up(asked, rows)


def _statistics(asked: str, rows: tables.Table) -> Iterator[str]:
    values = [number for row in rows if (number := tables.number(row[-1])) is not None]
    if not values:
        return
    listed = f"numbers = {_listed(values)}\n"
    for word, function in _STATISTICS.items():
        if re.search(rf"\b{word}\b", asked):
            yield f"import statistics\n{listed}{function}(numbers)"
    if "range" in asked:
        yield f"{listed}max(numbers) - min(numbers)"


def _leaves(asked: str, rows: tables.Table) -> Iterator[str]:
    """Stem-and-leaf plots: all numbers, then a count or an end of them."""
    numbers = [
        int(stem + leaf) for stem, leaves in (row[:2] for row in rows[1:]) for leaf in re.findall(r"\d+", leaves)
    ]
    listed = f"numbers = {numbers}  # stem and leaf put together\n"
    bounds = [float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", asked)]
    tests = [f"number {sign} {bound:g}" for bound in bounds[-1:] for sign in _signs(asked)]
    if len(bounds) >= 2:
        low, high = (f"{bound:g}" for bound in bounds[-2:])
        first, last = ("<=" if "at least" in asked else "<"), ("<" if re.search("fewer|less than", asked) else "<=")
        tests.insert(0, f"{low} {first} number {last} {high}")
    yield from (f"{listed}sum({test} for number in numbers)" for test in tests)
    yield f"{listed}min(numbers)" if _LEAST.search(asked) else f"{listed}max(numbers)"


def _signs(asked: str) -> Iterator[str]:
    if "at least" in asked:
        yield ">="
    if re.search("fewer than|less than", asked):
        yield "<"
    if "more than" in asked:
        yield ">"
    if "exactly" in asked:
        yield "=="


def _change(asked: str, rows: tables.Table) -> Iterator[str]:
    """The rate of change between two rows."""
    if "rate of change" not in asked:
        return
    listed = ", ".join(f"{row[0]}: {_cell(row[-1])}" for row in rows[1:] if row[0].isdecimal())
    years = re.findall(r"\b(?:19|20)\d\d\b", asked)
    if len(years) == 2:
        first, last = sorted(years)
        yield f"values = {{{listed}}}\nround((values[{last}] - values[{first}]) / ({last} - {first}))"


def _fractions(solution: str) -> Iterator[str]:
    """The first fraction of counts that the solution writes, reduced."""
    found = re.search(r"\\frac\{(\d+)\}\{(\d+)\}", solution)
    if found:
        yield f"from fractions import Fraction\nstr(Fraction({found[1]}, {found[2]}))"


def _chosen(asked: str, rows: tables.Table) -> Iterator[str]:
    """The row, or the column's heading, whose number is the greatest or the least."""
    where = "max" if _MOST.search(asked) else "min" if _LEAST.search(asked) else None
    ways = [where] if where else ["min", "max"]
    key = "lambda name: abs(values[name])" if re.search(r"zero|change", asked) else "values.get"
    for pairs in _series(rows, asked):
        if where is None and not re.search(r"\b(less|cheap|fewer|earl|late|more|cold|warm|deep|high|low)\w*", asked):
            return
        listed = ", ".join(f"{name!r}: {_shown(value)}" for name, value in pairs)
        yield from (f"values = {{{listed}}}\n{way}(values, key={key})" for way in ways)


def _series(rows: tables.Table, asked: str) -> Iterator[list[tuple[str, float]]]:
    """Columns by row label, those first whose heading the question names; then rows by column heading."""
    width = max(map(len, rows))
    named = sorted(
        range(1, width), key=lambda c: -sum(word in asked for word in rows[0][c].split()) if c < len(rows[0]) else 0
    )
    for column in named:
        yield [(r[0], n) for r in rows if column < len(r) and (n := tables.number(r[column])) is not None]
    for row in rows[1:]:
        if row[0] and row[0].casefold() in asked.casefold():
            yield [
                (h, n) for h, cell in zip(rows[0][1:], row[1:], strict=False) if (n := tables.number(cell)) is not None
            ]


def _enough(solution: str, choices: Sequence[str]) -> Iterator[str]:
    """Whether the money is enough: what things cost, against what there is."""
    if {choice.casefold() for choice in choices} != {"yes", "no"}:
        return
    sums = [match[0] for match in _SUM.finditer(solution)]
    compared = re.search(r"(\$?[\d,.]*\d) is (less|more|greater|equal)\b[^$\d]*(\$?[\d,.]*\d)", solution)
    if not sums or compared is None:
        return
    there = compared[3]
    try:
        cost, money = arithmetic.write(arithmetic.read(sums[-1])), arithmetic.write(arithmetic.read(there))
    except Unfit:
        return
    yield f"cost = {cost}\nmoney = {money}\n'yes' if round(cost, 2) <= money else 'no'"


def _sums(solution: str) -> Iterator[str]:
    """The calculations that the solution writes out, later ones building on earlier results."""
    done: list[tuple[str, ast.expr, float]] = []
    taken: set[str] = set()
    for match in _EQUALITY.finditer(re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"(\1) / (\2)", solution)):
        left = re.sub(r"(?<=\d)\s+[a-z][a-z ]*(?=[-+−×÷*/)=]|$)", " ", match["left"])
        try:
            tree = arithmetic.read(re.sub(r"[a-zA-Z:]+", " ", left))
            names = {name: value for name, _, value in done}
            linked = arithmetic.link(tree, partial(_earlier, names))
            value = arithmetic.compute(linked, names)
        except Unfit:
            continue
        done.append((naming.free(naming.before(match["left"]) or "part", taken), linked, value))
    for end in reversed(range(len(done))):
        lines = [f"{name} = {arithmetic.write(tree)}" for name, tree, _ in done[: end + 1]]
        last = arithmetic.write(done[end][1])
        code = "\n".join([*lines[:-1], last])
        yield from (code, "\n".join([*lines[:-1], f"round({last}, 2)"]), "\n".join([*lines[:-1], f"round({last})"]))


def _earlier(known: Mapping[str, float], number: float) -> str | None:
    return next((name for name, value in reversed(list(known.items())) if arithmetic.is_near(value, number)), None)


def _looked_up(asked: str, rows: tables.Table) -> Iterator[str]:
    """One cell, by the labels of its row and column that the question names."""
    folded = asked.casefold()
    heads = rows[0]
    for row in rows[1:]:
        if not row[0] or row[0].casefold() not in folded:
            continue
        listed = ", ".join(f"{head!r}: {_cell(cell)}" for head, cell in zip(heads[1:], row[1:], strict=False))
        for head in heads[1:]:
            if head and (head.casefold() in folded or len(heads) == 2 or _MEANT.get(head.casefold(), "?") in folded):
                yield f"row = {{{listed}}}  # {row[0]}\nrow[{head!r}]"
    if any(len(row) > 1 and row[1] == "?" for row in rows):
        pairs = [(tables.number(r[0]), tables.number(r[1])) for r in rows[1:] if r[1] != "?"]
        last = next(tables.number(r[0]) for r in rows if len(r) > 1 and r[1] == "?")
        if pairs and all(a and b is not None for a, b in pairs) and last:
            a, b = pairs[0]
            yield f"each = {_shown(b or 0)} / {_shown(a or 1)}\nround(each * {_shown(last)})"


def _cell(cell: str) -> str:
    value = tables.number(cell)
    return _shown(value) if value is not None and _VALUE.fullmatch(cell) else repr(cell)


def _listed(values: Sequence[float]) -> str:
    return f"[{', '.join(map(_shown, values))}]"


def _shown(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else str(value)
