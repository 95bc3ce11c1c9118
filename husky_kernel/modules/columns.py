"""Programs that spell a column otherwise than the table does: known from the failure, put right without a model."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from difflib import get_close_matches

_FAILED = re.compile(r"^KeyError: (?P<missing>(['\"]).*\2)$.*^The columns are (?P<known>.+)$", re.MULTILINE | re.DOTALL)

_DASH = re.compile("[\u2010-\u2015\u2212]")

_BRACKETS = re.compile(r"(?<=\S)\s*(\([^()]*\)|\[[^\[\]]*\])\s*$")

SURE, CLOSE = 8, 0.93
"""Characters from which a slip can be told from another name, and how alike the two must be, 1 being equal."""


def with_column(code: str, failure: str) -> str | None:
    """``code`` with the column that ``failure`` misses as the table has it: with other capitals, blanks, underscores or
    dashes, with the unit that stands in brackets, or with a slip that the model corrected, as in "franchase".

    None if no column, or more than one, is the same but for these.
    """
    told = _FAILED.search(failure)
    missing, known = (_literal(told["missing"]), _literal(f"[{told['known']}]")) if told else (None, None)
    if not isinstance(missing, str) or not isinstance(known, list):
        return None
    names = [name for name in known if isinstance(name, str) and name != missing]
    alike = [name for name in names if _plain(name) == _plain(missing)]
    alike = alike or [name for name in names if _plain(_bare(name)) == _plain(missing)] or _close(missing, names)
    if len(alike) != 1:
        return None
    spelled = re.compile(rf"(['\"]){re.escape(missing)}\1")
    mended = spelled.sub(lambda _: repr(alike[0]), code)
    return mended if mended != code else None


def _literal(text: str) -> object:
    try:
        return ast.literal_eval(text)
    except (SyntaxError, ValueError):  # cut off, say
        return None


def _plain(name: str) -> str:
    return _DASH.sub("-", re.sub(r"[\s_]+", "", name)).casefold()


def _bare(name: str) -> str:
    """A name without what stands in brackets at its end, a unit most often."""
    return _BRACKETS.sub("", name)


def _close(missing: str, names: Sequence[str]) -> list[str]:
    """Names that differ from ``missing`` by a letter or two, but not by the first, as "female" does from "male"; none
    where it is too short to tell, or has digits.
    """
    if len(missing) < SURE or any(character.isdigit() for character in missing):
        return []
    return [name for name in get_close_matches(missing, names, cutoff=CLOSE) if name[:1] == missing[:1]]
