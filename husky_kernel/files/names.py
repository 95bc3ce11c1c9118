"""Names of columns: none is empty, none stands twice."""

from __future__ import annotations

from collections import Counter

from husky_kernel.files.options import Found


def unique(names: list[str], found: Found) -> list[str]:
    """The names, with ``column_3`` for an empty third, and ``score_2`` for the second ``score``."""
    taken = set(names)
    result: list[str] = []
    for place, name in enumerate(names, start=1):
        wanted = name or f"column_{place}"
        if (name and wanted in result) or (not name and wanted in taken):
            wanted = next(new for at in range(2, len(names) + 2) if (new := f"{wanted}_{at}") not in taken)
        taken.add(wanted)
        result.append(wanted)
    for name, number in Counter(filter(None, names)).items():
        if number > 1:
            found.add(f"{number} columns called {name!r}: {', '.join(_places(name, names, result))}")
    return result


def _places(name: str, names: list[str], result: list[str]) -> list[str]:
    return [new for old, new in zip(names, result, strict=True) if old == name]
