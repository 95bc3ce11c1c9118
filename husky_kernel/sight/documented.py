"""How the installed library documents a function that a program called wrongly: its signature and first line."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from traceback import walk_tb
from typing import Any

LINE = 400
"""Characters that are told."""

_OWNERS = ("DataFrame", "Series", "DataFrameGroupBy", "SeriesGroupBy", "Index")


def documented(error: BaseException) -> str:
    """Signature and first line of the function of pandas that refused its arguments; empty if it is none of pandas."""
    found = _named(str(error)) or _called(error)
    if found is None:
        return ""
    name, function = found
    lines = (inspect.getdoc(function) or "").strip().splitlines()
    told = f"{name}{signature(function)}" + (f": {lines[0]}" if lines else "")
    return told if len(told) <= LINE else told[:LINE] + " …"


def signature(function: Callable[..., Any]) -> str:
    """The parameters of ``function`` with their defaults, without types."""
    parameters = [
        each.replace(annotation=inspect.Parameter.empty)
        for each in inspect.signature(function).parameters.values()
        if each.name != "self"
    ]
    return str(inspect.Signature(parameters)).replace("<no_default>", "…")


def _named(message: str) -> tuple[str, Callable[..., Any]] | None:
    """The function that a message such as "DataFrame.sort_values() got an unexpected keyword" names."""
    import pandas as pd
    from pandas.core import groupby

    found = re.match(r"(?:(\w+)\.)?(\w+)\(\) (?:got|missing|takes)", message)
    if found is None or found[2].startswith("_"):
        return None
    owner, name = found[1], found[2]
    if owner is None:
        return (f"pd.{name}", getattr(pd, name)) if callable(getattr(pd, name, None)) else None
    home = getattr(pd, {"NDFrame": "DataFrame"}.get(owner, owner), None) or getattr(groupby, owner, None)
    function = getattr(home, name, None)
    return (f".{name}", function) if callable(function) else None


def _called(error: BaseException) -> tuple[str, Callable[..., Any]] | None:
    """The first function of pandas on the way of the traceback."""
    import pandas as pd

    for frame, _ in walk_tb(error.__traceback__):
        if not frame.f_globals.get("__name__", "").startswith("pandas"):
            continue
        name, own = frame.f_code.co_name, frame.f_locals.get("self")
        if name.startswith("_") or name == "wrapper":
            continue
        if own is not None:
            function = getattr(type(own), name, None)
            return (f".{name}", function) if type(own).__name__ in _OWNERS and inspect.isfunction(function) else None
        function = getattr(pd, name, None)
        return (f"pd.{name}", function) if inspect.isfunction(function) else None
    return None
