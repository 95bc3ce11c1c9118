"""Women and men, where a column writes them f and m."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from husky_kernel.context.first_line import name_of
from husky_kernel.context.looked import Looked
from husky_kernel.context.tables import quoted

_SAID = re.compile(
    r"\b(?P<women>females?|wom[ae]n|girls?|ladies)\b|\b(?P<men>(?<!fe)males?|(?<!wo)m[ae]n|boys?|gentlemen)\b"
)
_WOMEN = frozenset(["f", "w", "female", "woman", "women", "girl", "weiblich", "frau", "femme", "mujer", "donna"])
_MEN = frozenset(["m", "male", "man", "men", "boy", "männlich", "mann", "homme", "hombre", "uomo"])
_NAMED = re.compile(r"sex|gender|geschlecht|sexe|sexo|sesso")


def asked_sexes(question: str, looked: Looked, names: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """Which rows are those of the ones that the question speaks of, where it speaks of one of both alone."""
    said = list(_SAID.finditer(question.lower()))
    women = [found for found in said if found["women"]]
    if not said or len({bool(found["women"]) for found in said}) > 1:
        return
    known = _WOMEN if women else _MEN
    for name in names:
        for column, values in looked.columns(name):
            texts = [text for text in values.drop_duplicates() if isinstance(text, str)]
            meant = [text for text in texts if text.strip().casefold() in known]
            others = {text.strip().casefold() for text in texts} & (_MEN if women else _WOMEN)
            if meant and others and (_NAMED.search(column.lower()) or len(texts) <= len(meant) + len(others) + 1):
                here = f"{name_of(name, lines)}[{quoted(column)}]"
                read = any(f"tidy.text({name}[{quoted(column)}]" in line for line in lines)
                raw = f"{name}[{quoted(column)}]" if read else here
                yield f"{said[0][0]} are {raw}.isin({meant!r})"
                return
