"""Web results through the ``ddgs`` package, which asks public search engines. Off unless chosen; needs no key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from husky_kernel.agent.errors import UseError
from husky_kernel.tools.search_backends.base import Hit, SearchError
from husky_kernel.tools.search_backends.web import TIMEOUT_SECONDS, web_hit

_NO_RESULT = "no results found"


class Client(Protocol):
    """The part of ``ddgs.DDGS`` that is used."""

    def text(self, query: str, *, max_results: int) -> Sequence[Mapping[str, Any]]:
        """Results with ``title``, ``body`` and ``href``."""


class DdgsBackend:
    """Asks a ``client``, by default a new ``ddgs.DDGS`` for every query."""

    name = "ddgs"

    def __init__(self, client: Client | None = None, timeout: float = TIMEOUT_SECONDS) -> None:
        self._client = client
        self.timeout = timeout

    def search(self, query: str, limit: int = 8) -> list[Hit]:
        """Best hits for ``query``. Raises UseError if ``ddgs`` is not installed, SearchError if no engine answers."""
        client = self._client or _new_client(self.timeout)
        try:
            results = client.text(query, max_results=limit)
        except Exception as error:  # ddgs passes on the errors of several HTTP clients and parsers
            if _NO_RESULT in str(error).lower():
                return []
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            raise SearchError(f"no web search engine answered: {reason}") from error
        found = (web_hit(rank, one.get("title"), one.get("body"), one.get("href")) for rank, one in enumerate(results))
        return [hit for hit in found if hit is not None][:limit]


def _new_client(timeout: float) -> Client:
    try:
        from ddgs import DDGS
    except ImportError as error:
        raise UseError("web search with ddgs needs the package ddgs: pip install 'husky-kernel[web]'") from error
    client: Client = DDGS(timeout=int(timeout))
    return client
