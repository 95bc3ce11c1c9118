"""Google results through SerpApi. Off unless chosen; the key comes from the environment only."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.tools.search_backends.base import Hit, SearchError
from husky_kernel.tools.search_backends.web import TIMEOUT_SECONDS, checked_url, get_json, web_hit

KEY_VARIABLE = "SERPAPI_API_KEY"

_NO_RESULT = "hasn't returned any results"


class SerpapiBackend:
    """Asks ``<url>/search.json``; the answer box and the knowledge graph come before the results.

    API: https://serpapi.com/search-api
    """

    name = "serpapi"

    def __init__(self, url: str = "https://serpapi.com", timeout: float = TIMEOUT_SECONDS) -> None:
        self.url = checked_url(url)
        self.timeout = timeout

    def search(self, query: str, limit: int = 8) -> list[Hit]:
        """Best hits for ``query``. Raises UseError without a key, SearchError if the server does not answer."""
        key = os.environ.get(KEY_VARIABLE, "").strip()
        if not key:
            raise UseError(f"SerpApi needs a key: set the environment variable {KEY_VARIABLE} before starting Jupyter")
        parameters = {"engine": "google", "q": query, "api_key": key}
        try:
            data = get_json(f"{self.url}/search.json", parameters, self.timeout)
        except SearchError as error:
            if "HTTP 401" in str(error):
                raise UseError(f"SerpApi does not accept the key in {KEY_VARIABLE}") from None
            raise
        problem = str(data.get("error") or "")
        if problem and _NO_RESULT not in problem:
            raise SearchError(f"SerpApi: {problem.replace(key, '...')}")
        found = (web_hit(rank, *fields) for rank, fields in enumerate(_results(data)))
        return [hit for hit in found if hit is not None][:limit]


def _results(data: dict[str, Any]) -> Iterator[tuple[object, object, object]]:
    """(title, text, address) of everything in a reply."""
    box = data.get("answer_box") or {}
    if box:
        yield (
            box.get("title") or "Answer",
            box.get("answer") or box.get("result") or box.get("snippet"),
            box.get("link"),
        )
    graph = data.get("knowledge_graph") or {}
    if graph:
        source = graph.get("source") or {}
        yield graph.get("title"), graph.get("description"), source.get("link") or "Google knowledge graph"
    for result in data.get("organic_results") or ():
        yield result.get("title"), result.get("snippet"), result.get("link")
