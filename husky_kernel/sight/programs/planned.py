"""What was planned, taken for what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.sight.readers import numeric_columns
from husky_kernel.syntax import mentioned, parsed

_PLANS = frozenset(("target", "quota", "budget", "plan", "planned", "goal", "forecast", "expected", "estimate"))
_PLANS |= {"estimated", "limit", "allowance"}
_ASKED = re.compile(r"\b(?:how many|how much|totals?|sum|average|mean|number of)\b")


def planned(question: str, program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """What is told where an amount is asked for, and the only column of numbers that ``program`` computes with is a
    target, of which the question says nothing.
    """
    tree, words = parsed(program), set(re.findall(r"[^\W\d_]+", question.lower()))
    words |= {word.removesuffix("s") for word in words}
    if tree is None or not _ASKED.search(question.lower()) or words & _PLANS:
        return
    used = {*mentioned(tree)}
    columns = {str(column) for _, column in numeric_columns(tables) if column in used}
    plans = {column for column in columns if _PLANS & set(re.findall(r"[^\W\d_]+", column.lower().replace("_", " ")))}
    if plans and plans == columns:
        yield f"`{min(plans)}` is what was planned, and the question asks for what came of it: take another column"
