"""``%husky fix``: the cell that just failed is put right by a run, shown as a diff, and waits in a cell below."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

from husky_kernel.agent.errors import UseError
from husky_kernel.kernel.conversation import Failed
from husky_kernel.kernel.saved.export import to_cell

if TYPE_CHECKING:
    from husky_kernel.kernel.session import Session

ASK = "Why did that fail? Fix it."


async def fix(session: Session, words: str) -> None:
    """Inside the kernel's event loop; ``words`` are what the user adds ("fix keep the empty rows").

    Raises
    ------
    UseError
        If no cell has failed just before.
    HuskyError
        If the run came to nothing.
    """
    failed, first = _begin(session)
    await session.cell("", f"{ASK} {words}".strip())
    print(_offer(session, failed, first))


def fix_blocking(session: Session, *words: str) -> str:
    """The same without an event loop; what is offered is returned."""
    failed, first = _begin(session)
    session.cell_blocking("", " ".join([ASK, *words]))
    return _offer(session, failed, first)


def _begin(session: Session) -> tuple[Failed, str]:
    """The cell that failed, and the line that undoes what it did by then, for the cell that takes its place."""
    failed = session.conversation.failed
    if failed is None:
        raise UseError("no cell of yours has failed just before: run it, then %husky fix")
    print(failed.cause(session.shell.user_ns))  # known without a model, so that nobody waits for it
    return failed, f"%husky back {failed.number}\n" if session.cell_history.changed(failed.number) else ""


def _offer(session: Session, failed: Failed, first: str) -> str:
    """The diff; the cell put right becomes the next input, so that it runs when the user runs it and not before."""
    if session.trace is None:
        return ""
    right = to_cell(session.trace, words=False)
    session.shell.set_next_input(first + right)
    return "\n".join(
        unified_diff(failed.cell.strip().splitlines(), right.splitlines(), "it was", "put right", lineterm="")
    )
