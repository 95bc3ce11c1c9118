"""The search tool over backends that answer from a list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from husky_kernel.agent.errors import HuskyError, UseError
from husky_kernel.agent.protocols import Tool
from husky_kernel.tools.registry import ToolContext
from husky_kernel.tools.search import BACKENDS, SearchTool, from_context, make_backend
from husky_kernel.tools.search_backends.base import Hit, SearchBackend, SearchError


class ListBackend:
    """Gives the same hits, or raises the same error, for every query, and keeps the queries."""

    name = "list"

    def __init__(self, hits: Sequence[Hit] = (), error: HuskyError | None = None) -> None:
        self.hits, self.error, self.queries = hits, error, []

    def search(self, query: str, limit: int = 8) -> Sequence[Hit]:
        self.queries.append(query)
        if self.error is not None:
            raise self.error
        return self.hits[:limit]


def hit(number: int, score: float, exact: bool = False, length: int = 0) -> Hit:
    return Hit(f"t{number}", f"t{number}: text." + "x" * length, f"place {number}", score, exact)


def test_it_is_a_tool_and_its_parts_are_what_the_loop_needs() -> None:
    tool = SearchTool(ListBackend())
    assert isinstance(tool, Tool)
    assert (tool.name, tool.executes, tool.examples, tool.action_examples) == ("search", True, (), ())


def test_exact_hits_alone_become_text_and_all_hits_become_sources() -> None:
    hits = [hit(1, 1.0, exact=True), hit(2, 1.0, exact=True), hit(3, 0.95)]
    found = SearchTool(ListBackend(hits)).run("area of both")
    assert found.ok
    assert found.text == "t1: text.\nt2: text."
    assert found.sources[2] == {"title": "t3", "snippet": "t3: text.", "source": "place 3", "score": 0.95}


def test_without_an_exact_hit_at_most_three_good_ones_are_told() -> None:
    hits = [hit(1, 0.9), hit(2, 0.8), hit(3, 0.7), hit(4, 0.69), hit(5, 0.3)]
    assert SearchTool(ListBackend(hits)).run("q").text == "t1: text.\nt2: text.\nt3: text."
    assert SearchTool(ListBackend([hit(1, 0.9), hit(2, 0.5)])).run("q").text == "t1: text."


def test_every_exact_hit_is_told_up_to_six() -> None:
    hits = [hit(number, 1.0, exact=True) for number in range(8)]
    assert len(SearchTool(ListBackend(hits)).run("q").text.splitlines()) == 6


def test_long_snippets_are_not_piled_up() -> None:
    hits = [hit(number, 0.9, length=500) for number in range(3)]
    assert SearchTool(ListBackend(hits)).run("q").text.splitlines() == [hits[0].snippet]


def test_quotes_and_line_breaks_around_a_query_are_no_part_of_it() -> None:
    backend = ListBackend([hit(1, 1.0)])
    SearchTool(backend).run(' "area of\n Texas" ')
    assert backend.queries == ["area of Texas"]


@pytest.mark.parametrize("query", ["", "  \n ", '""'])
def test_an_empty_query_fails_without_asking(query: str) -> None:
    backend = ListBackend([hit(1, 1.0)])
    found = SearchTool(backend).run(query)
    assert (found.ok, found.error, backend.queries) == (False, "the search query is empty", [])


def test_no_hit_is_a_failed_observation_that_names_the_query() -> None:
    found = SearchTool(ListBackend()).run("height of nothing")
    assert not found.ok
    assert found.error == "no result for 'height of nothing'"


@pytest.mark.parametrize("error", [SearchError("host cannot be reached"), UseError("set SERPAPI_API_KEY")])
def test_a_backend_that_fails_gives_one_line_and_no_exception(error: HuskyError) -> None:
    found = SearchTool(ListBackend(error=error)).run("q")
    assert (found.ok, found.error) == (False, f"search failed: {error}")


@pytest.mark.parametrize("name", BACKENDS)
def test_every_backend_can_be_made(name: str, tmp_path: Path) -> None:
    backend = make_backend(name, index_path=tmp_path / "index", searxng_url="http://localhost:1")
    assert isinstance(backend, SearchBackend)
    assert backend.name == name
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_made_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UseError, match="choose from offline, ddgs, serpapi, searxng"):
        make_backend("bing", index_path=tmp_path)
    with pytest.raises(UseError, match="searxng_url"):
        make_backend("searxng", index_path=tmp_path)
    with pytest.raises(UseError, match="not the address of a server"):
        make_backend("searxng", index_path=tmp_path, searxng_url="file:///etc")


def test_the_registry_gets_the_backend_of_the_settings(tmp_path: Path) -> None:
    tool = from_context(ToolContext(shell=None, index_path=tmp_path / "index"))
    assert tool.backend.name == "offline"
    web = from_context(ToolContext(None, tmp_path, search_backend="searxng", searxng_url="http://localhost:1/"))
    assert web.backend.name == "searxng"
