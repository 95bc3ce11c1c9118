"""Continuous batching: replies asked for at the same time are written together, each joining and leaving on its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from husky_kernel.engines.torch.batching.row import Row
from husky_kernel.engines.torch.batching.rows_batch import RowsBatch


class Scheduler:
    """Writes rows on a thread of its own, which ends when nothing is left to write.

    Parameters
    ----------
    model
        A causal language model all of whose layers are of full attention.
    at_work
        Keeps everybody else off the model. It is left between two tokens, so that prompts are read meanwhile.
    select
        Switches the model to an adapter, or to none.
    """

    def __init__(
        self,
        model: Any,
        at_work: Callable[[], AbstractContextManager[None]],
        select: Callable[[str | None], None],
    ) -> None:
        self._model, self._at_work, self._select = model, at_work, select
        self._changed = threading.Condition()
        self._new: list[Row] = []
        self._arriving = 0
        self._running = False
        self.most = 0
        """Rows that were written together at most."""

    @property
    def waiting(self) -> int:
        """Rows that join at the next token."""
        with self._changed:
            return len(self._new)

    @contextmanager
    def arriving(self) -> Iterator[None]:
        """Somebody reads a prompt: the next token waits until it is read."""
        with self._changed:
            self._arriving += 1
        try:
            yield
        finally:
            with self._changed:
                self._arriving -= 1
                self._changed.notify_all()

    def write(self, row: Row) -> None:
        """Write a row to its end, together with others. Blocks; raises what its listener or the model raised."""
        if row.done:
            row.leave()
        else:
            with self._changed:
                self._new.append(row)
                if not self._running:
                    self._running = True
                    threading.Thread(target=self._work, name="husky-batch", daemon=True).start()
        row.wait()

    def _work(self) -> None:
        batches: dict[str | None, RowsBatch] = {}
        while True:
            with self._changed:
                self._changed.wait_for(lambda: not self._arriving)
                new, self._new = self._new, []
                if not new and not batches:
                    self._running = False
                    return
            try:
                with self._at_work():
                    batches = self._step(batches, new)
            except Exception as error:  # the model has failed: so has everybody who waits for it
                for row in {*new, *(row for batch in batches.values() for row in batch.rows)}:
                    row.fail(error)
                    row.leave()
                batches = {}

    def _step(self, batches: dict[str | None, RowsBatch], new: list[Row]) -> dict[str | None, RowsBatch]:
        """One token for every row; the batches of those that go on."""
        self.most = max(self.most, sum(len(batch.rows) for batch in batches.values()) + len(new))
        going: dict[str | None, RowsBatch] = {}
        for adapter in {*batches, *(row.adapter for row in new)}:
            batch = self._joined(batches.get(adapter), [row for row in new if row.adapter == adapter])
            self._select(adapter)
            batch.step()
            if left := self._without_the_done(batch):
                going[adapter] = left
        return going

    def _joined(self, batch: RowsBatch | None, new: list[Row]) -> RowsBatch:
        if batch is not None and not new:
            return batch
        if batch is not None:
            batch.take_apart()
        return RowsBatch(self._model, [*(batch.rows if batch else ()), *new])

    def _without_the_done(self, batch: RowsBatch) -> RowsBatch | None:
        done = [row for row in batch.rows if row.done]
        if not done:
            return batch
        batch.take_apart()
        going = [row for row in batch.rows if not row.done]
        left = RowsBatch(self._model, going) if going else None
        for row in done:
            row.leave()
        return left
