"""Conditions that no row fits, or that miss rows because a value is spelled otherwise or is of another kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from husky_kernel.sight.notes.call import Call, Look, Note, column_name, many
from husky_kernel.sight.notes.kinds import DISTINCT, holds_text, listed, plain, texts
from husky_kernel.sight.notes.merges import ROWS
from husky_kernel.sight.readers import reader
from husky_kernel.tidy.texts import text


def _equal(call: Call) -> Iterator[Note]:
    column, other = call.arguments[:2]
    if getattr(column, "ndim", 0) != 1 or not len(column) or not isinstance(other, str | bool | int | float):
        return
    if holds_text(column):
        yield from _with_text(call, column, other)
    elif isinstance(other, str) and column.dtype.kind in "iufb" and call.name == "__eq__":
        yield Note(f"{column_name(column)} holds no texts: == {other!r} fits no row")
    if isinstance(other, str) and call.name == "__eq__" and (missing := int(column.isna().sum())):
        said = f"{many(missing)} without {column_name(column)} count as not {other!r}"
        call.memory.keep(call.memory.masks, (call.result, said))


def _with_text(call: Call, column: Any, other: Any) -> Iterator[Note]:
    name = column_name(column)
    if not isinstance(other, str):
        if call.name == "__eq__":
            yield Note(f"{name} holds texts ({listed(texts(column))}): == {other!r} fits no row")
        return
    distinct = texts(column)
    if len(distinct) > 5 * DISTINCT:
        return
    same = [value for value in distinct if plain(value) == plain(other) and value != other]
    if same:
        rows = int(column.isin(same).sum())
        told = f"{many(rows)} of {name} {'has' if rows == 1 else 'have'} {listed(same)} for {other!r}"
        title = text([other, *same]).iloc[0] == other
        yield Note(f"{told}; make them one first by tidy.text({call.source(column)[0]})" if title else told)
    elif call.name == "__eq__" and other not in distinct and not bool(call.result.any()):
        yield _nearest(name, other, distinct)


def _among(call: Call) -> Iterator[Note]:
    column, values = call.owner, call.argument(1, "values")
    if hasattr(values, "dtype") and getattr(column, "ndim", 0) == 1 and getattr(values, "ndim", 0) == 1:
        yield from _among_keys(call, column, values)
        return
    if not isinstance(values, list | tuple | set) or getattr(column, "ndim", 0) != 1 or not holds_text(column):
        return
    distinct = texts(column)
    wanted = {plain(value): value for value in values if isinstance(value, str)}
    same = [text for text in distinct if plain(text) in wanted and text not in values]
    if same and len(values) <= 50:
        yield Note(f"{column_name(column)} has {listed(same)} for {wanted[plain(same[0])]!r}")
    elif len(column) and not bool(call.result.any()) and len(values) <= 50:
        yield Note(f"no row has one of {listed(values)} as {column_name(column)}", against=False)


def _among_keys(call: Call, column: Any, values: Any) -> Iterator[Note]:
    """A column that is looked up in another one, which writes the same otherwise."""
    if not (len(column) and len(values)) or len(column) + len(values) > ROWS:
        return
    others = values if hasattr(values, "iloc") else values.to_series() if hasattr(values, "to_series") else None
    if others is None:
        return
    name, other = column_name(column), column_name(others, "the other column")
    if holds_text(column) and holds_text(others):
        known = {*others.dropna().unique()}
        folded = {plain(value): value for value in known}
        missed = column[~call.result & column.notna()]
        close = [value for value in missed.unique() if plain(value) in folded]
        if close:
            told = f"{many(int(missed.isin(close).sum()))} of {name} would be in {other} but for case or blanks"
            yield Note(f"{told}: {close[0]!r} is {folded[plain(close[0])]!r} there; bring both to one spelling first")
    elif not bool(call.result.any()) and (holds_text(column) != holds_text(others)):
        written, counted = (name, other) if holds_text(column) else (other, name)
        yield Note(f"no {name} is in {other}: {written} holds texts, {counted} none; bring both to one kind first")


def _apart(call: Call) -> Iterator[Note]:
    """Dates among which texts are looked for: none is found, however they are written."""
    dates, other = call.owner, call.argument(1, "other")
    dated = getattr(getattr(dates, "dtype", None), "kind", "") == "M"
    if dated and len(dates) and hasattr(other, "dtype") and holds_text(other):
        name, own = call.source(other)
        how = reader(own if hasattr(own, "iloc") else own.to_series())
        first = f"; read it first by {how.replace('…', name)}" if how == "tidy.date(…)" else ""
        yield Note(f"{column_name(other)} holds texts, none of which is one of the dates{first}")


def _nearest(name: str, wanted: str, distinct: list[str]) -> Note:
    spelled = {text.casefold(): text for text in distinct}
    near = [spelled[key] for key in get_close_matches(wanted.casefold(), list(spelled), n=3, cutoff=0.6)]
    near = near or [text for text in distinct if plain(wanted) in plain(text) or plain(text) in plain(wanted)][:3]
    values = f"; the nearest: {listed(near)}" if near else f"; there are {listed(distinct, 6)}"
    return Note(f"no row has {wanted!r} as {name}{values}", against=False)


def _rows(call: Call) -> Iterator[Note]:
    """A table without rows that was selected from one with rows."""
    table = getattr(call.owner, "obj", call.owner)
    mask = call.argument(1, "key")
    mask = mask[0] if isinstance(mask, tuple) and mask else mask
    boolean = getattr(getattr(mask, "dtype", None), "kind", "") == "b"
    if boolean and hasattr(mask, "index") and call.is_of_another(mask, table):
        name, rows = call.variable(table), f"{many(len(mask))} for {len(table):,}"
        yield Note(f"the condition on {name} is of another table ({rows}): merge them, or use .isin()")
    elif boolean and len(table) and hasattr(call.result, "index") and not len(call.result):
        yield Note(f"no row of {call.variable(table)} fits the selection", against=False)


LOOKS: Mapping[str, Look] = {
    "Series.__eq__": _equal,
    "Series.__ne__": _equal,
    "Series.isin": _among,
    **{f"Index.{name}": _apart for name in ("difference", "intersection", "isin")},
    "DataFrame.__getitem__": _rows,
    "_LocIndexer.__getitem__": _rows,
}
