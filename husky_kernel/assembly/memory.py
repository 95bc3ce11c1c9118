"""What the coder remembers: solved questions of a file, and what a person put right."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.types import Trace
from husky_kernel.config import Settings
from husky_kernel.corrections import Correction, CorrectionLog, correction_file
from husky_kernel.modules.memory import Memory, Solved

Stamp = tuple[int, int] | None
"""When a file was written last, in nanoseconds, and its bytes; None where there is none."""


def memory_of(settings: Settings) -> Memory | None:
    """The memory that the settings ask for, None where they ask for none. A person's corrections come last: they win.

    Raises
    ------
    UseError
        If ``examples`` cannot be read or holds something else.
    """
    stamp = _stamp(Path(settings.examples).expanduser()) if settings.examples else None
    return _memory(settings.examples, stamp, correction_file() if settings.corrections else None)


@lru_cache(maxsize=2)
def _memory(examples: str | None, stamp: Stamp, log: Path | None) -> Memory | None:
    """Kept for as long as ``examples`` is the same file: its index takes a tenth of a second for 1,700 questions."""
    given = _examples(examples, stamp) if examples else ()
    if log is not None:
        return Memory(_Growing(log, given))
    return Memory(lambda: given) if given else None


def examples_in(file: str) -> tuple[Solved, ...]:
    """The questions of a file of trajectories or runs that one program alone answers.

    Raises
    ------
    UseError
        If it cannot be read, or a line is neither.
    """
    return _examples(file, _stamp(Path(file).expanduser()))


@lru_cache(maxsize=2)
def _examples(file: str, stamp: Stamp) -> tuple[Solved, ...]:
    """What is in ``file`` as it was written at ``stamp``: read once, though a report's checksum asks for it, too."""
    path = Path(file).expanduser()
    try:
        with path.open(encoding="utf-8") as lines:
            found = [_solved(json.loads(line)) for line in lines if line.strip()]
    except OSError as error:
        raise UseError(f"cannot read {path}: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UseError(
            f"{path} is not a file of solved questions, as `husky train synthesize` writes them: {error}"
        ) from None
    return tuple(one for one in found if one is not None)


def corrected(items: Iterable[Correction]) -> Iterator[Solved]:
    """What a person had a question's first program say, where the run came to its end so; the last word of each run.

    Its variables are not told again: their names and values are text from outside, and nobody would look for it there.
    """
    last: dict[str, Correction] = {}
    for item in items:
        if item.tool == "code" and not item.history and item.kind in ("code", "undo"):
            last.pop(item.run, None)
            last[item.run] = item
    for item in last.values():
        if item.kind == "code" and item.after.strip() and item.outcome and item.outcome.status == "finished":
            yield Solved(item.question, item.after, item.context, told=False)


def _solved(data: dict[str, Any]) -> Solved | None:
    trace = Trace.from_json(data.get("trace", data))
    step = trace.steps[0] if len(trace.steps) == 1 else None
    if trace.status != "finished" or step is None or step.tool != "code" or not step.call:
        return None
    return Solved(trace.question, step.call, str(data.get("context", "")))


class _Growing:
    """``given`` and the corrections of a log, read again when the log has changed."""

    def __init__(self, path: Path, given: Sequence[Solved]) -> None:
        self._path, self._given = path, given
        self._stamp: Stamp = None
        self._all: Sequence[Solved] = given

    def __call__(self) -> Sequence[Solved]:
        stamp = _stamp(self._path)
        if stamp != self._stamp:
            self._all = _without_older([*self._given, *corrected(self._read())])
            self._stamp = stamp
        return self._all

    def _read(self) -> Sequence[Correction]:
        try:
            return CorrectionLog(self._path).read().items
        except UseError:  # what cannot be read is not remembered; writing to it says so
            return ()


def _without_older(solved: Sequence[Solved]) -> tuple[Solved, ...]:
    """Of those of the same question and variables the last one."""
    return tuple({(one.question, one.context): one for one in solved}.values())


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
