"""The search tool: a query in, the facts that were found out, each with its source."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from husky_kernel.agent.errors import HuskyError, UseError
from husky_kernel.agent.protocols import Example
from husky_kernel.agent.types import Observation
from husky_kernel.tools.registry import ToolContext
from husky_kernel.tools.search_backends.base import Hit, Holds, SearchBackend

BACKENDS = ("offline", "ddgs", "serpapi", "searxng")
MAX_SNIPPETS = 3
MAX_EXACT = 6
MAX_LETTERS = 900
NEAR_BEST = 0.75

_QUOTES = "\"'`“”‘’"


class SearchTool:
    """Looks a query up with one backend. See :func:`make_backend` for the backends."""

    name = "search"
    description = "look up a fact that is not in the question or the variables: area, population, capital, date, height"
    executes = True
    instructions = ""
    examples: Sequence[Example] = ()
    action_examples: Sequence[Example] = ()

    def __init__(self, backend: SearchBackend) -> None:
        self.backend = backend

    def run(self, call: str) -> Observation:
        """Search for ``call``. Without a hit, or if the backend fails, ``ok`` is False and ``error`` says why."""
        query = " ".join(call.split()).strip(_QUOTES + " ")
        if not query:
            return Observation("", ok=False, error="the search query is empty")
        try:
            hits = self.backend.search(query)
        except HuskyError as error:
            return Observation("", ok=False, error=f"search failed: {error}")
        if not hits:
            return Observation(f"No result for {query!r}.", ok=False, error=f"no result for {query!r}")
        return Observation("\n".join(hit.snippet for hit in telling(hits)), sources=tuple(map(_source, hits)))

    def knows(self, question: str) -> bool:
        """Whether the backend holds facts on this machine that ``question`` asks for: no question leaves it to tell."""
        try:
            return isinstance(self.backend, Holds) and self.backend.holds(question)
        except HuskyError:
            return False


def telling(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that are shown to the models: every exact one, or else the few that are nearly as good as the best.

    A query that names four states gets four lines; otherwise :data:`MAX_SNIPPETS` at most.
    """
    exact = [hit for hit in hits if hit.exact][:MAX_EXACT]
    near = [hit for hit in hits if hit.score >= NEAR_BEST * hits[0].score][:MAX_SNIPPETS]
    chosen: list[Hit] = []
    for hit in exact or near:
        if chosen and sum(len(one.snippet) for one in [*chosen, hit]) > MAX_LETTERS:
            break
        chosen.append(hit)
    return chosen


def _source(hit: Hit) -> dict[str, str | float]:
    return {"title": hit.title, "snippet": hit.snippet, "source": hit.source, "score": hit.score}


def make_backend(name: str, *, index_path: Path, searxng_url: str | None = None) -> SearchBackend:
    """The backend called ``name``: ``offline`` (the default), or ``ddgs``, ``serpapi``, ``searxng``, which ask the web.

    ``index_path`` is the file of the offline index, built when it is first needed; ``searxng_url`` the address of a
    SearXNG server. Raises UseError for another name or a missing address.
    """
    if name == "offline":
        from husky_kernel.tools.search_backends.offline import OfflineBackend

        return OfflineBackend(index_path)
    if name == "ddgs":
        from husky_kernel.tools.search_backends.ddgs import DdgsBackend

        return DdgsBackend()
    if name == "serpapi":
        from husky_kernel.tools.search_backends.serpapi import SerpapiBackend

        return SerpapiBackend()
    if name == "searxng":
        from husky_kernel.tools.search_backends.searxng import SearxngBackend

        if not searxng_url:
            raise UseError("the searxng backend needs the address of a server: set the option searxng_url")
        return SearxngBackend(searxng_url)
    raise UseError(f"there is no search backend {name!r}: choose from {', '.join(BACKENDS)}")


def from_context(context: ToolContext) -> SearchTool:
    """The tool with the backend that the settings name: the entry point of ``husky_kernel.tools``."""
    return SearchTool(
        make_backend(context.search_backend, index_path=context.index_path, searxng_url=context.searxng_url)
    )
