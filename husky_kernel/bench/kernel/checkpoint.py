"""``husky bench checkpoint``: a checkpoint and its restore, against copying and pickling the namespace.

Measured are seconds of the processor, so that other work on the machine counts for little.
"""

from __future__ import annotations

import copy
import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.bench.kernel.namespaces import GB, ROOM, SIZES, Case, cases
from husky_kernel.checkpoint import History

ENOUGH = 1.0
"""Seconds after which a measurement is not repeated."""


@dataclass(frozen=True, slots=True)
class Row:
    """One case: seconds and bytes of a checkpoint, of ``deepcopy`` and of ``cloudpickle``.

    ``take`` is before the step, ``settle`` after it (finds the effects too), ``restore`` goes back. ``step`` is the
    step without a checkpoint and ``step_with`` with one, when tables copy what is written to. ``kept`` are bytes
    held after the step.
    """

    case: str
    take: float
    settle: float
    restore: float
    kept: int
    step: float
    step_with: float
    deepcopy: float
    deepcopy_restore: float
    deepcopy_bytes: int
    pickle: float
    pickle_restore: float
    pickle_bytes: int

    @property
    def ratios(self) -> dict[str, float]:
        """How many times longer the others' checkpoints take than ``take``, and than ``take`` and ``settle``."""
        both = self.take + self.settle
        return {
            "deepcopy_per_take": self.deepcopy / self.take,
            "deepcopy_per_both": self.deepcopy / both,
            "pickle_per_take": self.pickle / self.take,
            "pickle_per_both": self.pickle / both,
        }

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self) | self.ratios


def measure(largest: int = GB) -> Iterator[Row | str]:
    """A row a case, or a line that says what was left out. Tables are of at most ``largest`` bytes."""
    try:
        import cloudpickle
    except ImportError as error:
        raise UseError("cloudpickle is what is measured against: pip install cloudpickle") from error
    free, others = free_memory(), ("", _Others(0, 0, 0, 0, 0, 0))
    for case in cases(largest):
        if case.size * ROOM > free:
            yield f"{case.name}: left out, it needs {case.size * ROOM / GB:.1f} GB of free memory"
            continue
        if others[0] != case.space:
            others = case.space, _others(case, cloudpickle)
        yield _row(case, others[1])
    for words, size in SIZES.items():
        if size > largest:
            yield f"table of {words}: left out as asked"


def free_memory() -> int:
    """Bytes that are free now."""
    import psutil

    return int(psutil.virtual_memory().available)


@dataclass(frozen=True, slots=True)
class _Others:
    """The part of a :class:`Row` that is not ours."""

    deepcopy: float
    deepcopy_restore: float
    deepcopy_bytes: int
    pickle: float
    pickle_restore: float
    pickle_bytes: int


def _others(case: Case, cloudpickle: Any) -> _Others:
    namespace = case.make()
    (copying, bound), copied = _best(lambda: _copied(namespace))
    (dumped, loaded), pickled = _best(lambda: _pickled(namespace, cloudpickle))
    return _Others(copying, bound, copied, dumped, loaded, pickled)


def _row(case: Case, others: _Others) -> Row:
    (step,), _ = _best(lambda: _step_alone(case))
    (take, step_with, settle, restore), kept = _best(lambda: _ours(case))
    return Row(case.name, take, settle, restore, kept, step, step_with, **asdict(others))


def _best(run: Callable[[], tuple[tuple[float, ...], int]]) -> tuple[tuple[float, ...], int]:
    """The fastest of up to three runs, time by time."""
    runs: list[tuple[tuple[float, ...], int]] = []
    while len(runs) < 3 and sum(sum(times) for times, _ in runs) < ENOUGH:
        gc.collect()
        runs.append(run())
    return tuple(map(min, zip(*(times for times, _ in runs), strict=True))), runs[-1][1]


def _step_alone(case: Case) -> tuple[tuple[float, ...], int]:
    namespace = _live(case)
    code = compile(case.code, "step", "exec")
    start = time.process_time()
    exec(code, namespace)
    return (time.process_time() - start,), 0


def _ours(case: Case) -> tuple[tuple[float, ...], int]:
    namespace, history = _live(case), History(budget=1 << 50)
    code = compile(case.code, "step", "exec")
    history.settle(history.take(namespace, "0"))  # the first one loads what it needs
    marks = [time.process_time()]
    number = history.take(namespace, case.code)
    marks.append(time.process_time())
    exec(code, namespace)
    marks.append(time.process_time())
    history.settle(number)
    marks.append(time.process_time())
    kept = history.bytes
    start = time.process_time()
    history.restore(number)
    restore = time.process_time() - start
    take, step, settle = (after - before for before, after in pairwise(marks))
    return (take, step, settle, restore), kept


def _live(case: Case) -> dict[str, Any]:
    return {"__name__": "__main__", **case.make()}


def _copied(namespace: dict[str, Any]) -> tuple[tuple[float, ...], int]:
    start = time.process_time()
    copies = copy.deepcopy(namespace)
    middle = time.process_time()
    live = dict(namespace)
    live.update(copies)
    return (middle - start, time.process_time() - middle), _size(copies)


def _pickled(namespace: dict[str, Any], cloudpickle: Any) -> tuple[tuple[float, ...], int]:
    start = time.process_time()
    data = cloudpickle.dumps(namespace)
    middle = time.process_time()
    cloudpickle.loads(data)
    return (middle - start, time.process_time() - middle), len(data)


def _size(copies: dict[str, Any]) -> int:
    """Bytes of tables and arrays; for other objects what our own checkpoint of them would keep."""
    from husky_kernel.checkpoint.checkpoint import Checkpoint
    from husky_kernel.checkpoint.names import Mentions

    pieces: dict[object, int] = {}
    whole = Checkpoint.before(copies, Mentions(frozenset(copies)), 1 << 50)
    for saved in whole.saved:
        if len(saved.things) > 64 or (not hasattr(saved.things[0], "nbytes") and not hasattr(saved.things[0], "_mgr")):
            pieces.update(saved.memory())
        else:
            pieces.update(piece for thing in saved.things for piece in saved.kind.holds(thing))
    return sum(pieces.values())
