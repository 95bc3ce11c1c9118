"""Catches what code shows while it runs in a live shell: prints, displayed objects, figures, tracebacks.

Only what the captured code itself puts out is caught. Other threads, and messages of widgets that are handled in
between, pass through untouched: the shell's display publisher stays in place, because swapping it (as
``IPython.utils.capture`` does) loses widget messages that arrive meanwhile. Such a message fires ``post_execute``, at
which matplotlib would show the unfinished figure there: only the end of the captured code counts as one.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from contextvars import ContextVar, Token
from types import TracebackType
from typing import Any

from husky_kernel.tools.guards.replaced import replaced
from husky_kernel.tools.output.transcript import Transcript
from husky_kernel.tools.output.values import plain

_active: ContextVar[Capture | None] = ContextVar("husky_capture", default=None)

_NOT_RICH = (str, bytes, bytearray, bool, int, float, complex, list, tuple, dict, set, frozenset, range)


def inside_captured_code() -> bool:
    """Whether whoever asks was called by code that is being captured."""
    return _active.get() is not None


class Capture:
    """``with Capture(shell, limit) as capture: ...`` and then ``capture.transcript``."""

    def __init__(self, shell: Any, limit: int) -> None:
        self.shell = shell
        self.limit = limit
        self.transcript = Transcript(limit)
        self.value: object = None
        """What the last expression came to."""
        self._token: Token[Capture | None] | None = None
        self._stand_ins = ExitStack()

    def __enter__(self) -> Capture:
        shell, publisher = self.shell, self.shell.display_pub
        self._token = _active.set(self)
        self._hook = sys.displayhook
        self._publish, self._clear, self._traceback = publisher.publish, publisher.clear_output, shell._showtraceback
        put = self._stand_ins.enter_context
        put(replaced(sys, "stdout", _Stream(sys.stdout, "stdout", self)))
        put(replaced(sys, "stderr", _Stream(sys.stderr, "stderr", self)))
        # The trap sets its hook when a cell begins, except inside another cell: both places are needed.
        put(replaced(sys, "displayhook", self._value))
        put(replaced(shell.display_trap, "hook", self._value))
        put(replaced(publisher, "publish", self._show))
        put(replaced(publisher, "clear_output", self._clear_output))
        put(replaced(shell, "_showtraceback", self._fail))
        self._trigger = shell.events.trigger
        put(replaced(shell.events, "trigger", self._happens))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._stand_ins.close()
        if self._token is not None:
            _active.reset(self._token)

    @property
    def active(self) -> bool:
        """Whether the code that runs right now is the captured code."""
        return _active.get() is self

    def _value(self, value: object) -> None:
        """Stands for ``sys.displayhook``: the value of an expression."""
        if not self.active:
            self._hook(value)
        elif value is not None and not _says_nothing(value):
            self.value = value
            data, metadata = self._rich(value)
            if not data and hasattr(type(value), "_ipython_display_"):  # it has shown itself
                return
            text = plain(value, self.limit)
            self.transcript.show({"text/plain": text, **data}, metadata, text)

    def _rich(self, value: object) -> tuple[dict[str, Any], dict[str, Any]]:
        if type(value) in _NOT_RICH:  # their only form is text, and theirs could be a gigabyte long
            return {}, {}
        data, metadata = self.shell.display_formatter.format(value, exclude={"text/plain"})
        return dict(data), dict(metadata)

    def _show(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *more: Any,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **options: Any,
    ) -> None:
        """Stands for the display publisher's ``publish``."""
        if not self.active:
            self._publish(data, metadata, *more, transient=transient, update=update, **options)
            return
        encoded, display_id = _encode(data), (transient or {}).get("display_id")
        if update:
            if not self.transcript.update(encoded, metadata or {}, display_id):  # shown by an earlier cell
                self._publish(data, metadata, *more, transient=transient, update=update, **options)
        else:
            self.transcript.show(encoded, metadata or {}, display_id=display_id)

    def _happens(self, event: str, *values: Any, **more: Any) -> None:
        """Stands for the shell's ``events.trigger``."""
        if self.active or event not in ("pre_execute", "post_execute"):
            self._trigger(event, *values, **more)

    def _clear_output(self, wait: bool = False) -> None:
        if self.active:
            self.transcript.clear(wait)
        else:
            self._clear(wait)

    def _fail(self, kind: type[BaseException], error: BaseException, traceback: list[str] | str) -> None:
        """Stands for the shell's ``_showtraceback``."""
        if self.active:
            lines = [traceback] if isinstance(traceback, str) else list(traceback)
            self.transcript.fail(kind.__name__, str(error), lines)
        else:
            self._traceback(kind, error, traceback)


class _Stream:
    """Stands for ``sys.stdout`` or ``sys.stderr``; all but the text of captured code goes to the real one."""

    def __init__(self, real: Any, name: str, capture: Capture) -> None:
        vars(self).update(_real=real, _name=name, _capture=capture)

    def write(self, text: str) -> int:
        if not self._capture.active:
            return int(self._real.write(text) or 0)
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._capture.transcript.write(self._name, text)
        return len(text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        self._real.flush()

    def close(self) -> None:
        """The real one is the kernel's: other cells print to it, too."""
        if not self._capture.active:
            self._real.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def __setattr__(self, name: str, value: object) -> None:
        # IPython patches `write` while a cell runs, to keep all output in its history: 10 MB would stay for good.
        if name != "write":
            setattr(self._real, name, value)


def _encode(data: dict[str, Any]) -> dict[str, Any]:
    """Binary images as base64, as notebooks store them."""
    from base64 import b64encode

    return {
        kind: b64encode(value).decode("ascii") if isinstance(value, bytes) else value for kind, value in data.items()
    }


def _says_nothing(value: object) -> bool:
    """What plotting calls return (the figure says more than ``<Axes: >``), and ``exit`` without its parentheses."""
    items = value if isinstance(value, list) and value else [value]
    modules = [type(item).__module__ for item in items]
    artists = all(name.startswith("matplotlib.") for name in modules) and not hasattr(items[0], "savefig")
    return artists or modules == ["IPython.core.autocall"]
