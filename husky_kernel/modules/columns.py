"""Programs that spell a column otherwise than the table does: known from the failure, put right without a model."""

from __future__ import annotations

import ast
import re

_FAILED = re.compile(r"^KeyError: (?P<missing>(['\"]).*\2)$.*^The columns are (?P<known>.+)$", re.MULTILINE | re.DOTALL)


def with_column(code: str, failure: str) -> str | None:
    """``code`` with the column that ``failure`` misses as the table has it: other capitals, blanks or underscores.

    None if no column, or more than one, is the same but for these.
    """
    told = _FAILED.search(failure)
    missing, known = (_literal(told["missing"]), _literal(f"[{told['known']}]")) if told else (None, None)
    if not isinstance(missing, str) or not isinstance(known, list):
        return None
    alike = [name for name in known if isinstance(name, str) and name != missing and _plain(name) == _plain(missing)]
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
    return re.sub(r"[\s_]+", "", name).casefold()
