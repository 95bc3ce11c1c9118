"""Answers on a scale that are at least so good: "at least satisfied" are the very satisfied ones too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from husky_kernel.context.looked import Looked
from husky_kernel.context.tables import quoted

_ASKED = re.compile(
    r"\bat least (?P<least>[^\W\d_]+(?: [^\W\d_]+)?)|"
    r"\b(?P<or>[^\W\d_]+(?: [^\W\d_]+)?) or (?:better|more|higher|above|stronger)\b"
)
_MORE = r"(?:very|strongly|extremely|completely|highly|totally|fully|always)"
DISTINCT = 12
"""Steps that a scale has at most."""


def asked_ordinals(question: str, looked: Looked, names: Sequence[str]) -> Iterator[str]:
    """Which values of a scale are meant, where it has one that says more of the same."""
    found = _ASKED.search(question.lower())
    said = (found["least"] or found["or"]).split() if found else []
    wanted = {" ".join(said), *said}
    for name in names if said else ():
        for column, values in looked.columns(name):
            texts = [text for text in values.drop_duplicates()[: 4 * DISTINCT] if isinstance(text, str)]
            folded = {text: " ".join(text.casefold().split()) for text in texts}
            here = [one for one in wanted if one in folded.values()]
            if len(here) != 1 or len(set(folded.values())) > DISTINCT:
                continue
            more = [text for text, plain in folded.items() if re.fullmatch(rf"{_MORE} {re.escape(here[0])}", plain)]
            if more:
                meant = [text for text, plain in folded.items() if plain == here[0]] + more
                yield f"at least {here[0]} are {name}[{quoted(column)}].isin({meant!r})"
                return
