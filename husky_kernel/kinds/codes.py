"""Identifiers: digits that are no amounts, and codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from husky_kernel.kinds.kind import Kind
from husky_kernel.kinds.names import IDENTIFIERS
from husky_kernel.kinds.sample import Sample

_UUID = re.compile(r"[\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12}")
_CODE = re.compile(r"[A-Za-z]{1,6}[-_/#]?\d{2,30}(?:[-_/]?[A-Za-z\d]{1,6})?")


def code_kind(found: Sample, dtype: str) -> Iterator[Kind]:
    """The kind ``id``: digits with leading zeros, 15 digits or more, UUIDs, codes that hardly repeat."""
    texts = found.texts
    digits = [text for text in texts if text.isdigit()]
    if len(digits) == len(texts):
        odd = next((text for text in texts if (text[0] == "0" and len(text) > 1) or len(text) >= 15), None)
        if odd is not None or (found.hint & IDENTIFIERS and len({len(text) for text in texts}) == 1):
            yield Kind("id", "", f"{dtype}, identifiers like {odd or texts[0]!r}")
        return
    if len(texts) < 0.9 * found.rows or digits:
        return
    for pattern in (_UUID, _CODE):
        if all(map(pattern.fullmatch, found.part(40))) and all(map(pattern.fullmatch, texts)):
            yield Kind("id", "", f"{dtype}, identifiers like {texts[0]!r}")
            return
