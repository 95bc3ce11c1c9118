"""One was taken where several are equal: the first of a tie is no more the answer than the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.sight.notes.call import Call, Look, Note, column_name, many
from husky_kernel.sight.notes.kinds import listed


def _best(call: Call) -> Iterator[Note]:
    """``idxmax`` and ``idxmin`` of a column."""
    column = call.owner
    best = column.max() if "max" in call.name else column.min()
    places = column.index[(column == best).fillna(False).to_numpy(dtype=bool)]
    if places.nunique() > 1:
        yield _tie(column, len(places), best, places)


def _best_of_groups(call: Call) -> Iterator[Note]:
    column = call.owner.obj
    if getattr(column, "ndim", 0) != 1 or call.result is None:
        return
    best = call.owner.transform("max" if "max" in call.name else "min")
    tied = (column == best).groupby(call.owner._grouper).sum()
    groups = tied.index[(tied > 1).to_numpy(dtype=bool)]
    if len(groups):
        told = f"{many(len(groups), 'group')} ({listed(groups)})"
        yield Note(f"a tie in {column_name(column)}: {told} have several, one was taken")


def _largest(call: Call) -> Iterator[Note]:
    """``nlargest`` and ``nsmallest`` of a column, and of a table by one column."""
    if call.options.get("keep", "first") == "all" or not len(call.result):
        return
    table = call.argument(0, "self")
    name = call.argument(2, "columns")
    name = name[0] if isinstance(name, list) and len(name) == 1 else name
    if getattr(table, "ndim", 0) == 2 and not isinstance(name, str):
        return
    column, taken = (table, call.result) if table.ndim == 1 else (table[name], call.result[name])
    last = taken.iloc[-1]
    equal = int((column == last).sum())
    if equal > int((taken == last).sum()):
        yield Note(f"a tie in {column_name(column)} at the cut: {many(equal)} have {last}")


def _sorted(call: Call) -> Iterator[Note]:
    """Remember what a table or column is sorted by."""
    result = call.result
    if result is None:
        return
    by = call.argument(1, "by") if result.ndim == 2 else None
    keys = result if result.ndim == 1 else result[by if isinstance(by, list) else [by]]
    call.memory.keep(call.memory.ordered, (result.index, keys))
    yield from ()


def _renumbered(call: Call) -> Iterator[Note]:
    """``reset_index`` of what is sorted is sorted as well."""
    keys = _keys(call, call.owner)
    if keys is not None and hasattr(call.result, "index"):
        call.memory.keep(call.memory.ordered, (call.result.index, keys))
    yield from ()


def _first_rows(call: Call) -> Iterator[Note]:
    count = call.argument(1, "n", 5)
    keys = _keys(call, call.owner)
    if keys is not None and isinstance(count, int):
        yield from _cut(keys, count if call.name == "head" else len(keys) - count)


def _at(call: Call) -> Iterator[Note]:
    """``iloc[0]``, ``iloc[-1]`` and ``iloc[:3]`` of what is sorted."""
    keys = _keys(call, call.owner.obj)
    place = call.argument(1, "key")
    place = place[0] if isinstance(place, tuple) and place else place
    yield from _taken(keys, place)


def _label_at(call: Call) -> Iterator[Note]:
    """``index[0]`` of what is sorted."""
    found = next((keys for index, keys in reversed(call.memory.ordered) if index.is_(call.owner)), None)
    yield from _taken(found, call.argument(1, "key"))


def _taken(keys: Any, place: Any) -> Iterator[Note]:
    if keys is None or not len(keys):
        return
    if isinstance(place, slice) and place.start in (None, 0) and place.step is None and isinstance(place.stop, int):
        yield from _cut(keys, place.stop)
    elif isinstance(place, int) and place == 0:
        yield from _cut(keys, 1)
    elif isinstance(place, int) and place == -1:
        yield from _cut(keys, len(keys) - 1)


def _cut(keys: Any, count: int) -> Iterator[Note]:
    """A tie between the rows before and after ``count``."""
    if not 0 < count < len(keys):
        return
    before, after = keys.iloc[count - 1], keys.iloc[count]
    if bool((before == after).all() if keys.ndim == 2 else before == after):
        column = keys if keys.ndim == 1 else keys.iloc[:, 0]
        equal = int((keys == before).all(axis=1).sum() if keys.ndim == 2 else (keys == before).sum())
        value = before if keys.ndim == 1 else before.iloc[0]
        yield Note(f"a tie in {column_name(column, 'the counts')} at the cut: {many(equal)} have {value}")


def _keys(call: Call, table: Any) -> Any:
    index = getattr(table, "index", None)
    return next((keys for known, keys in reversed(call.memory.ordered) if known is index or known.is_(index)), None)


def _mode(call: Call) -> Iterator[Note]:
    if len(call.result) > 1 and len(call.result) < call.owner.nunique():
        values = listed(call.result)
        yield Note(
            f"{many(len(call.result), 'value')} of {column_name(call.owner)} are equally frequent: {values}",
            against=False,
        )


def _tie(column: Any, count: int, best: Any, places: Any) -> Note:
    named = f" ({listed(places)})" if places.dtype.kind not in "iu" else ""
    return Note(f"a tie in {column_name(column, 'the values')}: {many(count)} have {best}{named}, one was taken")


LOOKS: Mapping[str, Look] = {
    **{f"Series.{name}": _best for name in ("idxmax", "idxmin", "argmax", "argmin")},
    **{f"SeriesGroupBy.{name}": _best_of_groups for name in ("idxmax", "idxmin")},
    **{f"{owner}.{name}": _largest for owner in ("Series", "DataFrame") for name in ("nlargest", "nsmallest")},
    "DataFrame.sort_values": _sorted,
    "Series.sort_values": _sorted,
    "Series.value_counts": _sorted,
    **{f"{owner}.reset_index": _renumbered for owner in ("Series", "DataFrame")},
    **{f"{owner}.{name}": _first_rows for owner in ("Series", "DataFrame") for name in ("head", "tail")},
    "_iLocIndexer.__getitem__": _at,
    "Index.__getitem__": _label_at,
    "Series.mode": _mode,
}
