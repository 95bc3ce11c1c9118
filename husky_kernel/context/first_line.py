"""What a program on a question begins with: a copy of the table, joined as it takes, its columns read as what they
stand for.

A small model that is only told of the helper and the join writes the result into the user's table, or forgets them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from keyword import iskeyword
from typing import Any

from husky_kernel.context.amounts.quantities import UNITS
from husky_kernel.context.amounts.worth import Worth
from husky_kernel.context.dates.calendar import OF_THE, asked_dates, asked_zone
from husky_kernel.context.dates.clocks import clock_of
from husky_kernel.context.dates.lengths import UNIT
from husky_kernel.context.dates.spans import Span
from husky_kernel.context.joins import Join, short_units, without_unit
from husky_kernel.context.linking import folded, groups_by, is_means, loose_phrases, mentioned
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import deed, is_small, names_deed, parts_of, spoken, stem
from husky_kernel.context.rows.families import Family
from husky_kernel.context.synonyms import compared, measures, synonyms
from husky_kernel.context.tables import texts_of
from husky_kernel.kinds import Kind
from husky_kernel.tidy.units.measures import factor

COPY = "d"
"""What the copy is called, as in the cookbook."""

LOOSE, STRICT = ("tidy.number", "tidy.duration", "tidy.missing", "tidy.items"), ("tidy.text",)
"""Helpers of columns that a question may mean by another word, and of those that it has to name. What is yes or no may
be asked for as it stands there, unless it is for a share.
"""

_COUNT_OF = re.compile(r"\b(?:number|count) of\b", re.IGNORECASE)
"""What asks how many, and names no column of numbers."""

_SHARE = re.compile(r"\b(?:percent\w*|share|proportion|fraction|rate)\b")

_COUNTED = re.compile(r"\b(?:how many|percent\w*|share|proportion|fraction)\b")

_ODD = re.compile(r"\bnot, like '([^']+)'|(-?\d[\d.,]*) seems to mean missing")
"""What a kind tells of values that are none."""

_MISSING = re.compile(r"(?:'[^']+'(?:, | and )?)+ for missing")
_QUOTED = re.compile(r"'([^']+)'")

_RAW = re.compile(r"\b(?:spell\w*|spelt|variants?|raw|formats?|characters?|typos?|letters?|texts?|strings?)\b")
"""Words of whoever asks for values as they stand there."""

_ALL_THE_SAME = re.compile(
    r"\b(?:not|n't|never) (?:always |all |everywhere )*(?:spell\w*|spelt|written)|no difference|regardless|"
    r"(?:several|different|various) (?:ways|forms)|differently|ignor\w+ (?:upper|lower|case|capital|spell)|"
    r"\bspell\w* (?:aside|ignored|put right)|(?:whatever|however|no matter) .*\bspel|"
    r"\bspell\w*(?: of (?:the |its |their )?\w+(?: \w+)?)? (?:(?:is|are|does|do)(?: not|n't)|never) "
    r"(?:matter|count|import)"
)
"""Words of whoever says that they are spelled in several ways, and mean one."""

_EMPTY = re.compile(r"\b(?:empty|blank|missing|absent|lack\w*|not (?:given|filled|known|yet))\b|n't\b")
"""Words of whoever may ask for values that are not there."""

_SUMMED = re.compile(
    r"\b(?:average|mean|median|total|sum|highest|lowest|most|least|largest|smallest|max\w*|min\w*|correlation)\b"
)

_CALL = re.compile(r"(?P<how>tidy\.\w+)(?P<given>\(…, [^)]*\))?")

COMMON = "tidy.text(…, case='common')"
"""How a column is read of which a value is spoken of: as it is spelled mostly."""

DISTINCT = 200
"""Values of a column that a question may speak of."""

_UNCLEAR = "hours or minutes first is not clear"
"""What a kind tells of durations like "3:25"."""

_IN_UNIT = re.compile(r"^tidy\.duration\(….* / pd\.Timedelta\((\w+)=1\)$")

MOST = 6
"""So many columns of a table are read."""

TOGETHER = 3
"""So many columns that one helper reads are read by one call."""


def name_of(table: str, lines: Sequence[str]) -> str:
    """The name of a table, or of its copy where that is what ``lines``, with which a program begins, make."""
    return COPY if any(line.startswith(f"{COPY} = {table}.") for line in lines) else table


def first_lines(
    question: str,
    looked: Looked,
    meant: Sequence[str],
    also: Collection[tuple[str, str]] = (),
    span: Span | None = None,
    join: Join | None = None,
    family: Family | None = None,
    worth: Worth | None = None,
) -> list[str]:
    """The lines; none where no column that the question names needs to be read, and no table to be joined.

    ``meant``: tables that the question is about, the likeliest first: of them that one alone is copied for its own
    columns of which the question names most;
    ``also``: tables and columns of which that is known; ``span``: what lasts; ``join``: the join that it takes;
    ``family``: columns that it counts; ``worth``: the amount that it speaks of.
    """

    def reads(name: str) -> dict[str, str]:
        if family and family.how and family.table == name:
            return dict.fromkeys(family.columns, f"{family.how}(…)")
        known = {column for table, column in also if table == name}
        found = dict(islice(_reads(question, looked, name, known), MOST))
        if span and span.table == name:
            found = {column: how for column, how in found.items() if f"[{column!r}]" not in span.call}
            found |= {span.column: span.call}
        elif date := asked_dates(question, looked, name):
            zone = asked_zone(question, looked, name, date)
            found[date] = f"tidy.date(…){f'.dt.tz_convert({zone!r})' if zone else ''}"
        return found

    if joins := _joins(join, worth):
        table = joins[0].table
        before, call = reads(table), table + "".join(each.going_on for each in joins)
        before |= {each.link.column: each.link.read for each in joins if each.link.read}
        after = {
            column: how for each in joins for column, how in reads(each.link.other).items() if column in each.columns
        }
        call = COPY + call[len(table) :] if before else call
        lines = [*assigned(table, before), f"{COPY} = {call}", *assigned(COPY, after)]
        return [*lines, worth.line(COPY)] if worth and worth.table == table else lines
    if worth is not None:
        read = assigned(worth.table, reads(worth.table)) or [f"{COPY} = {worth.table}.copy()"]
        return [*read, worth.line(COPY)]
    likeliest = sorted(meant, key=lambda name: -_named(question, looked, name))[:1]
    for name in dict.fromkeys((*([span.table] if span else []), *(table for table, _ in also), *likeliest)):
        if found := reads(name):
            return assigned(name, found)
    return []


def _joins(join: Join | None, worth: Worth | None) -> list[Join]:
    """The joins that a program takes: that for an amount has the columns of the other one, where both are one."""
    if worth is None or (worth.link is None and join is not None and join.table != worth.table):
        return [] if worth else [join] if join else []
    if worth.link is None:
        return [join] if join else []
    mine = Join(worth.link, worth.joined)
    if join is None or join.table != worth.table:
        return [mine]
    if join.link == worth.link and join.via is None:
        return [Join(worth.link, tuple(dict.fromkeys((*join.columns, *worth.joined))))]
    return [mine, join]


_NOT_DONE = re.compile(r"\b(?:never|not|no)\b|n't\b")


def _named(question: str, looked: Looked, name: str) -> float:
    """How many columns of a table a question names, itself, by a unit or by a value; and the table by what was done.
    Another word for a column counts half.
    """
    words, asked = spoken(OF_THE.sub("", question)), loose_phrases(question)
    roots = {deed(one) for word in words for one in (word, *short_units(word), *compared(word))}
    others = {deed(stem(other)) for word in words for other in synonyms(word)}
    texts = dict(texts_of(looked.tables[name]))
    total = float(names_deed(name, words) and not _NOT_DONE.search(question.lower()))
    for column, _ in looked.columns(name):
        parts = [*map(deed, _parts(column))]
        itself = _all_in(parts, roots) or any(mentioned(texts.get(column, ()), asked))
        total += 1 if itself else 0.5 * _all_in(parts, others)
    return total


def _parts(column: str) -> list[str]:
    return without_unit(parts_of(column)) if not is_small(column) else []


def assigned(table: str, reads: Mapping[str, str]) -> list[str]:
    """The line that reads columns: many by one helper in one call, those that are no names of arguments ("class",
    "sold on") as items of a dict.
    """
    hows = list(reads.values())
    if hows and hows.count(hows[0]) == len(hows) >= TOGETHER:
        return [f"{COPY} = {table}.assign(**{hows[0].replace('…', f'{table}[{[*reads]!r}]')})"]
    calls = {_called(column, how, reads): how.replace("…", f"{table}[{column!r}]") for column, how in reads.items()}
    plain = [f"{column}={call}" for column, call in calls.items() if _is_argument(column)]
    other = [f"{column!r}: {call}" for column, call in calls.items() if not _is_argument(column)]
    columns = [*plain, *([f"**{{{', '.join(other)}}}"] if other else [])]
    return [f"{COPY} = {table}.assign({', '.join(columns)})"] if columns else []


def _called(column: str, how: str, reads: Collection[str]) -> str:
    """What a column is called that is read into hours: "hours", whatever it was called before."""
    unit = _IN_UNIT.search(how)
    return unit[1] if unit and unit[1] not in reads else column


def _is_argument(column: str) -> bool:
    return column.isidentifier() and not iskeyword(column)


def _reads(question: str, looked: Looked, name: str, also: Collection[str]) -> Iterator[tuple[str, str]]:
    asked, words = question.lower(), spoken(_COUNT_OF.sub("", question))
    if _RAW.search(asked) and not _ALL_THE_SAME.search(asked):
        return
    roots = {*map(deed, words)}
    others = {stem(other) for word in words for other in (*synonyms(word), *measures(word))}
    for column, values in looked.columns(name):
        parts, kind = _parts(column), looked.kind(name, column)
        one_of_several = kind.how in STRICT and _has_spoken_of(question, values)
        done = _all_in([*map(deed, parts)], roots)
        if column not in also and not (done or _all_in(parts, {*words, *others})):
            if one_of_several:
                yield column, COMMON
        elif not _SUMMED.search(asked) and (_speaks_of(question, kind) or _is_deed(asked, column)):
            continue
        elif kind.how == "tidy.date" and _EMPTY.search(asked) and _all_in(parts, words):
            yield column, "tidy.date(…)"
        elif kind.how in LOOSE or (kind.how in STRICT and _all_in(parts, words)):
            yield column, COMMON if one_of_several else _call(question, looked, name, kind)
        elif kind.how == "tidy.truth" and done and _SHARE.search(asked) and not _is_group(column, asked):
            yield column, "tidy.truth(…)"


def _is_group(column: str, asked: str) -> bool:
    return groups_by(column, asked, the=True) and not is_means(column, asked)


def _is_deed(asked: str, column: str) -> bool:
    """Whether a column is named by what was done alone, of rows that are counted: "were paid by card"."""
    done = rf"\b(?:was|were|is|are|been|being) {re.escape(column.lower())} (?:by|with|via|through)\b"
    return bool(_COUNTED.search(asked) and re.search(done, asked))


def _call(question: str, looked: Looked, name: str, kind: Kind) -> str:
    """The call that reads a column, in the unit that is asked for; where its kind leaves that open, in the one that
    question and table speak of.
    """
    call = next((found for found in _CALL.finditer(kind.told) if found["how"] == kind.how), None)
    given = call["given"] if call and call["given"] else "(…)"
    if kind.how == "tidy.number" and (wanted := _asked_unit(question, kind)):
        given = f"(…, unit={wanted!r})"
    if _UNCLEAR in kind.told:
        first = clock_of(" ".join([question, name, *(column for column, _ in looked.columns(name))]))
        given = f"(…, unit={first!r})" if first else given
    unit = UNIT.search(question.lower()) if kind.how == "tidy.duration" else None
    return kind.how + given + (f" / pd.Timedelta({unit['unit']}s=1)" if unit else "")


def _asked_unit(question: str, kind: Kind) -> str:
    """The unit in which a question wants amounts that are written in another one of the same quantity; else empty."""
    units = (unit for word in map(str, UNITS.findall(question)) for unit in (word, word.removesuffix("s")))
    others = {unit: {*kind.units} - {unit} for unit in units}
    return next((unit for unit, written in others.items() if any(factor(one, unit) is not None for one in written)), "")


def _has_spoken_of(question: str, column: Any) -> bool:
    """Whether a value that the question speaks of is spelled in several ways."""
    values = map(str, column.dropna().unique()[:DISTINCT])
    spelled = [folded(text) for text in mentioned(values, loose_phrases(question))]
    return len(set(spelled)) < len(spelled)


def _speaks_of(question: str, kind: Kind) -> bool:
    """Whether values that are none are asked for themselves: read, they were gone."""
    odd = [word for found in _ODD.findall(kind.told) for word in found if word]
    odd += [word for found in _MISSING.findall(kind.told) for word in _QUOTED.findall(found)]
    if any(word[0] in "<>≤≥" and word[0] in question for word in odd):
        return True
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", question, re.IGNORECASE) for word in odd)


def _all_in(parts: Sequence[str], words: Collection[str]) -> bool:
    return bool(parts) and all(part in words for part in parts)
