"""Rewrites a ``%%husky`` cell, and a ``%husky fix`` that stands alone, into one that awaits the run.

IPython never awaits what a cell magic returns, and a blocking magic could not hear its own Stop button. So the cell
becomes an ``await`` of the session's coroutine before IPython looks at it.
"""

from __future__ import annotations

MAGIC = "%%husky"
FIX = ["%husky", "fix"]


def to_await(lines: list[str]) -> list[str]:
    """Input transformer: the lines of a cell to the lines that are run; other cells stay as they are."""
    asked, written = parts(lines), [line.strip() for line in lines if line.strip()]
    if asked is not None:
        return [f"await get_ipython().husky.cell({asked[0]!r}, {asked[1]!r})\n"]
    if len(written) == 1 and (words := written[0].split(maxsplit=2))[:2] == FIX:
        return [f"await get_ipython().husky.fix({''.join(words[2:])!r})\n"]
    return lines


def parts(lines: list[str]) -> tuple[str, str] | None:
    """Options and question of a ``%%husky`` cell; None for other cells."""
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is None or lines[first].split(maxsplit=1)[0] != MAGIC:
        return None
    return lines[first].strip().removeprefix(MAGIC).strip(), "".join(lines[first + 1 :])


def users_code(cell: str) -> str:
    """What of a cell is the user's own: nothing of a question, and not the lines that say something to husky."""
    if cell.lstrip().startswith(("%%husky", "await get_ipython().husky")):
        return ""
    return "\n".join(line for line in cell.splitlines() if not line.lstrip().startswith("%husky"))
