"""Programs that put rows together by time where the times are not the index."""

from __future__ import annotations

import re

from husky_kernel.syntax import method_calls, parsed, replaced, variable_of

_FAILED = re.compile(r"set the dates as index first: (([^\W\d]\w*)\.set_index\(.+\))$", re.MULTILINE)


def with_index(code: str, failure: str) -> str | None:
    """``code`` whose only ``resample`` is of the table with its dates as index, as its failure says; None where it
    does not, or says more than one way.
    """
    ways = _FAILED.findall(failure)
    calls = method_calls(parsed(code), "resample") if ways else []
    if len(ways) != 1 or len(calls) != 1:
        return None
    [(call, name)], table = ways, variable_of(calls[0][0])
    return replaced(code, table, call) if table is not None and table.id == name else None
