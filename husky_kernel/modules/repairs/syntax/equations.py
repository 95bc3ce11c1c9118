"""Programs with sympy that write an equation with ``=`` where ``Eq(left, right)`` is meant: known from the failure."""

from __future__ import annotations

import re

from husky_kernel.syntax import parsed

_FAILED = re.compile(r"^SyntaxError: .*(==|assign)")
_IN_EQ = re.compile(r"\bEq\((?P<left>[^,=\n]+?) = (?P<right>[^,=\n]+?)\)(?=[,\])\s]|$)", re.MULTILINE)
_IN_LIST = re.compile(r"(?<=[\[,])(?P<blank> *)(?P<left>[^,=\[\]\n]+?) = (?P<right>[^,=\[\]\n]+?)(?=[,\]])")
_MAKER = re.compile(r"(?P<maker>(?:\w+\.)?Eq)\(|^import sympy as (?P<name>\w+)$", re.MULTILINE)


def with_equations(code: str, failure: str) -> str | None:
    """``code`` with ``Eq(left, right)`` for ``left = right`` inside lists and calls of ``Eq``.

    None if ``failure`` is another one, or the program would still not be Python.
    """
    found = _MAKER.search(code) if _FAILED.match(failure) else None
    if found is None:
        return None
    maker = found["maker"] or f"{found['name']}.Eq"
    mended = _IN_EQ.sub(r"Eq(\g<left>, \g<right>)", code)
    mended = _IN_LIST.sub(rf"\g<blank>{maker}(\g<left>, \g<right>)", mended)
    return mended if mended != code and parsed(mended) is not None else None
