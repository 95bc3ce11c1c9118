"""Has a judge grade every item of a report twice, with the answers' places swapped."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

from husky_kernel.agent.protocols import Engine
from husky_kernel.eval.judge.graded import Grade, Graded, Item, Report
from husky_kernel.eval.judge.journal import Journal, key
from husky_kernel.eval.judge.rubric import ORDERS, Order, Rubric, rubric
from husky_kernel.eval.judge.verdict import Verdict, ask, together


class Judge:
    """An engine with the rubric. ``workers`` items are judged at the same time, each in a role of its own."""

    def __init__(self, engine: Engine, journal: Journal, workers: int = 1, by: Rubric | None = None) -> None:
        self._engine, self._journal = engine, journal
        self._rubric = by or rubric()
        self._workers = workers
        # An engine takes one call at a time for each role.
        self._roles: SimpleQueue[str] = SimpleQueue()
        for number in range(workers):
            self._roles.put(f"judge{number or ''}")

    def grade(self, report: Report, tell: Callable[[str], object] = lambda line: None) -> Graded:
        """Grade every item; verdicts that the journal has are not asked for again. Raises what the engine raises."""
        grades: list[Grade] = []
        with ThreadPoolExecutor(self._workers) as pool:
            waiting = [pool.submit(self._last_if_it_fails, pool, item) for item in report.items]
            try:
                for item, future in zip(report.items, waiting, strict=True):
                    grades.append(future.result())
                    tell(f"{len(grades)}/{len(waiting)} item {item.index}: {grades[-1].judged}")
            finally:
                pool.shutdown(cancel_futures=True)
        return Graded(report, self._engine.name, self._rubric.checksum, grades)

    def _last_if_it_fails(self, pool: ThreadPoolExecutor, item: Item) -> Grade:
        """Grade an item. Those behind it are not begun if the engine fails: it would fail them too."""
        try:
            return self._item(item)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise

    def _item(self, item: Item) -> Grade:
        if not item.prediction.strip():
            return Grade(item, "unanswered", ())
        role = self._roles.get()
        try:
            first, second = (self._verdict(item, order, role) for order in ORDERS)
        finally:
            self._roles.put(role)
        return Grade(item, together(first, second), (first, second))

    def _verdict(self, item: Item, order: Order, role: str) -> Verdict:
        place = key(self._engine.name, self._rubric.checksum, item.question, item.reference, item.prediction, order)
        known = self._journal.find(place)
        if known is None:
            request = self._rubric.request(item.question, item.reference, item.prediction, order, role)
            known = ask(self._engine, request, self._rubric.choices)
            self._journal.add(place, known)
        return known
