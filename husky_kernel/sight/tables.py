"""What mends an error of a program on tables: the column that was meant, the table that has it, the call as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from traceback import walk_tb
from typing import Any

from husky_kernel.libraries import is_other, library
from husky_kernel.sight.documented import documented
from husky_kernel.sight.idioms import removed_attribute, removed_frequency, removed_option
from husky_kernel.sight.linked import is_whole, joined, keys, partners
from husky_kernel.sight.notes.kinds import holds_text
from husky_kernel.sight.readers import holds_dates, reader, readers, used

LONGEST = 100_000
"""Rows of a table whose texts are looked through for a value."""

MOST = 3
"""Names that are told."""

_ABOUT_TEXTS = re.compile(
    r"string dtype|'str'|(?:convert|parse) string|not str\b|agg function failed|concatenate str|to numeric|"
    r"no numeric data to plot|can't multiply sequence"
)
"""Messages of errors that arise where texts are taken for numbers or dates."""

_MESSAGES = (
    (r"with string dtype|dtype 'str' does not support operation",
     "the column holds texts: read its numbers by tidy.number(column), or count those that are equal to a value"),
    (r"datetime64 type does not support operation|does not support .*operation '(?:sum|mean|median|std)'",
     "name the column whose values are put together: .groupby(…)['column'].sum()"),
    (r"unsupported operand type\(s\) for [-+*/]+: 'str' and 'str'|"
     r"operation 'r?(?:sub|add|mul|(?:true|floor)div)' not supported for dtype 'str'",
     "the columns hold texts: read each one first, dates by tidy.date(column), amounts by tidy.number(column)"),
    (r"'(?:Series|Index|DataFrame)' object is not callable",
     "it is no call: leave out the brackets behind an attribute such as .dt.weekday, .dt.year or .shape"),
    (r"truth value of a (?:Series|DataFrame)", "put brackets around each condition and join them by & and |"),
    (r"could not convert string to float|Unable to parse string", "read the column's numbers by tidy.number(column)"),
    (r"trying to merge on (\S+) and (\S+) columns", "make both keys one type first: .astype(str) on both sides"),
    (r"Cannot mask with non-boolean array containing NA", "add na=False to the .str method, or .fillna(False)"),
    (r"Invalid frequency: .*for Period, please use '(\w+)'", "a period takes the letter alone: .dt.to_period('M')"),
    (r"cannot reindex on an axis with duplicate labels", "the index has labels twice: .reset_index(drop=True) first"),
)  # fmt: skip
"""Messages of errors that say what is wrong but not what to write."""


def hint(error: BaseException, program: str, tables: Mapping[str, Any]) -> str:
    """One line that says what to write instead; empty where that is not known. Never raises.

    Parameters
    ----------
    error
        What ``program`` raised, with its traceback.
    tables
        The user's tables by name.
    """
    try:
        return " ".join(next(filter(None, _ways(error, program, tables)), "").split())
    except Exception:  # a hint is no more than a help
        return ""


def _ways(error: BaseException, program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    message = str(error)
    if isinstance(error, KeyError):
        yield _mask(program, tables)
    if isinstance(error, KeyError) or type(error).__name__ == "UndefinedVariableError":
        yield from (_column(name, error, program, tables) for name in _missing(error))
    elif isinstance(error, NameError) and tables:
        meant = _meant(str(error.name), program, tables)
        known = ", ".join(f"`{name}`" for name in list(tables)[:6])
        yield f"there is no variable `{error.name}`: {f'write `{meant}`' if meant else f'the tables are {known}'}"
    elif isinstance(error, AttributeError):
        yield _attribute(error, program, tables)
    elif isinstance(error, TypeError | ValueError):
        yield removed_option(message)
        if _ABOUT_TEXTS.search(message):
            yield _unread(program, tables)
        if "Only valid with DatetimeIndex" in message:
            yield from (f"set the dates as index first: {dated}" for dated in _dated(program, tables))
        yield from (told for pattern, told in _MESSAGES if re.search(pattern, message))
        yield removed_frequency(message)
        yield documented(error)


def _unread(program: str, tables: Mapping[str, Any]) -> str:
    """How the columns of texts are read that a program takes; of several the next ones that it does not read yet."""
    found = list(readers(program, tables))
    left = [call for call in found if call not in program] or found
    return f"the column holds texts, read it first: {', '.join(left[:MOST])}" if left else ""


def _mask(program: str, tables: Mapping[str, Any]) -> str:
    """How a column of texts is read that is taken for a condition: ``t[t['late']]``."""
    for name, _, column in re.findall(r"\b(\w+)(?:\.loc)?\[[~(]*\1\[(['\"])(.+?)\2\][\]),&| ]", program):
        table = tables.get(name)
        if column in getattr(table, "columns", ()) and (how := reader(tables[name][column])).startswith("tidy.truth"):
            return f"`{column}` holds texts: read it first by {how.replace('…', f'{name}[{column!r}]')}"
    return ""


def _meant(name: str, program: str, tables: Mapping[str, Any]) -> str:
    """The table that has all columns which a program takes of ``name``, where it takes any; of several the first, if
    the others have no more columns than it, as they were made of it. The only table there is, where the program speaks
    of any of its columns.
    """
    taken = {column for _, column in re.findall(rf"\b{re.escape(name)}\[(['\"])(.+?)\1\]", program)}
    spoken = taken or ({text for _, text in re.findall(r"(['\"])(.+?)\1", program)} if len(tables) == 1 else set())
    held = {table: {*map(str, getattr(value, "columns", ()))} for table, value in tables.items()}
    have = [table for table, columns in held.items() if taken <= columns and spoken & columns]
    return have[0] if have and all(held[table] <= held[have[0]] for table in have) else ""


def _missing(error: BaseException) -> list[Any]:
    """The names that an error says are not there."""
    told: Any = error.args[0] if error.args else None
    if not isinstance(told, str):
        return list(told) if hasattr(told, "__iter__") and not isinstance(told, tuple) else [told]
    found = re.search(
        r"\[('[^\]]*)\]|name '(\w+)' is not defined|^Column not found: (.+)$|^(?=.*\s)[^']*'([^']+)'", told
    )
    if found is None:
        return [told]
    return re.findall(r"'([^']*)'", found[1]) if found[1] else [next(filter(None, found.groups()))]


def _column(name: Any, error: BaseException, program: str, tables: Mapping[str, Any]) -> str:
    table, rows = _at_fault(error)
    if table is None:
        return ""
    if ".loc[" in program and (told := _value_of(name, tables)):
        return told
    if rows or getattr(table, "ndim", 0) == 1:
        return _label(name, table)
    if name in list(table.columns):
        return f"`{name}` is a column: write columns={name!r}" if "not found in axis" in str(error) else ""
    return (
        _spelled_in(name, table, program, tables)
        or _part_of_dates(name, table)
        or _elsewhere(name, table, program, tables)
        or _of_kind(name, table)
        or _flag(name, table, program)
        or _nearest(name, table.columns)
    )


def _spelled_in(name: Any, table: Any, program: str, tables: Mapping[str, Any]) -> str:
    """The column under another spelling, and in which table, where the program takes one of that name of others too."""
    told, known = _spelled(name, table), next((known for known, value in tables.items() if value is table), "")
    others = {known} < {*_takers(name, program)}
    return f"{told} in `{known}`" if told.startswith("the column is called") and others else told


def _takers(name: Any, program: str) -> list[str]:
    """The variables of which a program takes a column of that name."""
    return [taken[0] for taken in re.findall(rf"(\w+)\[(['\"]){re.escape(str(name))}\2\]", program)]


def _spelled(name: Any, table: Any) -> str:
    """The column under another spelling, in the index, or in the second level of the columns."""
    columns = list(table.columns)
    alike = [column for column in columns if _plain(column) == _plain(name)]
    if alike:
        kind = " (a number, without quotation marks)" if isinstance(alike[0], int) and isinstance(name, str) else ""
        return f"the column is called {alike[0]!r}{kind}"
    if name in (table.index.names or ()):
        return f"`{name}` is the index: .reset_index() first"
    if table.columns.nlevels > 1:
        found = [column for column in columns if name in column]
        return f"the columns have {table.columns.nlevels} levels: write {found[0]!r}" if found else ""
    close = get_close_matches(str(name), [str(column) for column in columns], n=1, cutoff=0.8)
    return f"the column is called {close[0]!r}" if close else ""


_PARTS = {
    **{part: f".dt.{part}" for part in ("year", "month", "day", "hour", "minute", "quarter", "date")},
    **dict.fromkeys(("weekday", "day_name"), ".dt.day_name()"),
    "week": ".dt.to_period('W')",
}


def _part_of_dates(name: Any, table: Any) -> str:
    """How a part of the only dates of the table is taken, which was taken for a column."""
    taken = _PARTS.get(str(name).lower())
    dates = [column for column in table.columns if _is_dated(table[column])] if taken else []
    return f"`{name}` is no column: take it of the dates, [{dates[0]!r}]{taken}" if len(dates) == 1 else ""


_DATES = frozenset(("date", "dates", "day", "time", "datetime", "timestamp", "when"))


def _of_kind(name: Any, table: Any) -> str:
    """The only column that holds dates, whatever it is called, where one was looked for by that word."""
    if str(name).lower() not in _DATES:
        return ""
    dates = [one for one in table.columns if _is_dated(table[one]) or reader(table[one]).startswith("tidy.date")]
    if len(dates) != 1:
        return ""
    how = reader(table[dates[0]])
    read = f", read by {how.replace('…', f'…[{dates[0]!r}]')}" if how else ""
    return f"the dates are in {dates[0]!r}{read}"


def _is_dated(column: Any) -> bool:
    return getattr(column.dtype, "kind", "") == "M"


def _elsewhere(name: Any, table: Any, program: str, tables: Mapping[str, Any]) -> str:
    """The other table that has the column, and how to get there."""
    for other, has in tables.items():
        if has is table or not hasattr(has, "columns"):
            continue
        column = next((column for column in has.columns if _plain(column) == _plain(name)), None)
        if column is None:
            continue
        mine = _mine(table, program, {known: value for known, value in tables.items() if value is not has})
        links = keys({mine: tables.get(mine, table), other: has})
        if not links:
            return f"`{column}` is in `{other}`"
        link = links[0] if links[0].table == mine else links[0].turned
        found, count = partners(tables.get(mine, table)[link.column], has[link.key])
        on = f"`{link.key}`" if link.column == link.key else f"`{link.column}` with `{link.key}`"
        told = f"`{column}` is in `{other}`; join on {on}, {found} of {count} found"
        if (link.read or link.read_key) and column != link.key and has[link.key].is_unique:
            read = "all" if link.share == 1 else f"{round(link.share * count)}"
            return f"{told} as they are written, {read} once they are read: {joined(link, [column])}"
        whole = mine in tables and is_whole(link._replace(share=found / count if count else 1), tables)
        return f"{told}: {joined(link, [column])}" if whole and column != link.key else told
    return ""


def _mine(table: Any, program: str, tables: Mapping[str, Any]) -> str:
    """The name of ``table``, or of the only one that a program could have made it of."""
    columns = {*map(str, table.columns)}
    named = [name for name, value in tables.items() if value is table][:1]
    named = named or [name for name, value in used(program, tables).items() if {*map(str, value.columns)} & columns]
    return named[0] if len(named) == 1 else "this table"


def _nearest(name: Any, known: Iterable[Any]) -> str:
    spelled = {_plain(each): each for each in known}
    near = get_close_matches(_plain(name), list(spelled), n=MOST, cutoff=0.6)
    near = near or [text for text in spelled if {*text.split()} & {*_plain(name).split()}][:MOST]
    return f"the nearest: {', '.join(repr(spelled[text]) for text in near)}" if near else ""


def _value_of(name: Any, tables: Mapping[str, Any]) -> str:
    """The table whose rows have that value in one column alone, which was looked for among the labels."""
    found = [(known, column) for known, table in tables.items() for column in _holding(name, table)]
    if len(found) != 1:
        return ""
    [(known, column)] = found
    return f"{name!r} is a value of `{column}`: {known}.set_index({column!r}).loc"


def _flag(name: Any, table: Any, program: str) -> str:
    """The one column of the table whose rows have that value, which was taken for a column."""
    takers = _takers(name, program)
    found = _holding(name, table) if takers else []
    return f"{name!r} is a value of `{found[0]}`: ({takers[0]}[{found[0]!r}] == {name!r})" if len(found) == 1 else ""


def _holding(name: Any, table: Any) -> list[Any]:
    """The columns of texts of which a row has that value; none where looking takes too long."""
    if not hasattr(table, "columns") or len(table) > LONGEST or not isinstance(name, str):
        return []
    columns = (column for column in table.columns if getattr(table[column], "ndim", 0) == 1)
    texts = (column for column in columns if table[column].dtype.kind not in "iufbmMc")
    return [column for column in texts if bool((table[column] == name).any())]


def _label(name: Any, table: Any) -> str:
    labels = table.index[:10_000]
    if isinstance(name, int) and labels.dtype.kind not in "iu":
        return "the labels are no numbers: .iloc[position] takes the row at a position"
    return _nearest(name, labels) if isinstance(name, str) else ""


def _undated(program: str, tables: Mapping[str, Any]) -> str:
    """Which column's dates are read as dates before ``.dt``: of the table that is named, or of another one."""
    for table, _, column in re.findall(r"(\w+)(?:\.loc)?\[(?:[^\[\]]*, )?(['\"])(.+?)\2\]\.dt\b", program):
        for name in (table, *used(program, tables)):
            held = getattr(tables.get(name), "columns", ())
            if column in held and getattr(tables[name][column].dtype, "kind", "") != "M":
                return f"`{column}` holds texts: read it first by tidy.date({name}[{column!r}])"
    return "the column holds no dates yet: read it by tidy.date(column) first"


def _dated(program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """The tables of a program with the column of dates, whether read or not, as index."""
    for name, table in used(program, tables).items():
        for column in table.columns:
            if holds_dates(table[column]):
                read = getattr(table[column].dtype, "kind", "") == "M"
                dates = repr(column) if read else f"tidy.date({name}[{column!r}])"
                yield f"{name}.set_index({dates})"


def _attribute(error: AttributeError, program: str, tables: Mapping[str, Any]) -> str:
    thing: Any = error.obj
    message, name = str(error), error.name or ""
    if "Can only use .dt accessor" in message:
        return _undated(program, tables)
    if "Can only use .str accessor" in message:
        return "the column holds no texts: .astype(str) first, or leave .str out"
    kind = type(thing).__name__
    if kind == "str" and (unread := _unread(program, tables)):
        return unread
    if is_other(thing) or type(thing).__module__.partition(".")[0] == "polars":
        return _other(thing, program, tables)
    if kind == "DataFrame":
        near = _spelled(name, thing)
        return (
            near or removed_attribute(name) or _elsewhere(name, thing, program, tables) or _nearest(name, thing.columns)
        )
    if kind == "DataFrameGroupBy" and name not in dir(thing):
        return _spelled(name, thing.obj) or removed_attribute(name)
    if kind == "Series":
        return removed_attribute(name) or _accessor(name, thing)
    return removed_attribute(name) if getattr(thing, "__name__", "") == "pandas" else ""


def _other(thing: Any, program: str, tables: Mapping[str, Any]) -> str:
    """How a table of another library is read by a program that takes it for one of pandas."""
    columns = [*map(str, getattr(thing, "columns", ()))] if is_other(thing) else []
    for name in used(program, tables):
        if columns and columns[: len(tables[name].columns)] == [*map(str, tables[name].columns)]:
            return f"`{name}` is a table of {library(thing)}, read it first by {name} = tidy.table({name})"
    return f"this is {library(thing)}, not pandas"


def _accessor(name: str, column: Any) -> str:
    """Where the attribute is that a column does not have itself."""
    import pandas as pd

    series: Any = pd.Series
    if holds_text(column) and hasattr(series.str, name):
        return f"write .str.{name}"
    if not hasattr(series.dt, name):
        return ""
    if column.dtype.kind == "M":
        return f"write .dt.{name}"
    return f"write .index.{name}" if column.index.dtype.kind == "M" else f"write pd.to_datetime(column).dt.{name}"


def _at_fault(error: BaseException) -> tuple[Any, bool]:
    """The table or column that the error arose in, and whether its rows were asked, not its columns."""
    found: Any = None
    rows = False
    for frame, _ in walk_tb(error.__traceback__):
        asked: Any = frame.f_locals.get("self")
        kind = type(asked).__name__
        inner = asked.obj if "Indexer" in kind else getattr(asked, "__dict__", {}).get("obj", asked)
        if type(inner).__name__ in ("DataFrame", "Series"):
            by_row = "Indexer" in kind or frame.f_code.co_name == "xs"
            found, rows = inner, by_row and frame.f_locals.get("axis") == 0
    return found, rows


def _plain(name: Any) -> str:
    return re.sub(r"[\s_-]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", str(name))).strip().casefold()
