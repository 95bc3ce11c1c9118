"""Programs that group by times where days are asked for."""

from __future__ import annotations

from husky_kernel.modules.repairs.columns.grouping import regrouped

_FAILED = "the answer has a time of day"


def with_days(code: str, failure: str) -> str | None:
    """``code`` whose only ``groupby`` of one column of times is by their days; None if its failure says otherwise."""
    return regrouped(code, ".dt.floor('D')") if _FAILED in failure else None
