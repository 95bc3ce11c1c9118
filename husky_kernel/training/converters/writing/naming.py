"""Names for quantities, made of an annotation's own words: "24 clips in May" -> ``clips_in_may``."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Collection

LONGEST = 32
WORDS = 4


def word_set(text: str) -> frozenset[str]:
    """The words of a text, for lists of words that read well."""
    return frozenset(text.split())


_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
_STOP = re.compile(r"[.,;:!?()=<>#\n]| - ")
_EMPTY = word_set(
    "a an the so then is are was were be been that this these those there therefore thus total altogether "
    "only he she it they his her its their them him has have had will would can could now x do does did "
    "also just us we you i s t and or if which who what how many much equal equals means mean hence each "
    "respectively rs approximately cent because but"
)
"""Words that name nothing."""

_LINKS = word_set("in on at of for from to per with by than as into after before during")
"""Words that a name does not begin or end with."""


def after(text: str) -> str:
    """A name from the words that follow a number, up to the end of their phrase; empty if they name nothing."""
    return _join(_content(_STOP.split(text, maxsplit=1)[0])[:WORDS])


def before(text: str) -> str:
    """A name from the words that lead up to a number."""
    return _join(_content(_STOP.split(text)[-1])[-WORDS:])


def around(ahead: str, behind: str, taken: Collection[str] = ()) -> str:
    """A name for the number between two texts: by what follows, and by what leads up to it if that says too little."""
    following = _STOP.split(behind, maxsplit=1)[0]
    words = _content(following)
    name = _join(words[:WORDS])
    if len(words) > 1 and not _starts_with_link(following) and name not in taken:
        return name
    return _join([*_content(_STOP.split(ahead)[-1])[-2:], *words[:3]])


def header(*labels: str) -> str:
    """A name from the labels of a table's row and column."""
    return _join([word for label in labels for word in _content(label)[:WORDS]])


def free(name: str, taken: set[str], default: str = "amount") -> str:
    """``name``, or ``default`` if it is empty, with a number where it is taken already. It is taken from then on."""
    name = name or default
    unique, count = name, 2
    while unique in taken or keyword.iskeyword(unique) or hasattr(builtins, unique):
        unique, count = f"{name}_{count}", count + 1
    taken.add(unique)
    return unique


def _starts_with_link(text: str) -> bool:
    found = _WORD.search(text)
    return found is not None and found[0].casefold() in _LINKS


def _content(text: str) -> list[str]:
    words = (word.casefold().removesuffix("'s").replace("'", "") for word in _WORD.findall(text))
    return [word for word in words if word not in _EMPTY]


def _join(words: list[str]) -> str:
    words = list(dict.fromkeys(words))
    while words and words[0] in _LINKS:
        words = words[1:]
    while words and (words[-1] in _LINKS or len("_".join(words)) > LONGEST):
        words = words[:-1]
    return "_".join(words)
