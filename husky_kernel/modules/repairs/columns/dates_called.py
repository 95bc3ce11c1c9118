"""Programs that look for dates by another word than their column has."""

from __future__ import annotations

import re

from husky_kernel.syntax import parsed

_FAILED = re.compile(
    r"KeyError: '(?P<word>[^']+)'.*the dates are in (?P<column>'[^']+'), read by (?P<how>tidy\.date\(.*\))", re.DOTALL
)


def with_dates(code: str, failure: str) -> str | None:
    """``code`` that reads the column in which its failure says that the dates are; None if it names none, or where the
    word that was taken for it is no column that is taken of a table.
    """
    told = _FAILED.search(failure)
    if told is None:
        return None

    def read(taken: re.Match[str]) -> str:
        return told["how"].replace(f"…[{told['column']}]", f"{taken[1]}[{told['column']}]", 1).split("\n")[0]

    text = re.sub(rf"\b(\w+)\[(['\"]){re.escape(told['word'])}\2\](?!\s*=[^=])", read, code)
    return text if text != code and parsed(text) is not None else None
