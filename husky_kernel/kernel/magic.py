"""``%husky`` and both forms of ``%%husky``, as IPython calls them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from husky_kernel.agent.errors import HuskyError
from husky_kernel.kernel import words
from husky_kernel.kernel.session import Session


class HuskyMagics:
    """The magics of one shell."""

    def __init__(self, session: Session) -> None:
        self.session = session

    async def cell(self, line: str, body: str) -> None:
        """What a ``%%husky`` cell of a notebook awaits."""
        with _one_line_errors():
            await self.session.cell(line, body)

    def cell_blocking(self, line: str, body: str) -> None:
        """Solve the question in the cell step by step. ``%husky help`` tells the options."""
        with _one_line_errors():
            self.session.cell_blocking(line, body)

    def line(self, line: str) -> None:
        """Ask for the state of husky or change it. ``%husky help`` tells how."""
        with _one_line_errors():
            print(words.answer(self.session, line))


@contextmanager
def _one_line_errors() -> Iterator[None]:
    """Our errors as IPython's own error of use, which is one line on stderr and no traceback."""
    from IPython.core.error import UsageError

    try:
        yield
    except HuskyError as error:
        raise UsageError(str(error)) from None
