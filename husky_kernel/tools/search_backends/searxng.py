"""A SearXNG server, the user's own or a public one. Off unless the user gives its address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from husky_kernel.tools.search_backends.base import Hit, SearchError
from husky_kernel.tools.search_backends.web import TIMEOUT_SECONDS, checked_url, get_json, web_hit


class SearxngBackend:
    """Asks ``<url>/search?format=json``; answers and info boxes come before the results.

    API: https://docs.searxng.org/dev/search_api.html
    """

    name = "searxng"

    def __init__(self, url: str, timeout: float = TIMEOUT_SECONDS) -> None:
        self.url = checked_url(url)
        self.timeout = timeout

    def search(self, query: str, limit: int = 8) -> list[Hit]:
        """Best hits for ``query``. Raises SearchError if the server does not answer."""
        try:
            data = get_json(f"{self.url}/search", {"q": query, "format": "json"}, self.timeout)
        except SearchError as error:
            if "HTTP 403" in str(error):
                raise SearchError(f"{error}: let it answer in JSON (search.formats in its settings.yml)") from None
            raise
        found = (web_hit(rank, *fields) for rank, fields in enumerate(_results(data)))
        return [hit for hit in found if hit is not None][:limit]


def _results(data: dict[str, Any]) -> Iterator[tuple[object, object, object]]:
    """(title, text, address) of everything in a reply; answers are texts in older servers, objects in newer ones."""
    for answer in data.get("answers") or ():
        text, url = (answer.get("answer"), answer.get("url")) if isinstance(answer, dict) else (answer, None)
        yield "Answer", text, url or "searxng"
    for box in data.get("infoboxes") or ():
        yield box.get("infobox"), box.get("content"), box.get("id") or "searxng"
    for result in data.get("results") or ():
        yield result.get("title"), result.get("content"), result.get("url")
