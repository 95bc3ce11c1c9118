"""Why charts do not fit what their question expects."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from husky_kernel.sight.answers.expectation import Expectation, over_all
from husky_kernel.sight.answers.groups_asked import rows_fit, ungrouped
from husky_kernel.sight.answers.periods_asked import crowded, unordered
from husky_kernel.sight.charts.drawn import NAMES, Drawn

BARS = 120
"""More bars than a chart can show."""

_ALIKE = {"bar": {"bar", "barh", "hist"}, "hist": {"hist", "bar"}, "line": {"line", "area"}, "area": {"area"}}
"""Kinds that pass for one that was asked for."""


_SPLIT = re.compile(
    r"\b(?:and|compare\w*|stack\w*|split|group\w*|side by side|broken|versus|vs|against|both|each of)\b"
)
"""Words of whoever may want bars beside bars."""


def _split(asked: Expectation, bars: Collection[str]) -> str:
    """By what bars are split, "S1, tea", where the question names one noun that they are for, and none of these."""
    question = asked.question.lower()
    parts = [bar.rpartition(", ")[2] for bar in bars]
    if len(asked.per) != 1 or _SPLIT.search(question) or not all(", " in bar for bar in bars):
        return ""
    names = dict.fromkeys(parts)
    if not 1 < len(names) < len(parts) or any(name.lower() in question for name in names):
        return ""
    return ", ".join([*names][:3]) + (", …" if len(names) > 3 else "")


def _doubled(one: Drawn) -> list[str]:
    """What bars are labelled with first where their labels are pairs, "(Friday, 4)", of which the first says it all."""
    pairs = [re.fullmatch(r"\((.+?), .*\)", bar) for bar in one.bars]
    firsts = [pair[1] for pair in pairs if pair]
    return firsts if len({*firsts}) == len(one.bars) > 1 else []


def unfitting_charts(asked: Expectation, drawn: Collection[Drawn], tables: Mapping[str, Any]) -> Iterator[str]:
    """What speaks against the charts that were ``drawn``: none, another kind, more or fewer bars than groups."""
    kinds = {kind for each in drawn for kind in each.kinds}
    wanted = NAMES.get(asked.chart, "chart")
    article = "an" if wanted[0] in "aeio" else "a"
    if not kinds:
        yield f"{article} {wanted} was asked for, none was drawn"
    elif kinds == {"empty"}:
        yield f"{article} {wanted} was asked for, what was drawn is empty"
    elif asked.chart != "any" and not kinds & (_ALIKE.get(asked.chart, {asked.chart}) | {"other"}):
        found = NAMES[min(kinds - {"empty"})]
        yield f"{article} {wanted} was asked for, {'an' if found[0] in 'aeio' else 'a'} {found} was drawn"
    elif len(drawn) == 1:
        [one] = drawn
        if over_all(asked) and len(one.lines) > 1 and not one.parts:
            yield f"all together were asked for, {len(one.lines)} lines were drawn: put them together first"
            return
        if len(one.bars) > BARS:
            yield f"{len(one.bars)} bars were drawn, which nobody can read: put them together first"
            return
        heights = [*one.bars.values(), *(y for line in one.lines for _, y in line)]
        points = [y for line in one.lines for _, y in line]
        if sum(y != y for y in points) > len(points) / 2:
            yield "most points of the lines have no value: put rows together by what the lines go along alone"
            return
        if one.bars and (split := _split(asked, [*one.bars])):
            yield f"per {asked.per[0]}: the bars are split by {split} too, one bar for each was asked for"
            return
        if len(heights) > 1 and not any(heights):
            yield "all that was drawn is 0: see what could not be read, or what was joined to nothing"
            return
        if one.kind in ("bar", "barh") and (firsts := _doubled(one)):
            pairs = f"the labels of the bars are pairs, {next(iter(one.bars))!r}: name each bar by one thing"
            yield next(iter(unordered(asked, firsts)), pairs)
            return
        if (
            one.bars
            and one.kind in ("bar", "barh", "pie")
            and not one.parts
            and not any(", " in bar for bar in one.bars)
        ):
            noun = "slices" if one.kind == "pie" else "bars"
            told = [*rows_fit(asked, len(one.bars), tables, f"the chart has {len(one.bars)} {noun}")]
            told = told or [*ungrouped(asked, len(one.bars), tables, "the chart has")]
            yield from told or unordered(asked, [*one.bars])
        elif one.kind == "line" and one.lines and all(len(line) == 1 for line in one.lines) and not one.parts:
            yield "a line of one point was drawn"
        elif one.kind == "line" and len(one.lines) == 1 and not one.parts:
            count = len(one.lines[0])
            there = f"the line has {count} points"
            places = [x for x, _ in one.lines[0]]
            told = [*rows_fit(asked, count, tables, there)] or [*crowded(asked, places, there)]
            yield from told or unordered(asked, places)
