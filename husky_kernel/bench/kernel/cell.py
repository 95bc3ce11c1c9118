"""``husky bench cell``: loading the extension, the time to the first card, and memory, beside a kernel without it.

From an event to the screen is measured in a browser: ``tests/browser/bench_cards.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from husky_kernel.bench.kernel.process import is_card, is_output, is_text, kernel_process
from husky_kernel.bench.local_model import LocalModel
from husky_kernel.bench.outcome import Measured, Outcome, measured_table, medians, merged, sample
from husky_kernel.bench.scripted_steps import scripted_model

OURS, BARE = "husky", "bare kernel"
LOAD = "%load_ext husky_kernel"
TIMED = "%%time\npass"
MB = 1_000_000
STEPS = 10

TYPING = 6
"""Seconds between ``%load_ext`` and the first question, where somebody writes it."""


class CellBench:
    """``rounds`` kernels of each kind, fresh ones."""

    def __init__(self, model: LocalModel, name: str, question: str, rounds: int) -> None:
        self._model, self._name, self._question, self._rounds = model, name, question, rounds

    def rows(self) -> Iterator[Measured]:
        """Times in ms, memory in MB."""
        with scripted_model(STEPS) as scripted:
            for _ in range(self._rounds):
                yield from self._scripted(scripted)
                yield from self._loading()
                yield from self._loaded()
                yield from self._bare()

    def _bare(self) -> Iterator[Measured]:
        with kernel_process() as kernel:
            kernel.run("pass")  # the first cell of any kernel is slower
            yield sample("an empty cell", BARE, "ms", 1000 * kernel.run("pass").seconds)
            yield sample("first output", BARE, "ms", 1000 * (kernel.run(TIMED, is_output).until or 0.0))
            yield sample("memory, idle", BARE, "MB", kernel.memory() / MB)

    def _scripted(self, model: str) -> Iterator[Measured]:
        with kernel_process() as kernel:
            kernel.run("pass")
            yield sample("%load_ext", OURS, "ms", 1000 * kernel.run(LOAD).seconds)
            yield sample("memory, idle", OURS, "MB", kernel.memory() / MB)
            run = kernel.run(self._cell(model, STEPS), is_card)
            yield from _card("first card, first cell", run.until)
            again = kernel.run(self._cell(model, STEPS), is_card)
            yield from _card("first card, later cells", again.until)
            yield sample("a step of a scripted run", OURS, "ms", 1000 * again.seconds / STEPS)

    def _loading(self) -> Iterator[Measured]:
        with kernel_process() as kernel:
            kernel.run("pass")
            kernel.run(LOAD)
            cell = self._cell(self._name, 1)
            with kernel.peak() as most:
                run = kernel.run(cell, is_card, is_text)
            yield from _card("first card, model not loaded", run.until)
            yield from _card("first token, model not loaded", run.after)
            yield from self._memory("busy", most[0])
            yield from self._memory("model loaded", kernel.memory())

    def _loaded(self) -> Iterator[Measured]:
        """Somebody types a question while the model loads, as it does from ``%load_ext`` on."""
        with kernel_process() as kernel:
            kernel.run(f"import os; os.environ['HUSKY_MODEL'] = {self._name!r}")
            kernel.run(LOAD)
            kernel.run(f"import time; time.sleep({TYPING})")
            run = kernel.run(self._cell(self._name, 1), is_card, is_text)
            yield from _card("first card, model loaded", run.until)
            yield from _card("first token, model loaded", run.after)

    def _memory(self, when: str, size: int) -> Iterator[Measured]:
        yield sample(f"memory, {when}", OURS, "MB", size / MB)
        yield sample(f"memory, {when}, without weights", OURS, "MB", (size - self._model.path.stat().st_size) / MB)

    def _cell(self, model: str, steps: int) -> str:
        return f"%%husky --model {model} --max-steps {steps}\n{self._question}"


def _card(what: str, seconds: float | None) -> Iterator[Measured]:
    if seconds is not None:
        yield sample(what, OURS, "ms", 1000 * seconds)


TARGETS: Mapping[str, tuple[str, float]] = {
    "%load_ext": ("target_300_ms_per_load_ext", 300.0),
    "first card, first cell": ("target_100_ms_per_first_card_of_first_cell", 100.0),
    "first card, later cells": ("target_100_ms_per_first_card_of_later_cells", 100.0),
    "first card, model not loaded": ("target_100_ms_per_first_card_while_loading", 100.0),
    "first token, model loaded": ("target_1000_ms_per_first_token_model_loaded", 1000.0),
    "memory, model loaded, without weights": ("target_400_MB_per_memory_without_weights", 400.0),
}
"""What is wanted, in the row's unit."""


def outcome(samples: Sequence[Measured], model: str) -> Outcome:
    """Targets in multiples of what was measured, and a kernel without us in shares of one with us."""
    rows = merged(samples)
    found = medians(rows)
    ratios = {name: target / found[what, OURS] for what, (name, target) in TARGETS.items() if (what, OURS) in found}
    if ("first output", BARE) in found and ("first card, later cells", OURS) in found:
        ratios["bare_first_output_per_first_card"] = (
            found["first output", BARE] / found["first card, later cells", OURS]
        )
    if ("memory, idle", BARE) in found:
        ratios["bare_memory_per_idle_memory"] = found["memory, idle", BARE] / found["memory, idle", OURS]
    return Outcome("cell", ratios, rows, measured_table(rows), model)
