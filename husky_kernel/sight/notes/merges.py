"""Joins that make rows, match missing with missing, or miss partners over a capital letter or a blank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.sight.notes.call import Call, Look, Note, many
from husky_kernel.sight.notes.kinds import listed, spellings

ROWS = 500_000
"""Rows beyond which partners are not looked for."""


def _merged(call: Call) -> Iterator[Note]:
    left, right = call.argument(0, "left"), call.argument(1, "right")
    how = call.argument(2, "how", "inner")
    if not hasattr(left, "columns") or not hasattr(right, "columns") or how == "cross" or left is right:
        return
    keys = _keys(call, left, right)
    if keys is not None:
        yield from _joined(call, keys, left, right)


def _by_index(call: Call) -> Iterator[Note]:
    left, right, on = call.owner, call.argument(1, "other"), call.argument(2, "on")
    if hasattr(right, "columns") and right.index.nlevels == 1:
        key = left[[on]] if isinstance(on, str) else left.index.to_frame() if left.index.nlevels == 1 else None
        if key is not None:
            yield from _joined(call, (key, right.index.to_frame()), left, right)


def _joined(call: Call, keys: tuple[Any, Any], left: Any, right: Any) -> Iterator[Note]:
    mine, other = keys
    name = " and ".join(f"`{column}`" for column in mine.columns)
    yield from _missing(mine, other, name)
    if len(call.result) > max(len(left), len(right)):
        yield from _multiplied(call, mine, other, name, (left, right))
    elif len(call.result) > len(left) and len(right.drop_duplicates()) < len(right) == len(call.result):
        twice = len(right) - len(right.drop_duplicates())
        yield Note(
            f"{call.variable(right)} holds {many(twice)} twice: the merge made {len(call.result)} rows of {len(left)}"
        )
    if mine.shape[1] == 1 and len(mine) + len(other) <= ROWS:
        yield from _alone(call, mine.iloc[:, 0], other.iloc[:, 0], name)


def _missing(mine: Any, other: Any, name: str) -> Iterator[Note]:
    here, there = int(mine.isna().all(axis=1).sum()), int(other.isna().all(axis=1).sum())
    if here and there:
        yield Note(f"the merge matches missing {name} with missing: {here} rows with {there}")


def _multiplied(call: Call, mine: Any, other: Any, name: str, tables: tuple[Any, Any]) -> Iterator[Note]:
    if not (mine.dropna().duplicated().any() and other.dropna().duplicated().any()):
        return
    told = " and ".join(
        call.variable(table, side) for table, side in zip(tables, ("the left", "the right"), strict=True)
    )
    sizes = f"{len(tables[0])} and {len(tables[1])}"
    yield Note(f"{name} is not unique in {told}: the merge made {len(call.result)} rows of {sizes}")


def _alone(call: Call, mine: Any, other: Any, name: str) -> Iterator[Note]:
    here, there = set(mine.dropna().unique()), set(other.dropna().unique())
    alone, spare = here - there, there - here
    if not alone:
        return
    close = [pair for pair in spellings([*alone, *spare]) if alone & {*pair} and spare & {*pair}]
    if close:
        yield Note(f"keys {name} find no partner over case or blanks: {listed(close[0])} ({many(len(close), 'key')})")
    elif len(alone) == len(here):
        yield Note(f"no {name} of the left table is in the right one: {listed(sorted(map(str, alone)))}")
    else:
        yield Note(
            f"{len(alone)} of {len(here)} {name} find no partner: {listed(sorted(map(str, alone)))}", against=False
        )


def _keys(call: Call, left: Any, right: Any) -> tuple[Any, Any] | None:
    """The key columns of both sides, None where they are nothing that one can look at."""
    on = call.argument(3, "on")
    sides = []
    for table, place, word in ((left, 4, "left"), (right, 5, "right")):
        names = on if on is not None else call.argument(place, f"{word}_on")
        if names is None and call.options.get(f"{word}_index"):
            sides.append(table.index.to_frame() if table.index.nlevels == 1 else None)
            continue
        names = [name for name in left.columns if name in right.columns] if names is None else names
        names = names if isinstance(names, list) else [names]
        known = all(isinstance(name, str | int) and name in table.columns for name in names)
        sides.append(table[names] if known and names else None)
    mine, other = sides
    return (mine, other) if mine is not None and other is not None and mine.shape[1] == other.shape[1] else None


def _stacked(call: Call) -> Iterator[Note]:
    tables = call.argument(0, "objs")
    tables = list(tables.values()) if isinstance(tables, Mapping) else tables
    if call.options.get("axis", 0) not in (0, "index") or not isinstance(tables, list | tuple):
        return
    columns = dict.fromkeys(column for table in tables for column in getattr(table, "columns", ()))
    apart = [
        same for same in spellings(columns) if not any({*same} <= {*getattr(table, "columns", ())} for table in tables)
    ]
    if apart:
        yield Note(f"concat puts columns beside each other that differ by case or blanks: {listed(apart[0])}")


LOOKS: Mapping[str, Look] = {
    "DataFrame.merge": _merged,
    "pandas.merge": _merged,
    "DataFrame.join": _by_index,
    "pandas.concat": _stacked,
}
