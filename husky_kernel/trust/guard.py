"""Refuses effects beyond the notebook while a step runs: at the effect itself, whatever the code calls it.

It is no sandbox: it lives in the process that it guards. It keeps a step that obeys a stranger's text from doing what
nobody asked for; code that is out to get around it can.
"""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable
from contextvars import ContextVar, Token
from types import TracebackType
from typing import Any
from weakref import WeakSet

from husky_kernel.trust.calls import unheard
from husky_kernel.trust.effects import Effect, effect_of
from husky_kernel.trust.housekeeping import is_housekeeping, note_temporary

_guards: list[EffectGuard] = []
_active: ContextVar[EffectGuard | None] = ContextVar("husky_guard", default=None)
_refused_threads: WeakSet[threading.Thread] = WeakSet()
"""Threads that guarded steps have started and left running."""
_SHARED = ("run_forever", "_worker")
"""What threads of event loops and of pools do: they serve others afterwards."""
_here = threading.local()
_installed = False


class Refused(PermissionError):
    """What guarded code gets to see in place of an effect."""


class EffectGuard:
    """``with EffectGuard(asked) as guard: ...`` and then ``guard.refused``.

    ``asked`` tells whether a person asked for an effect. All that happens in the block counts, on its thread and on
    threads that were started since it began; so does what it leaves on threads of its own and with event loops.
    """

    def __init__(self, asked: Callable[[Effect], bool] = lambda effect: False) -> None:
        self.refused: dict[Effect, None] = {}
        """What was refused, in order."""
        self._asked = asked
        self._addresses: set[str] = set()
        """Of the hosts that were asked for."""
        self._thread = 0
        self._others: frozenset[int] = frozenset()
        self._token: Token[EffectGuard | None] | None = None

    def __enter__(self) -> EffectGuard:
        install()
        self._thread, self._others = threading.get_ident(), frozenset(sys._current_frames())
        self._token = _active.set(self)
        _guards.append(self)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        started = (thread for thread in threading.enumerate() if thread.ident not in self._others)
        _refused_threads.update(thread for thread in started if not _serves_others(thread))
        _guards.remove(self)
        if self._token is not None:
            _active.reset(self._token)

    def foresees(self, code: str) -> bool:
        """Whether ``code`` must not run at all: it makes a call whose effects nobody hears, nor asked for."""
        name = unheard(code)
        effect = None if name is None else Effect("call", name)
        if effect is None or self._asked(effect):
            return False
        self.refused[effect] = None
        return True

    def counts(self, thread: int) -> bool:
        """Whether what happens on ``thread`` now belongs to the block."""
        return thread == self._thread or thread not in self._others

    def check(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Raise :class:`Refused` where ``event`` is an effect that nobody asked for."""
        if getattr(_here, "looking", False):  # looking at an event raises events of its own
            return
        _here.looking = True
        try:
            effect = effect_of(event, arguments)
            held = effect is not None and not is_housekeeping(event, effect) and not self._may(effect)
        finally:
            _here.looking = False
        if effect is not None and held:
            self.refused[effect] = None
            raise Refused(f"not without a person's word: this step wants to {effect}")

    def _may(self, effect: Effect) -> bool:
        if effect.kind == "reach" and effect.target in self._addresses:
            return True
        asked = self._asked(effect)
        if asked and effect.kind == "reach":
            self._addresses |= _addresses(effect.target)
        return asked


def _addresses(host: str) -> set[str]:
    try:
        return {str(found[4][0]) for found in socket.getaddrinfo(host, None)}
    except OSError:
        return set()


def install() -> None:
    """Hear audit events from now on: once for a process, since a hook cannot be taken away again."""
    global _installed
    if not _installed:
        _installed = True
        sys.addaudithook(_hook)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith("tempfile."):
        note_temporary(arguments)
    guard = _active.get()
    if guard is None and _guards:
        thread = threading.get_ident()
        guard = next((one for one in _guards if one.counts(thread)), None)
    if guard is None and _refused_threads and threading.current_thread() in _refused_threads:
        guard = EffectGuard()
    if guard is not None:
        guard.check(event, arguments)


def _serves_others(thread: threading.Thread) -> bool:
    """Whether ``thread`` is a library's."""
    what = getattr(getattr(thread, "_target", None), "__name__", "")
    return type(thread).__module__ not in ("threading", "__main__") or what in _SHARED
