"""How many groups a question asks about: the distinct values of the column that it names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from husky_kernel.sight.answers.expectation import Expectation
from husky_kernel.sight.linked import keys
from husky_kernel.sight.nouns import plural, singular
from husky_kernel.superlatives import LEAST, MOST

_WORDS = """a an and are as at average bar be broken by calculate can chart charts compute could count counts create
did do does down draw each every find for from get give grand graph grouped had has have histogram horizontal how i
in into is it line list make many maximum me mean median minimum much name need number of on our overall per pie
please plot print produce sale scatter show single sorted split sum table that the their them then there these this
those to total totals us visualise visualize want was we were what which will with would you"""
_SAID = frozenset(_WORDS.split())
"""Words that select no rows."""


_SPANS = {"hour": 24, "weekday": 7, "year": 60, "decade": 20, "quarter": 100}
"""More of them than in any table of people's: what has more was grouped by something else."""


_AGAIN = re.compile(r"(?i)\s*(?:and|now|then|the same|same)\b[\w ,]*\b(?:per|by|for each)\b")
"""What begins a question that asks the same of other groups."""


def groups(noun: str, tables: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The columns that ``noun`` names, each with its table's name; singular and plural are the same."""
    wanted = {_plain(noun), _plain(noun.split()[-1]), _plain(noun.split()[0])}
    return [
        (name, table[column])
        for name, table in tables.items()
        if hasattr(table, "columns")
        for column in table.columns
        if isinstance(column, str) and _plain(column) in wanted and getattr(table[column], "ndim", 1) == 1
    ]


def rows_fit(asked: Expectation, count: int | None, tables: Mapping[str, Any], told: str) -> Iterator[str]:
    """Why ``count`` rows (None: one value) are not one for each group; ``told`` says what there is."""
    if len(asked.per) != 1 or re.search(
        r"\b(?:which|who|highest|lowest|most|least|largest|smallest)\b", asked.question.lower()
    ):
        return
    # Of "product group" it is the groups: the last word says what there is one of.
    columns = groups(asked.per[0].split()[-1], tables) or groups(asked.per[0], tables)
    columns = [one for one in columns if re.search(rf"\b{re.escape(one[0])}\b", asked.question)] or columns
    named = [column for _, column in columns]
    sizes = {size for column in named for size in _sizes(column)}
    if not sizes:
        span = _SPANS.get(asked.per[0].split()[-1])
        if span and count is not None and count > span:
            yield f"per {asked.per[0].split()[-1]}: {told}"
        return
    noun = (
        asked.per[0].split()[0]
        if _plain(asked.per[0].split()[0]) in {_plain(str(each.name)) for each in named}
        else (asked.per[0].split()[-1])
    )
    most = f"per {noun}: {min(sizes)} {plural(noun)}, {told}"
    if count is None:
        if min(sizes) > 1 and len(asked.question.split(" and ")) == 1:
            yield most
    elif (count > max(sizes) + 1 and (_summed(asked.question.lower()) or _AGAIN.match(asked.question))) or (
        not any(_has_several(column) for column in named)
        and count < min(sizes)
        and _all_rows(asked, tables)
        and count not in _occurring(columns, tables)
    ):
        yield most


_ONE = re.compile(rf"\b(?:which|what) (?![^\W\d]\w*s\b)[^\W\d]\w* .*\b(?:best|worst|{MOST}|{LEAST})\b")
"""Who asks for one of each group, and not for several."""

_EACH = re.compile(r"\b(?:each|every) ([^\W\d]\w*)")

TIES = 1.5
"""More rows for a group than this are no ties."""


def one_each(asked: Expectation, count: int, tables: Mapping[str, Any]) -> Iterator[str]:
    """Why ``count`` rows are more than one of each group, where the first of each is asked for."""
    each = _EACH.search(asked.question.lower())
    if each is None or not _ONE.search(asked.question.lower()):
        return
    noun = each[1]
    sizes = {size for _, column in groups(noun, tables) for size in _sizes(column)}
    if sizes and count > TIES * max(sizes) + 1:
        one = f"one {asked.name} for each {noun} is asked for"
        yield f"{one}: {max(sizes)} {plural(noun)}, {count} rows; take those of .groupby().idxmax() by .loc"


def _occurring(columns: Collection[tuple[str, Any]], tables: Mapping[str, Any]) -> Iterator[int]:
    """How many groups of each column another table has rows of: a shop of no order is no group of the orders."""
    for link in keys(tables):
        for column in (column for name, column in columns if name == link.other):
            values, known = link.values(tables)
            yield int(column[known.isin(values)].nunique())


def ungrouped(asked: Expectation, count: int, tables: Mapping[str, Any], told: str) -> Iterator[str]:
    """Why ``count`` rows are all those of a table, where they should have been put together; ``told`` says what they
    are rows of.
    """
    question = asked.question.lower()
    if re.search(r"\b(?:sort|sorted|order|ordered|rank|ranked|list|rows?|itself)\b", question):
        return
    whole = [name for name, table in tables.items() if hasattr(table, "columns") and len(table) == count > MANY]
    sizes = [_distinct(column) for noun in asked.per for _, column in groups(noun, tables)]
    one_each = bool(asked.per) and (not sizes or 2 * max(sizes) > count)
    if whole and not one_each and (asked.percentage or asked.count or asked.number or _summed(question)):
        yield f"{told} a row for each of `{whole[0]}`: put them together first"


MANY = 12
"""Rows up to which a table may be an answer as it is."""


def unshown(asked: Expectation, value: Any, tables: Mapping[str, Any], strange: bool = False) -> Iterator[str]:
    """The groups that are asked for, "by …", where a table of results shows others in their place. ``strange``: its
    rows are not as many as these groups, so that any others may stand there.
    """
    if not hasattr(value, "iloc"):
        return
    names = [*getattr(value, "columns", ()), *value.index.names, getattr(value, "name", "")]
    named = {_plain(str(name)) for name in names}
    for noun in asked.per:
        found = [column for _, column in groups(noun, tables) if _has_words(column)]
        by = strange or re.search(
            rf"\bby (?:the )?(?:\w+(?: and|,) (?:by )?)?{re.escape(noun)}\b", asked.question.lower()
        )
        if not (by and found) or any(
            {*_plain(str(column.name)).split()} <= {*" ".join(named).split()} for column in found
        ):
            continue
        shown = set(map(str, _labels(value)))
        others = [
            table[name]
            for table in tables.values()
            for name in getattr(table, "columns", ())
            if _has_words(table[name])
        ]
        if not any(_values(column) & shown for column in found) and (
            strange or any(_values(column) & shown for column in others)
        ):
            yield f"per {noun.split()[0]}: the answer does not show which, group by {found[0].name!r}"


TOTALS = 2
"""Rows more than groups that a table may have: of those without a group, and of totals."""


def uncrossed(asked: Expectation, value: Any, tables: Mapping[str, Any]) -> Iterator[str]:
    """Why a table does not show both columns of "a table of A by B": it has values of one of them alone."""
    found = re.search(r"\btable of (?:the )?(\w+) by (?:the )?(?:\w+ (?:to|of|in) )?(\w+)", asked.question)
    if found is None or not hasattr(value, "iloc"):
        return
    shown = set(map(str, _labels(value)))
    both = [[column for _, column in groups(noun, tables) if _has_words(column)] for noun in found.groups()]
    if not all(both):
        return
    there = [any(_values(column) & shown for column in columns) for columns in both]
    if any(there) and not all(there):
        yield f"a table of {found[1]} by {found[2]}: the answer does not show {both[there.index(False)][0].name!r}"
    elif all(there) and len(value) > max(_distinct(columns[0]) for columns in both) + TOTALS:
        yield f"a table of {found[1]} by {found[2]} has a row for each {found[1]}: pd.crosstab, or .unstack()"


def _values(column: Any) -> set[str]:
    return set(map(str, column.dropna().unique()[:50]))


def _has_words(column: Any) -> bool:
    if getattr(column, "ndim", 0) != 1 or getattr(column.dtype, "kind", "O") in "iufbmMc":
        return False
    return _distinct(column) <= 50


def _labels(value: Any) -> Iterator[Any]:
    """What may name the groups of a table: labels of its rows and columns, and what stands in its first rows."""
    for axis in (value.index, getattr(value, "columns", ())):
        yield from (part for label in list(axis)[:50] for part in (label if isinstance(label, tuple) else (label,)))
    frame = value.head(50)
    yield from (cell for row in (frame.to_frame() if frame.ndim == 1 else frame).to_numpy().tolist() for cell in row)


def _summed(question: str) -> bool:
    """Whether rows are put together, not each of them changed, as in a moving average."""
    each = (
        r"\b(?:moving|rolling|running|cumulative|rank|change|daily|weekly|monthly|previous|next|top|first|last|and)\b"
    )
    summed = r"\b(?:total|sum|average|mean|median|number of|count|how many|how much|share|maximum|minimum)\b"
    return re.search(summed, question) is not None and re.search(each, question) is None


def _has_several(column: Any) -> bool:
    """Whether some of its values are lists: "pop, rock" is in two groups."""
    return any(re.search(r"[,;|/&]", value) for value in column.dropna().unique()[:200] if isinstance(value, str))


def _all_rows(asked: Expectation, tables: Mapping[str, Any]) -> bool:
    """Whether a question names no condition: each of its words names a table or a column, or selects no rows."""
    known = {_plain(name) for name in tables}
    known |= {_plain(asked.per[0])}
    for table in tables.values():  # a column of yes and no is a condition: "the late parcels"
        known |= {_plain(str(name)) for name in getattr(table, "columns", ()) if _distinct(table[name]) > 2}
    parts = {part for name in known for part in name.split()}
    spoken = re.findall(r"[^\W_]+", asked.question.lower())
    return all(word in _SAID or _plain(word) in parts for word in spoken)


def _distinct(column: Any) -> int:
    try:
        return int(column.nunique())
    except (TypeError, ValueError):  # lists in its cells, or two columns of one name
        return len(column)


def _sizes(column: Any) -> set[int]:
    """How many groups it may make: with and without missing ones, and where letter case and blanks around a value make
    no difference.
    """
    try:
        values = column.dropna().unique()
    except TypeError:  # lists in its cells
        return {len(column)}
    folded = {value.strip().casefold() if isinstance(value, str) else value for value in values}
    return {len(values), len(folded), int(column.nunique(dropna=False))}


def _plain(name: str) -> str:
    """``name`` in small letters, its words apart and in the singular."""
    parts = re.sub(r"([a-z])([A-Z])", r"\1 \2", name).lower().replace("_", " ").split()
    return " ".join(singular(part) for part in parts)
