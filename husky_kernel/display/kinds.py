"""Media types by name, twin of ``widgets/src/kinds.js``: of what a page without its program cannot show."""

from __future__ import annotations

import re
from collections.abc import Iterable

NAMES = {
    "application/vnd.jupyter.widget-view+json": "An interactive widget",
    "application/vnd.plotly": "A Plotly figure",
    "application/vnd.vega": "A Vega chart",
    "application/vnd.bokeh": "A Bokeh plot",
    "application/vnd.holoviews": "A HoloViews plot",
    "application/geo+json": "A map",
    "application/javascript": "A script",
    "application/pdf": "A PDF document",
    "video/": "A video",
    "audio/": "A sound",
}
"""By the beginning of the type."""

_NOTHING = re.compile(r"<[\w.]+ object(?: at 0x[0-9a-f]+)?>")


def name_of(kinds: Iterable[str]) -> str | None:
    """The name of what is of these types, where it takes a program of its own to show it."""
    return next((name for kind in kinds for start, name in NAMES.items() if kind.startswith(start)), None)


def cannot_show(name: str) -> str:
    """What stands in the place of something."""
    return f"{name}, which cannot be shown here. Run this step's code in a cell of its own to see it."


def says_nothing(text: str) -> bool:
    """Whether it is only what IPython says of an object: ``<IPython.core.display.HTML object>``."""
    return _NOTHING.fullmatch(text.strip()) is not None
