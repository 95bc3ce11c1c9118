"""Several models on one device: what is asked stays there, what was not asked for longest makes room.

A model at work is never moved. Weights wait in main memory and are moved by a :class:`Mover`; a model that is expected
soon is brought by a thread in the background. Which one that is, somebody says (:meth:`Residents.expect`), or it is
the one that was asked after the same ask the last time.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from husky_kernel.agent.errors import EngineError

GB = 1e9


class Mover(Protocol):
    """Moves the weights of one model. Calls come one at a time, on any thread."""

    def bring(self, model: Any) -> None:
        """Have the weights on the device; they are there when it returns. Raises EngineError if there is no room."""

    def send(self, model: Any) -> None:
        """Have the weights in main memory, and none of them on the device."""


@dataclass(slots=True)
class Member:
    """A model, the bytes it needs on the device, whether it is there, and how many are at work with it."""

    model: Any
    bytes: int
    hot: bool = False
    users: int = 0


class Residents:
    """The models that share a device.

    Parameters
    ----------
    budget
        Bytes of the device that weights may take.
    mover
        Moves them.
    """

    def __init__(self, budget: int, mover: Mover) -> None:
        self._budget, self._mover = budget, mover
        self._members: dict[str, Member] = {}  # the one asked last stands last
        self._changed = threading.Condition()
        self._queue: deque[object] = deque()
        self._expected: str | None = None
        self._moving = False
        self._followers: dict[str, str] = {}
        self._last = ""
        self._thread: threading.Thread | None = None

    @property
    def all_fit(self) -> bool:
        """Whether all models have room at the same time, so that none ever moves again."""
        with self._changed:
            return sum(member.bytes for member in self._members.values()) <= self._budget

    @property
    def hot(self) -> tuple[str, ...]:
        """The models on the device, the one asked last at the end."""
        with self._changed:
            return tuple(name for name, member in self._members.items() if member.hot)

    def add(self, name: str, model: Any, size: int) -> None:
        """Take in a model whose weights, ``size`` bytes of them, lie in main memory.

        Raises
        ------
        EngineError
            If it does not fit, even alone.
        """
        if size > self._budget:
            raise EngineError(
                f"the model {name} needs {size / GB:.1f} GB of GPU memory and has {self._budget / GB:.1f} GB: "
                "take a smaller model, or raise gpu_memory"
            )
        with self._changed:
            self._members[name] = Member(model, size)

    def remove(self, name: str) -> None:
        """Forget a model; its weights go with whoever else holds them."""
        with self._changed:
            self._members.pop(name, None)
            self._changed.notify_all()

    @contextmanager
    def using(self, name: str, ask: str = "") -> Iterator[None]:
        """Have the model on the device meanwhile, once its turn has come. ``ask`` says what for, to learn what follows.

        Nobody asks for one model while at work with another.
        """
        self._enter(name, ask)
        try:
            yield
        finally:
            with self._changed:
                self._members[name].users -= 1
                self._changed.notify_all()
            if (follower := self._followers.get(ask, name)) != name:
                self.expect(follower)

    def expect(self, name: str) -> None:
        """Bring a model in the background as soon as nobody waits and what makes room is idle. Returns at once."""
        with self._changed:
            self._expected = name
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="husky-residents", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def _enter(self, name: str, ask: str) -> None:
        ticket = object()
        with self._changed:
            if ask and self._last:
                self._followers[self._last] = name
            self._last = ask or self._last
            self._queue.append(ticket)  # first come, first served: else a busy model would never make room
            try:
                self._changed.wait_for(lambda: self._has_turn(name, ticket))
                self._settle(name)
                self._members[name].users += 1
            finally:
                self._queue.remove(ticket)
                self._changed.notify_all()

    def _has_turn(self, name: str, ticket: object) -> bool:
        """Whoever is at work with the model already goes on: those who wait may wait for just that."""
        return bool(self._members[name].users) or (self._queue[0] is ticket and self._can_be_hot(name))

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._has_work() or not self._members)
                if not self._members:
                    self._thread = None
                    return
                name, self._expected = self._expected or "", None
                try:
                    self._settle(name)
                except EngineError:
                    continue  # whoever asks for it is told

    def _has_work(self) -> bool:
        name = self._expected
        return name in self._members and not self._queue and self._can_be_hot(name)

    def _can_be_hot(self, name: str) -> bool:
        if self._members[name].hot:
            return True
        return not self._moving and self._over(name, busy_only=True) <= 0

    def _over(self, name: str, busy_only: bool = False) -> int:
        """Bytes by which the model, with those on the device (with those at work there), exceeds the budget."""
        there = [m for n, m in self._members.items() if n != name and m.hot and (m.users or not busy_only)]
        return self._members[name].bytes + sum(member.bytes for member in there) - self._budget

    def _settle(self, name: str) -> None:
        """Bring the model if it is not there; others wait for a move, but go on with what they have."""
        member = self._members.pop(name)
        self._members[name] = member
        if member.hot:
            return
        leaving = self._leaving(name)
        self._moving = True
        self._changed.release()
        try:
            for other in leaving:
                self._mover.send(other.model)
            self._mover.bring(member.model)
        finally:
            self._changed.acquire()
            self._moving = False
            self._changed.notify_all()
        member.hot = True

    def _leaving(self, name: str) -> list[Member]:
        """The idle members that make room, the one asked longest ago first; they count as gone from now on."""
        leaving = []
        for other, member in self._members.items():
            if self._over(name) <= 0:
                break
            if member.hot and not member.users and other != name:
                member.hot = False
                leaving.append(member)
        return leaving
