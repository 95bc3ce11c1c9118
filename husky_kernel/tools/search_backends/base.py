"""The interface of a search backend and the value it returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from husky_kernel.agent.errors import HuskyError


class SearchError(HuskyError):
    """A search could not be carried out: a server that does not answer, a damaged index. Says what to do."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One result. ``score`` lies in 0..1; ``exact`` hits are rows of a fact table that the query names outright.

    ``snippet`` is plain text, short, and opens with its own label. ``source`` says where it comes from: an address, a
    file, or the name of a collection with its licence.
    """

    title: str
    snippet: str
    source: str
    score: float
    exact: bool = False


@runtime_checkable
class SearchBackend(Protocol):
    """Something that answers a query with hits, best first. Safe to call from any thread."""

    name: str

    def search(self, query: str, limit: int = 8) -> Sequence[Hit]:
        """Best hits for ``query``, none where nothing fits. Raises HuskyError if the search itself fails."""


@runtime_checkable
class Holds(Protocol):
    """A backend on this machine that can tell whether it holds what a question asks for."""

    def holds(self, question: str) -> bool:
        """Whether it does. Raises HuskyError if that cannot be told."""
