"""The kinds of columns of texts."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pandas as pd

from husky_kernel.kinds.codes import code_kind
from husky_kernel.kinds.kind import Kind
from husky_kernel.kinds.listed import items_kind
from husky_kernel.kinds.names import DATES, SCORES
from husky_kernel.kinds.readable import read_kinds
from husky_kernel.kinds.sample import ENOUGH, Sample
from husky_kernel.tidy import scores
from husky_kernel.tidy.dates import SERIALS
from husky_kernel.tidy.points import points_out_of
from husky_kernel.tidy.texts import spellings
from husky_kernel.tidy.words import FALSE, TICKS, TRUE

_PLACES = "region area zone side direction wing hall hemisphere district pole bank coast bound"
_COMPASS = frozenset(_PLACES.split())
"""Words in the name of a column whose N and S are north and south."""

_LETTERS = [{"y", "n"}, {"t", "f"}, {"j", "n"}, {"o", "n"}, {"s", "n"}]
_FEW = 50


def textual_kind(found: Sample, dtype: str) -> Kind:
    """The kind of a column of texts or of objects."""
    if any(isinstance(value, list | tuple | set | frozenset) for value in found.raw):
        return Kind("items", "", "lists")
    if any(isinstance(value, dict) for value in found.raw):
        return Kind("json", "", "dicts")
    return next(_kinds(found, dtype))


def _kinds(found: Sample, dtype: str) -> Iterator[Kind]:
    if dtype == "text" and not any(isinstance(value, str) for value in found.raw):
        dtype = "object"
    yield from _truth(found, dtype)
    yield from _serial(found, dtype)
    yield from code_kind(found, dtype)
    yield from _json(found, dtype)
    yield from _score(found, dtype)
    yield from read_kinds(found, dtype)
    yield from items_kind(found, dtype)
    yield from _words(found, dtype)


FEWER = 0.8
"""Share of a column's rows that must be results where the others are of matches that were not played."""

CLEAR = 0.75
"""Share of a column's rows that must be truth values where they are written out, as in yes and false."""


def _truth(found: Sample, dtype: str) -> Iterator[Kind]:
    if len(found.texts) > 12:
        return
    unfit = [place for place, text in enumerate(found.texts) if text.casefold() not in TRUE | FALSE]
    rows = sum(found.counts[place] for place in unfit)
    words = {text.casefold() for text in found.texts} & (TRUE | FALSE)
    spelled = words & TRUE and words & FALSE and all(len(word) > 2 for word in words)
    enough = CLEAR if spelled else ENOUGH
    if not words or len(words) > 4 or rows > (1 - enough) * found.rows:
        return
    if words == {"n", "s"} and found.hint & _COMPASS:
        return
    rest = f"; {found.told(rows)} not, like {found.texts[unfit[0]][:20]!r}" if unfit else ""
    ticks = words <= TICKS and any(not word.strip() for word in found.words) | (found.missing > 0)
    both = words & TRUE and words & FALSE
    if ticks or (both and (all(len(word) > 1 or word.isdigit() for word in words) or words in _LETTERS)):
        shown = (
            f"{found.raw[0]!r} or blank"
            if ticks
            else "/".join(sorted(text for text in found.texts if text.casefold() in words)[:4])
        )
        yield Kind("truth", "tidy.truth", f"{dtype}, {shown}: tidy.truth{rest}")


def _serial(found: Sample, dtype: str) -> Iterator[Kind]:
    if found.hint & DATES and all(text.isdigit() and len(text) == 5 and int(text) in SERIALS for text in found.texts):
        yield Kind("serial_date", "tidy.date", f"{dtype}, Excel's day numbers like {found.texts[0]!r}: tidy.date")


def _json(found: Sample, dtype: str) -> Iterator[Kind]:
    if all(text.startswith("{") and text.endswith("}") for text in found.texts) and all(map(_is_json, found.texts)):
        yield Kind("json", "", f"{dtype}, JSON objects: json.loads")


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _score(found: Sample, dtype: str) -> Iterator[Kind]:
    part = found.part(40)
    named = bool(found.hint & SCORES)
    spoken = any(" of " in text for text in part)
    if (named or spoken) and (most := points_out_of(found.texts)):
        yield Kind("amounts", "tidy.number", f"{dtype}, points out of {most} like {found.texts[0]!r}: tidy.number")
    if all(":" in text or named for text in part):
        pairs = [scores.read_one(text) for text in found.texts]
        clear = named or any(
            pair and (pair[1] >= 60 or text[-2] in ": ") for pair, text in zip(pairs, found.texts, strict=True)
        )
        unfit = [place for place, pair in enumerate(pairs) if not pair]
        rows = sum(found.counts[place] for place in unfit)
        if clear and rows <= (1 - FEWER) * found.rows:
            rest = f"; {found.told(rows)} not, like {found.texts[unfit[0]][:20]!r}" if unfit else ""
            read = next(text for text, pair in zip(found.texts, pairs, strict=True) if pair)
            yield Kind("score", "tidy.score", f"{dtype}, scores like {read!r}: tidy.score{rest}")


def _words(found: Sample, dtype: str) -> Iterator[Kind]:
    if not all(isinstance(value, str) for value in found.raw):
        types = sorted({type(value).__name__ for value in found.raw})
        yield Kind("mixed" if len(types) > 1 else "text", "", f"object, {' and '.join(types)}")
        return
    different = {text.casefold() for text in found.texts}
    few = len(different) <= _FEW and len(different) <= 0.75 * found.rows
    groups = spellings(pd.Series(found.raw, dtype=object)) if len(found.texts) < 1000 else []
    if groups and len(different) <= 0.75 * found.rows:
        yield Kind("untidy", "tidy.text", f"{dtype}, untidy: tidy.text; {', '.join(map(repr, groups[0][:2]))}")
    if few:
        yield Kind("category", "", dtype)
    yield Kind("text", "", dtype)
