"""Texts that are added, compared or put in order as if they were numbers or dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.sight.notes.call import Call, Look, Note, column_name, many
from husky_kernel.sight.notes.kinds import holds_text, in_order, listed, read_as, sample, texts
from husky_kernel.sight.readers import reader

_ORDERED = ("min", "max", "idxmin", "idxmax", "sort_values", "rank", "nlargest", "nsmallest")
LETTERS = 3
"""Shorter signs may be meant as they are written."""

_BOOLEAN = {"true", "false", "yes", "no", "0", "1", "y", "n", "t", "f", "ja", "nein", "oui", "non", "si", "sí"}


def _summary(call: Call) -> Iterator[Note]:
    yield from _of(call, call.name, _column(call.owner))


def _aggregates(call: Call) -> Iterator[Note]:
    how = call.argument(1, "func")
    column = _column(call.owner)
    if isinstance(how, str) and column is not None:
        yield from _of(call, how, column)
    table = getattr(call.owner, "obj", call.owner)
    pairs = list(how.items()) if isinstance(how, Mapping) else []
    pairs += [pair for pair in call.options.values() if isinstance(pair, tuple) and len(pair) == 2]
    for name, ways in pairs:
        for way in [ways] if isinstance(ways, str) else ways if isinstance(ways, list | tuple) else ():
            if isinstance(way, str) and hasattr(table, "columns") and name in table.columns:
                yield from _of(call, way, table[name])


def _pivot(call: Call) -> Iterator[Note]:
    table, how = call.owner, call.options.get("aggfunc", "mean")
    values = call.argument(1, "values")
    if isinstance(how, str) and isinstance(values, str) and values in getattr(table, "columns", ()):
        yield from _of(call, how, table[values])


def _sorted(call: Call) -> Iterator[Note]:
    by = call.argument(1, "by")
    if call.options.get("key") is None:
        for name in [by] if isinstance(by, str) else by if isinstance(by, list) else ():
            if name in call.owner.columns:
                yield from _of(call, "sort_values", call.owner[name])


def _column_sorted(call: Call) -> Iterator[Note]:
    if call.options.get("key") is None:
        yield from _of(call, "sort_values", call.owner)


def _compared(call: Call) -> Iterator[Note]:
    column, other = call.arguments[:2]
    if isinstance(other, str) and holds_text(column):
        kind, found = _stands_for(column), texts(column)
        if kind and not in_order([*found, other]) and not (kind == "dates" and in_order(found)):
            told = f"{column_name(column)} holds {kind} as texts ({listed(found)}): they are compared by letters"
            yield Note(f"{told}{_first(call, column)}")


def _truth(call: Call) -> Iterator[Note]:
    to, column = call.argument(1, "dtype"), call.owner
    if to in (bool, "bool") and holds_text(column):
        found = texts(column)
        if found and {text.strip().lower() for text in found} <= _BOOLEAN:
            yield Note(
                f"astype(bool) makes each text of {column_name(column)} True, {found[0]!r} and {found[-1]!r} alike"
            )


def _in_lists(call: Call) -> Iterator[Note]:
    """Methods of texts on a column of lists."""
    column = getattr(call.owner, "_orig", None)
    first = column.dropna().head(1).tolist() if column is not None and column.ndim == 1 else []
    if first and isinstance(first[0], list | tuple | set | frozenset):
        told = f"{column_name(column)} holds lists, in which .str.{call.name} finds nothing"
        yield Note(f"{told}: write .apply(lambda items: … in items)")


def _cut_out(call: Call) -> Iterator[Note]:
    """Numbers that are cut out of texts in several units."""
    column = getattr(call.owner, "_orig", None)
    how = reader(column) if column is not None else ""
    if "unit=" in how:
        name, _ = call.source(column)
        told = (
            f"{column_name(column)} is in several units ({listed(texts(column))}), which .str.{call.name} does not see"
        )
        yield Note(f"{told}; read it first by {how.replace('…', name)}")


def _of(call: Call, how: str, column: Any) -> Iterator[Note]:
    """What is wrong with the summary ``how`` of ``column``."""
    if (
        getattr(column, "ndim", 0) != 1
        or how not in ("sum", "cumsum", "mean", "median", *_ORDERED)
        or not holds_text(column)
    ):
        return
    kind, found = _stands_for(column), texts(column)
    if how == "sum":
        told = f"{column_name(column)} holds texts ({listed(found)}): sum puts them one behind the other"
        yield Note(f"{told}{_first(call, column)}")
    elif how in _ORDERED and kind and not in_order(found):
        told = f"{column_name(column)} holds {kind} as texts ({listed(found)}): {how} goes by letters"
        yield Note(f"{told}{_first(call, column)}")


def _by_case(call: Call) -> Iterator[Note]:
    """Texts that have what is looked for in other letters, capital or small."""
    yield from _in_lists(call)
    column, wanted = getattr(call.owner, "_orig", None), call.argument(1, "pat")
    minds = call.argument(2, "case", True) and not call.argument(3, "flags", 0)
    if column is None or not isinstance(wanted, str) or len(wanted) < LETTERS or not minds or not holds_text(column):
        return
    column, strictly = sample(column), sample(call.result)
    known = column.notna()
    found = column[known]
    loosely = found.str.contains(wanted, case=False, regex=call.argument(5, "regex", True))
    only = found[loosely & ~strictly[known].astype(bool)]
    if len(only):
        told = f"{many(len(only))} more of {column_name(column)} {'has' if len(only) == 1 else 'have'} {wanted!r}"
        yield Note(f"{told} in other letters, {only.iloc[0]!r}: write case=False to find them too")


def _stands_for(column: Any) -> str:
    """What its texts are that are no words: ``numbers``, ``dates``, or empty."""
    return read_as(column) or ("numbers" if reader(column).startswith("tidy.number") else "")


def _first(call: Call, column: Any) -> str:
    """How it is read, where it can be."""
    name, own = call.source(column)
    how = reader(own)
    return f"; read it first by {how.replace('…', name)}" if how else ""


def _column(owner: Any) -> Any:
    """The column of a Series or of its groups."""
    inner = getattr(owner, "obj", owner)
    return inner if getattr(inner, "ndim", 0) == 1 else None


LOOKS: Mapping[str, Look] = {
    **{f"Series.{name}": _summary for name in ("sum", "min", "max", "idxmin", "idxmax", "rank")},
    **{f"SeriesGroupBy.{name}": _summary for name in ("sum", "min", "max", "idxmin", "idxmax")},
    **{f"Resampler.{name}": _summary for name in ("sum", "min", "max")},
    **{
        f"{owner}.{name}": _aggregates
        for owner in ("Series", "SeriesGroupBy", "DataFrameGroupBy")
        for name in ("agg", "aggregate")
    },
    **{f"Series.__{name}__": _compared for name in ("lt", "le", "gt", "ge")},
    **{f"StringMethods.{name}": _in_lists for name in ("startswith", "endswith", "match", "lower")},
    "StringMethods.contains": _by_case,
    **{f"StringMethods.{name}": _cut_out for name in ("extract", "replace", "split", "slice", "rstrip", "strip")},
    "DataFrame.pivot_table": _pivot,
    "DataFrame.sort_values": _sorted,
    "Series.sort_values": _column_sorted,
    "Series.astype": _truth,
}
