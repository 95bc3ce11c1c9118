"""Rewrites a ``%%husky`` cell into one that awaits the run.

IPython never awaits what a cell magic returns, and a blocking magic could not hear its own Stop button. So the cell
becomes an ``await`` of the session's coroutine before IPython looks at it.
"""

from __future__ import annotations

MAGIC = "%%husky"


def to_await(lines: list[str]) -> list[str]:
    """Input transformer: the lines of a cell to the lines that are run; other cells stay as they are."""
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is None or lines[first].split(maxsplit=1)[0] != MAGIC:
        return lines
    options = lines[first].strip().removeprefix(MAGIC).strip()
    question = "".join(lines[first + 1 :])
    return [f"await get_ipython().husky.cell({options!r}, {question!r})\n"]
