"""What the expression of a check may call. Strict about values, lenient about form; False for an answer of None."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from husky_kernel.eval.analyst.equality import TOLERANCE, label, numbers, same
from husky_kernel.eval.analyst.table import Fig, Table

_DENIALS = re.compile(
    r"\b(?:no|not|none|nothing|neither|without|missing|unknown|cannot|isn't|doesn't|undefined)\b", re.I
)


def environment(
    value: Any,
    text: str,
    truth: Mapping[str, Any],
    figures: Sequence[Fig] = (),
    also: Mapping[str, Any] | None = None,
    notes: str = "",
    confidence: str | None = None,
) -> dict[str, Any]:
    """The names of an expression: ``v``, ``text``, ``figs``, ``ns``, ``T``, ``notes``, ``confidence`` and helpers."""

    def absent(name: str) -> bool:
        """No answer is given, and it is said that there is no ``name``."""
        told = f"{text if value is None or value == text else ''} {notes}"
        given = (value is not None and value != text) or bool(numbers(text))
        return not given and _said(told, name) and _DENIALS.search(told) is not None

    return {name: globals()[name] for name in _HELPERS} | {
        "v": value,
        "text": text,
        "figs": figures,
        "ns": also or {},
        "T": truth,
        "notes": notes,
        "confidence": confidence,
        "absent": absent,
    }


def holds(check: str, names: Mapping[str, Any]) -> tuple[bool, str | None]:
    """Whether the expression of a check is true, and the error where it expects another kind of value."""
    try:
        return bool(eval(check, dict(names))), None
    except Exception as error:
        return False, repr(error)


def num(v: Any, want: float, tolerance: float = TOLERANCE) -> bool:
    """The answer is this number: itself, or the only number of a list, a table or a text."""
    if v is None or isinstance(v, bool):
        return False
    if isinstance(v, int | float):
        return same(v, want, tolerance)
    cells = v.cells if isinstance(v, Table) else v if isinstance(v, list) else None
    found = numbers(v) if cells is None else _numbers_of(cells)
    return len(set(found) if cells is None else found) == 1 and same(found[0], want, tolerance)


def says(v: Any, *words: Any) -> bool:
    """Each of the words stands in the answer, as a word."""
    return v is not None and all(_said(_text(v), str(word)) for word in words)


def only(v: Any, word: str, others: Iterable[str]) -> bool:
    """The word stands in the answer, and none of the others."""
    return says(v, word) and not any(says(v, other) for other in others if other != word)


def maps(v: Any, want: Mapping[Any, float], tolerance: float = TOLERANCE) -> bool:
    """A table or text that gives each key its number, and no other key."""
    if isinstance(v, Table) and v.n != len(want) and (v.n != 1 or len(_numbers_of(v.cells)) != len(want)):
        return False
    return includes(v, want, tolerance)


def includes(v: Any, want: Mapping[Any, float], tolerance: float = TOLERANCE) -> bool:
    """A table or text that gives each key its number; it may hold more."""
    if isinstance(v, Table):
        found = _rows(v)
        return all(any(same(x, y, tolerance) for x in found.get(label(key), ())) for key, y in want.items())
    if not isinstance(v, str):
        return False
    return all(says(v, key) for key in want) and all(
        any(same(x, y, tolerance) for x in _after(v, str(key), want)) for key, y in want.items()
    )


def lists(v: Any, want: Sequence[Any]) -> bool:
    """A list, a column of a table, or a text that has exactly these in this order."""
    if isinstance(v, Table):
        columns = [[row[at] for row in v.rows] for at in range(len(v.columns))]
        return any(lists(column, want) for column in columns)
    if isinstance(v, list):
        items = [item[0] if isinstance(item, list) and item else item for item in v]
        return len(items) == len(want) and all(same(x, y) for x, y in zip(items, want, strict=True))
    places = [str(v).find(str(item)) for item in want] if v is not None else [-1]
    return -1 not in places and places == sorted(places)


def bars(figs: Sequence[Fig], want: Mapping[Any, float], tolerance: float = TOLERANCE) -> bool:
    """Some figure has exactly these bars, in any order."""

    def fits(fig: Fig) -> bool:
        drawn = {label(name): size for name, size in fig.bars.items()}
        return len(fig.bars) == len(want) and all(
            label(name) in drawn and same(drawn[label(name)], size, tolerance) for name, size in want.items()
        )

    return any(map(fits, figs))


def line(figs: Sequence[Fig], heights: Sequence[float], tolerance: float = TOLERANCE) -> bool:
    """Some figure has a line through exactly these heights, in this order."""
    return any(
        len(one) == len(heights) and all(same(y, want, tolerance) for (_, y), want in zip(one, heights, strict=True))
        for fig in figs
        for one in fig.lines
    )


def file(name: str) -> str:
    """The text of a file in the notebook's folder, "" if there is none."""
    return Path(name).read_text(encoding="utf-8") if Path(name).is_file() else ""


_HELPERS = (
    *("num", "says", "only", "maps", "includes", "lists", "bars", "line", "file"),
    *("same", "numbers", "Table", "Fig"),
)


def _rows(table: Table) -> dict[str | float, list[float]]:
    """The numbers beside each key of a table; of a single row, those under each column."""
    found: dict[str | float, list[float]] = {}
    for row in table.rows:
        for at, cell in enumerate(row):
            if isinstance(cell, str) or at == 0:
                found.setdefault(label(cell), []).extend(_numbers_of([*row[:at], *row[at + 1 :]]))
    if len(table.rows) == 1:
        for name, cell in zip(table.columns, table.rows[0], strict=False):
            found.setdefault(label(name), []).extend(_numbers_of([cell]))
    return found


def _after(text: str, key: str, keys: Mapping[Any, Any]) -> list[float]:
    """The numbers of a text between a key and the next one."""
    low, key = text.casefold(), key.casefold()
    found: list[float] = []
    for place in re.finditer(rf"(?<!\w){re.escape(key)}(?!\w)", low):
        rest = text[place.end() :]
        ends = [at for other in keys if (at := rest.casefold().find(str(other).casefold())) >= 0]
        found += numbers(rest[: min(ends, default=len(rest))])[:1]
    return found


def _numbers_of(cells: Sequence[Any]) -> list[float]:
    return [cell for cell in cells if isinstance(cell, int | float) and not isinstance(cell, bool)]


def _said(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", text.casefold()) is not None


def _text(v: Any) -> str:
    return " ".join(map(str, v.cells)) if isinstance(v, Table) else str(v)
