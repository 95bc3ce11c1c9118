"""Programs that group by times where days are asked for."""

from __future__ import annotations

from husky_kernel.modules.repairs.grouping import only_group
from husky_kernel.syntax import replaced, variable_of

_FAILED = "the answer has a time of day"


def with_days(code: str, failure: str) -> str | None:
    """``code`` whose only ``groupby`` of one column of times is by their days; None if its failure says nothing of it.

    The column is looked up in the variable that the grouped table begins with: rows find each other by their index.
    """
    found = only_group(code) if _FAILED in failure else None
    table = variable_of(found[0]) if found else None
    if found is None or table is None:
        return None
    return replaced(code, found[1], f"tidy.date({table.id}[{found[1].value!r}]).dt.floor('D')")
