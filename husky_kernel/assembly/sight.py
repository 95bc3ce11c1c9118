"""What the software sees without a model, put together: a watch around each program, and a judge of what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from husky_kernel.agent.answer import Result
from husky_kernel.agent.changes import changes_told, files_of, files_told
from husky_kernel.agent.types import Observation, Task
from husky_kernel.context.tables import is_table
from husky_kernel.sight import Drawn, Seen, Shown, expected, hint, misfits, watch, watch_figures

UNKNOWN = ("?",)
"""Stands for changes and files where nobody looked."""


@dataclass
class Watched:
    """What was seen while a program ran."""

    namespace: Mapping[str, Any]
    program: str = ""
    seen: Seen | None = None
    shown: Shown | None = None
    tables: Mapping[str, Any] = field(default_factory=dict)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know of."""
        return tuple(note.text for note in self.seen.notes if not note.against) if self.seen else ()

    @property
    def against(self) -> tuple[str, ...]:
        """What speaks against the result."""
        return tuple(note.text for note in self.seen.notes if note.against) if self.seen else ()

    @property
    def drawn(self) -> tuple[Drawn, ...]:
        """What was drawn."""
        return self.shown.drawn if self.shown else ()

    def hint(self, error: BaseException) -> str:
        """What would have been right, where the error and the tables tell."""
        return hint(error, self.program, self.tables)


def watcher(namespace: Mapping[str, Any]) -> Callable[[str], Any]:
    """Makes the watch around a program that runs in ``namespace``."""

    @contextmanager
    def watching(program: str) -> Iterator[Watched]:
        watched = Watched(namespace, program, tables=tables_of(namespace))
        with ExitStack() as stack:
            watched.seen = stack.enter_context(watch(namespace, program))
            watched.shown = stack.enter_context(watch_figures(program))
            yield watched

    return watching


def tables_of(namespace: Mapping[str, Any]) -> dict[str, Any]:
    """The public tables of a namespace."""
    return {name: value for name, value in list(namespace.items()) if not name.startswith("_") and is_table(value)}


def judge(namespace: Mapping[str, Any]) -> Callable[[Task, Observation], Observation]:
    """Holds what a program about the tables of ``namespace`` came to against its question."""
    tables = tables_of(namespace)  # as they are before the run

    def judged(task: Task, seen: Observation) -> Observation:
        if not task.context or not seen.ok:
            return seen
        asked, effects = expected(task.question), seen.effects
        changed = UNKNOWN if effects is None else (*effects.changed, *effects.deleted)
        wrote = UNKNOWN if effects is None else files_of(effects)
        value = seen.result.value if seen.result else None
        told = misfits(asked, value, seen.drawn, changed, wrote, tables)
        if effects is not None and asked.file and wrote:
            seen = replace(seen, result=Result("files", _both(files_told(effects), seen.result), value))
        elif effects is not None and asked.change and (what := changes_told(effects)):
            seen = replace(seen, result=Result("changes", _both(what, seen.result), value))
        return replace(seen, against=tuple(dict.fromkeys((*seen.against, *told))))

    return judged


def _both(what: str, result: Result | None) -> str:
    """The change, and what the program's last line came to besides."""
    return f"{what} ({result.said})" if result is not None and result.said else what
