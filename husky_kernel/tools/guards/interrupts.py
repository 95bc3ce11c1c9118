"""Makes running code interruptible: by a person (SIGINT) and by a time limit.

An awaiting notebook cell runs under ipykernel's own SIGINT handler, which only cancels the cell's task and so cannot
end a blocking call. Inside a :class:`Guard` the signal raises where the code stands, or cancels it where it awaits.
"""

from __future__ import annotations

import _thread
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Any, ClassVar, Literal

AGAIN = 1.0
"""Seconds until code that swallowed the interrupt of its time limit is interrupted again."""


def interrupt_main_thread() -> None:
    """Send SIGINT to the main thread, from any thread: it also ends a blocking system call there."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        _thread.interrupt_main()


class Interrupted(BaseException):
    """Raised inside awaited code. A KeyboardInterrupt there would leave the event loop and end the kernel."""


class Hold:
    """Holds signals back while what is half done would stay so: wrapping the methods of a library, say.

    ``take`` begins it, ``release`` ends it, and a signal that came meanwhile arrives there. Both may be called again.
    Without effect off the main thread.
    """

    def __init__(self) -> None:
        self._before: Any = None
        self._came = False

    def take(self) -> None:
        """From now on signals wait."""
        if self._before is None and threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._wait)

    def release(self) -> None:
        """Let them through; raises what the one that waited raises."""
        if self._before is None:
            return
        signal.signal(signal.SIGINT, self._before)
        self._before, came, self._came = None, self._came, False
        if came:
            signal.raise_signal(signal.SIGINT)

    def _wait(self, *args: object) -> None:
        self._came = True


class Guard:
    """``with Guard(...): run the code``. Without effect off the main thread, which has no signals.

    Parameters
    ----------
    seconds
        The time limit; None for none.
    namespace
        The globals of the guarded code, by which its frames are known.
    cancel
        For code that awaits: cancels it, called at any time on the main thread.
    barrier
        Globals of the module that runs the code: what is below its frames on the stack is not guarded code, even if
        its globals are the same, as those of the notebook cell that all this runs in.
    """

    _open: ClassVar[list[Guard]] = []
    """Those whose code runs, on the main thread."""

    def __init__(
        self,
        seconds: float | None,
        namespace: Mapping[str, Any],
        cancel: Callable[[], object] | None = None,
        barrier: Mapping[str, Any] | None = None,
    ) -> None:
        self.timed_out = False
        self.pressed = False
        self._seconds = seconds
        self._namespace = namespace
        self._cancel = cancel
        self._barrier = barrier
        self._running = False
        self._tracing = False
        self._signals = 0
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()
        self._main = threading.current_thread() is threading.main_thread()

    def __enter__(self) -> Guard:
        if self._main:
            self._trace = sys.gettrace()
            self._before = signal.signal(signal.SIGINT, self._handle)
            try:
                self._running = True
                if self._seconds is not None:
                    self._start(self._seconds)
                self._open.append(self)
                # what was raised in a callback of weak references, say, is lost: it is heard before more code runs
                if any(guard.pressed for guard in self._open):
                    raise KeyboardInterrupt
            except BaseException:
                self.__exit__()
                raise
        return self

    def __exit__(self, *error: object) -> None:
        self._running = False  # before all else: from here on the handler raises nothing
        if not self._main:
            return
        if self in self._open:
            self._open.remove(self)
        with self._lock:  # a time limit that is just being signalled arrives before the handler goes
            if self._timer is not None:
                self._timer.cancel()
        signal.signal(signal.SIGINT, self._before)
        if self._tracing:
            sys.settrace(self._trace)

    def _start(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._over)
        self._timer.daemon = True
        self._timer.start()

    def _over(self) -> None:
        """On the timer's thread: the time is up."""
        with self._lock:
            if not self._running:
                return
            self.timed_out = True
            self._start(AGAIN)
            interrupt_main_thread()

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if not self.timed_out:
            self.pressed = True
        if not self._running:
            return
        self._signals += 1
        place = self._place(frame)
        if self._signals > 1 or place == "before":
            self._insist(frame)
        if place == "inside":
            raise KeyboardInterrupt if self._cancel is None else Interrupted
        if self._cancel is not None:
            self._cancel()

    def _place(self, frame: FrameType | None) -> Literal["inside", "before", "away"]:
        """Where the signal came: in guarded code, in what is about to run it, or in an event loop while it awaits."""
        machinery = self._cancel is None
        while frame is not None:
            if frame.f_globals is self._namespace:
                return "inside"
            if frame.f_globals is self._barrier:
                return "before"
            if frame.f_code.co_name == "run_forever" and frame.f_globals.get("__name__") == "asyncio.base_events":
                break
            module = frame.f_globals.get("__name__")
            if module == "IPython.core.events" and str(frame.f_locals.get("event")).startswith("post"):
                return "inside"  # such as the drawing of its figures, which can take long
            machinery = machinery or module == "IPython.core.interactiveshell"
            frame = frame.f_back
        return "before" if machinery else "away"

    def _insist(self, frame: FrameType | None) -> None:
        """Raise on the next line of guarded code.

        For a signal that comes before the code: raised there, the machinery might swallow it. And for code that
        catches everything, over and over: it is then raised in its handler as well.
        """

        def on_line(frame: FrameType, event: str, arg: object) -> Any:
            own = self._running and frame.f_globals is self._namespace
            if own and event == "line":  # a trace function that raises is removed: not at the interrupt itself
                raise KeyboardInterrupt if self._cancel is None else Interrupted
            return on_line if own else None

        while frame is not None:
            if frame.f_globals is self._namespace:
                frame.f_trace = on_line
            frame = frame.f_back
        self._tracing = True
        sys.settrace(on_line)
