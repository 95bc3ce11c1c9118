"""``%husky`` and both forms of ``%%husky``, as IPython calls them."""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from husky_kernel.agent.errors import HuskyError

if TYPE_CHECKING:
    from husky_kernel.kernel.session import Session


HEAD_START = 0.25
"""Seconds that ``%load_ext`` in a kernel leaves at most to the imports of the first card.

Where all cells are run at once, the first card is there sooner so: imports on two threads wait for each other.
"""

CARD_FIRST = 0.3
"""Seconds that a card which is asked for at once has the processor to itself. Its run then loads the model."""


class HuskyMagics:
    """The magics of one shell. Its session, and all that it imports, is made when it is first needed."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._session: Session | None = None
        self._lock = threading.Lock()
        self._closed = False
        self._imported = threading.Event()

    @property
    def session(self) -> Session:
        """The shell's session. Callable on any thread."""
        with self._lock:
            if self._session is None:
                from husky_kernel.kernel.session import Session

                self._session = Session(self._shell)
            return self._session

    def preload(self) -> None:
        """Have the session made, and the model loaded if the settings say so, by a thread in the background.

        In a kernel it returns when what the first card needs is imported, or after ``HEAD_START`` seconds.
        """
        threading.Thread(target=self._preload, name="husky-preload", daemon=True).start()
        if self._has_cards:
            self._imported.wait(HEAD_START)

    def close(self) -> None:
        """Free everything."""
        self._closed = True
        if self._session is not None:
            self._session.close()

    async def cell(self, line: str, body: str) -> None:
        """What a ``%%husky`` cell of a notebook awaits."""
        with _one_line_errors():
            await self.session.cell(line, body)

    async def fix(self, words: str) -> None:
        """What a cell with ``%husky fix`` awaits."""
        with _one_line_errors():
            from husky_kernel.kernel.magics import fixing

            await fixing.fix(self.session, words)

    def cell_blocking(self, line: str, body: str) -> None:
        """Solve the question in the cell step by step. ``%husky help`` tells the options."""
        with _one_line_errors():
            self.session.cell_blocking(line, body)

    def line(self, line: str) -> None:
        """Ask for the state of husky or change it. ``%husky help`` tells how."""
        with _one_line_errors():
            from husky_kernel.kernel.magics import words

            print(words.answer(self.session, line))

    def _preload(self) -> None:
        from husky_kernel.config import load_settings

        with suppress(Exception):  # the first cell meets it again, and tells it
            try:
                settings = load_settings()
                if not settings.preload or self._closed:
                    return
                session = self.session
                if self._has_cards:
                    import husky_kernel.display.run_view  # what the first card needs
            finally:
                self._imported.set()
            if self._has_cards:
                time.sleep(CARD_FIRST)
            session.preload()
            if settings.search_backend == "offline":
                import husky_kernel.tools.search_backends.offline  # noqa: F401  what the first step needs

    @property
    def _has_cards(self) -> bool:
        return hasattr(self._shell, "kernel")


@contextmanager
def _one_line_errors() -> Iterator[None]:
    """Our errors as IPython's own error of use, which is one line on stderr and no traceback.

    So are those of a process that has run out of something: a traceback of ours would say nothing about it.
    """
    from IPython.core.error import UsageError

    try:
        yield
    except HuskyError as error:
        raise UsageError(str(error)) from None
    except (OSError, MemoryError, RecursionError) as error:
        full = isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE)
        advice = "close files that are open (`del` the variables that hold them), or restart the kernel"
        reason = str(error) or type(error).__name__
        raise UsageError(f"{reason}; {advice}" if full else f"{type(error).__name__}: {reason}") from None
