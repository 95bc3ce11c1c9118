"""Rows that no group has, and values that stand in two groups because they are spelled in two ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.sight.notes.call import Call, Look, Note, column_name, many
from husky_kernel.sight.notes.kinds import DISTINCT, holds_text, listed, spellings, texts


def _grouped(call: Call) -> Iterator[Note]:
    keys = list(_keys(call.owner, call.argument(1, "by")))
    yield from _of_others(call, keys)
    yield from _left_out(keys, call.options.get("dropna", True))
    yield from _spelled(call, keys)
    yield from _not_observed(keys, call.options.get("observed", True))


def _of_others(call: Call, keys: list[Any]) -> Iterator[Note]:
    """Keys with other rows than what is grouped."""
    for key in keys:
        if call.is_of_another(key, call.owner):
            told = f"{column_name(key)} is of another table ({many(len(key))} for {len(call.owner):,})"
            yield Note(f"{told}, rows are matched by their numbers: merge first")


def _pivoted(call: Call) -> Iterator[Note]:
    names = [call.argument(place, name) for place, name in ((2, "index"), (3, "columns"))]
    keys = [key for name in names for key in _keys(call.owner, name)]
    yield from _left_out(keys, call.options.get("dropna", True))
    yield from _spelled(call, keys)


def _crossed(call: Call) -> Iterator[Note]:
    keys = [key for key in call.arguments[:2] if getattr(key, "ndim", 0) == 1 and hasattr(key, "isna")]
    yield from _left_out(keys, True)
    yield from _spelled(call, keys)


def _counted(call: Call) -> Iterator[Note]:
    if getattr(call.owner, "ndim", 0) == 1:
        yield from _spelled(call, [call.owner])
        if call.name == "value_counts" and str(call.owner.dtype) == "category":
            yield from _not_observed([call.owner], False)


def _totals(call: Call) -> Iterator[Note]:
    """Remember groups that leave rows out: their total is not that of the table."""
    missing = int((call.owner._grouper.ids == -1).sum())
    if missing:
        names = " and ".join(f"`{name}`" for name in call.owner._grouper.names)
        said = f"the total of the groups leaves out {many(missing)} without {names}: take that of the table"
        call.memory.keep(call.memory.partial, (call.result.index, said))
    yield from ()


def _total(call: Call) -> Iterator[Note]:
    for index, said in call.memory.partial:
        if index.is_(call.owner.index):
            yield Note(said)


def _keys(owner: Any, by: Any) -> Iterator[Any]:
    """The columns that a table is grouped by."""
    for key in by if isinstance(by, list | tuple) else [by]:
        if getattr(key, "ndim", 0) == 1 and hasattr(key, "isna"):
            yield key
        elif isinstance(key, str) and key in getattr(owner, "columns", ()) and owner[key].ndim == 1:
            yield owner[key]


def _left_out(keys: list[Any], dropna: Any) -> Iterator[Note]:
    for key in keys if dropna else ():
        missing = int(key.isna().sum())
        if missing:
            verb = "is" if missing == 1 else "are"
            yield Note(f"{many(missing)} without {column_name(key)} {verb} in no group", against=2 * missing > len(key))


def _spelled(call: Call, keys: list[Any]) -> Iterator[Note]:
    for key in keys:
        if holds_text(key):
            distinct = texts(key)
            same = spellings(distinct) if len(distinct) <= DISTINCT else []
            if same:
                more = f" (and {len(same) - 1} more)" if len(same) > 1 else ""
                told = f"{column_name(key)} has one value in several spellings: {listed(same[0])}{more}"
                yield Note(f"{told}; make them one first by tidy.text({call.made_of(key)})")


NOT_THERE = "categories that do not occur are counted"
"""What is said then; it speaks against an answer that is the fewest of something."""


def _not_observed(keys: list[Any], observed: Any) -> Iterator[Note]:
    for key in keys if not observed else ():
        if str(key.dtype) == "category":
            used = set(key.dropna().unique())
            unused = [category for category in key.cat.categories if category not in used]
            if unused:
                yield Note(f"{column_name(key)}: {NOT_THERE}: {listed(unused)}", against=False)


LOOKS: Mapping[str, Look] = {
    "DataFrame.groupby": _grouped,
    "Series.groupby": _grouped,
    "DataFrame.pivot_table": _pivoted,
    "pandas.crosstab": _crossed,
    "Series.value_counts": _counted,
    "Series.nunique": _counted,
    **{f"SeriesGroupBy.{name}": _totals for name in ("sum", "count", "size")},
    "DataFrameGroupBy.size": _totals,
    "Series.sum": _total,
}
