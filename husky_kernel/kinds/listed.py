"""Lists in the cells of a column."""

from __future__ import annotations

from collections.abc import Iterator

from husky_kernel.kinds.kind import Kind
from husky_kernel.kinds.sample import Sample
from husky_kernel.tidy.lists import SEPARATORS, literal


def items_kind(found: Sample, dtype: str) -> Iterator[Kind]:
    """The kind ``items``: written lists, or parts between one separator that repeat, or stand alone in other cells."""
    texts = found.texts
    if all(text.startswith("[") and text.endswith("]") for text in texts):
        if all(literal(text) is not None for text in texts):
            yield Kind("items", "tidy.items", f"{dtype}, lists like {texts[0][:30]!r}: tidy.items")
        return
    sign = next((sign for sign in SEPARATORS if any(sign in text for text in found.part(200))), None)
    if sign is None:
        return
    rows = [[part.strip() for part in text.split(sign)] for text in texts]
    parts = [part for row in rows for part in row]
    varied = len({len(row) for row in rows}) > 1
    short = max(map(len, parts)) <= 30
    alone = {row[0].casefold() for row in rows if len(row) == 1}
    closed = all(part.casefold() in alone for row in rows if len(row) > 1 for part in row)
    named = sign != "," and all("," in part for part in parts)  # names like "Kim, A."
    if varied and short and (closed or named or len({part.casefold() for part in parts}) <= 0.6 * len(parts)):
        example = next(text for text in texts if sign in text)
        yield Kind("items", "tidy.items", f"{dtype}, lists like {example[:30]!r}: tidy.items")
