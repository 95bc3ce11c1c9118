"""Looks at the calls of pandas that a program makes, while it runs, and notes what speaks against its result.

Some methods of pandas are wrapped for the time of a step. A wrapper calls the method, and looks at the call only if the
program itself made it: what pandas calls inside is none of the program's doing. No wrapper changes a result or raises.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import wraps
from importlib import import_module
from time import perf_counter
from typing import Any

from husky_kernel.agent.answers.reading import ANOTHER_WAY
from husky_kernel.sight.notes import (
    dates,
    groups,
    merges,
    missing,
    numbering,
    overflow,
    program,
    selections,
    texts,
    ties,
)
from husky_kernel.sight.notes.call import Call, Look, Memory, Note
from husky_kernel.tidy.reading import Unread, heard_by

_ROOMS = (texts, groups, merges, ties, overflow, dates, selections, missing, numbering)
_HOMES = {
    "SeriesGroupBy": "pandas.core.groupby",
    "DataFrameGroupBy": "pandas.core.groupby",
    "_iLocIndexer": "pandas.core.indexing",
    "_LocIndexer": "pandas.core.indexing",
    "StringMethods": "pandas.core.strings.accessor",
    "Resampler": "pandas.core.resample",
}
"""Where the classes are that pandas itself does not name."""

CALLS = 5
"""Calls of one place of the program that are looked at: what is in a loop says the same each time."""

SHARE, LEAST = 0.02, 0.05
"""Looking ends when it took this share of the step's time, and this many seconds."""

NOTES = 12
"""Notes of a step that are kept."""


class Seen:
    """What was noted of a step; complete once its block has ended."""

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self._namespace = namespace
        self._memory = Memory()
        self._notes: dict[str, Note] = {}
        self._sites: dict[tuple[Any, int], int] = {}
        self._start, self._spent = perf_counter(), 0.0

    @property
    def notes(self) -> tuple[Note, ...]:
        """Without repetitions, those that speak against the result first."""
        return tuple(sorted(self._notes.values(), key=lambda note: not note.against))[:NOTES]

    def look(
        self, looks: Sequence[Look], frame: Any, call: tuple[str, tuple[Any, ...], Mapping[str, Any], Any]
    ) -> None:
        """Look at a call that was made in ``frame``."""
        site = frame.f_code, frame.f_lasti
        count = self._sites[site] = self._sites.get(site, 0) + 1
        begin = perf_counter()
        if count > CALLS or self._spent > max(LEAST, SHARE * (begin - self._start)):
            return
        made = Call(*call, self._namespace, self._memory)
        for each in looks:
            with suppress(Exception):  # it is only looked at
                self.add(each(made))
        self._spent += perf_counter() - begin

    def add(self, notes: Iterator[Note]) -> None:
        """Keep notes that are new."""
        for note in notes:
            self._notes.setdefault(note.text, note)

    def hear(self, warning: Unread) -> None:
        """A helper of ours read a column that can be read in more than one way."""
        if warning.doubt:
            self.add(iter([Note(f"{ANOTHER_WAY}: {warning.doubt.rstrip('.')}")]))

    def close(self, code: str) -> None:
        """Read the program's text, and let go of its tables."""
        self._memory = Memory()
        with suppress(Exception):
            self.add(program.read(code, self._namespace))


@contextmanager
def watch(namespace: Mapping[str, Any], code: str = "") -> Iterator[Seen]:
    """Watch the program ``code`` that runs in the block, with ``namespace`` as its globals.

    Where pandas is not there yet and ``code`` imports it, it is imported first.
    """
    seen = Seen(namespace)
    with ExitStack() as stack:
        with suppress(Exception):
            _wrap_all(stack, seen, namespace, code)
            stack.enter_context(heard_by(seen.hear))
        try:
            yield seen
        finally:
            stack.close()
            seen.close(code)


def _wrap_all(stack: ExitStack, seen: Seen, namespace: Mapping[str, Any], code: str) -> None:
    if "pandas" not in sys.modules and "import pandas" in code:
        import_module("pandas")
    if "pandas" not in sys.modules:
        return
    for name, looks in _looks().items():
        owner_name, _, method = name.rpartition(".")
        owner = _owner(owner_name)
        original = getattr(owner, method, None)
        if original is not None:
            stack.callback(_restore, owner, method, vars(owner).get(method))
            setattr(owner, method, _watched(original, method, looks, seen, namespace))


def _looks() -> dict[str, list[Look]]:
    found: dict[str, list[Look]] = {}
    for room in _ROOMS:
        for name, look in room.LOOKS.items():
            found.setdefault(name, []).append(look)
    return found


def _owner(name: str) -> Any:
    if name == "pandas":
        return sys.modules["pandas"]
    return getattr(import_module(_HOMES.get(name, "pandas")), name, None)


def _restore(owner: Any, name: str, own: Any) -> None:
    """Give ``owner`` its own attribute back, or that of its class."""
    if own is None:
        delattr(owner, name)
    else:
        setattr(owner, name, own)


def _watched(
    original: Callable[..., Any], name: str, looks: Sequence[Look], seen: Seen, namespace: Mapping[str, Any]
) -> Callable[..., Any]:
    current = sys._getframe

    @wraps(original)
    def watched(*args: Any, **kwargs: Any) -> Any:
        __tracebackhide__ = True  # a reader of a traceback does not want to see this
        result = original(*args, **kwargs)
        frame = current(1)
        if frame.f_globals is namespace:
            seen.look(looks, frame, (name, args, kwargs, result))
        return result

    return watched
