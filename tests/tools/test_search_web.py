"""The web backends against real HTTP servers on this machine."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from husky_kernel.tools.search import SearchTool
from husky_kernel.tools.search_backends.ddgs import DdgsBackend
from husky_kernel.tools.search_backends.searxng import SearxngBackend
from husky_kernel.tools.search_backends.serpapi import KEY_VARIABLE, SerpapiBackend

KEY = "s3cret-key"


class Server(ThreadingHTTPServer):
    """Answers every request with one reply and keeps the requests."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.body = 200, b"{}"
        self.requests: list[tuple[str, dict[str, list[str]]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def reply(self, body: object, status: int = 200) -> None:
        self.status, self.body = status, body if isinstance(body, bytes) else json.dumps(body).encode()


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.server.requests.append((parts.path, parse_qs(parts.query)))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    return KEY


def test_searxng_gives_answers_boxes_and_results_in_order(server: Server) -> None:
    server.reply(
        {
            "answers": ["42 km", {"answer": "in all", "url": "https://a.example"}],
            "infoboxes": [{"infobox": "Box", "content": "From the <b>box</b>.", "id": "https://box.example"}],
            "results": [
                {"title": "One &amp; only", "content": "First " + "long " * 200, "url": "https://one.example"},
                {"title": "No text", "content": "", "url": "https://none.example"},
                {"title": None, "content": "Untitled", "url": "https://two.example"},
            ],
        }
    )
    hits = SearxngBackend(server.url + "/").search('length of "Marathon" & co')
    assert server.requests == [("/search", {"q": ['length of "Marathon" & co'], "format": ["json"]})]
    assert [hit.snippet[:20] for hit in hits] == [
        "Answer: 42 km", "Answer: in all", "Box: From the box .", "One & only: First lo", "Untitled"
    ]  # fmt: skip
    assert [hit.source for hit in hits] == [
        "searxng", "https://a.example", "https://box.example", "https://one.example", "https://two.example"
    ]  # fmt: skip
    assert [hit.score for hit in hits] == [1.0, 0.9, 0.8, 0.7, 0.5]
    assert all(len(hit.snippet) < 450 for hit in hits)


def test_web_results_reach_the_model_as_a_few_short_lines(server: Server) -> None:
    server.reply({"results": [{"title": f"T{n}", "content": f"text {n}", "url": f"u{n}"} for n in range(10)]})
    found = SearchTool(SearxngBackend(server.url)).run("q")
    assert found.text == "T0: text 0\nT1: text 1\nT2: text 2"
    assert len(found.sources) == 8


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ({}, 500, "answered with HTTP 500"),
        ({}, 403, "let it answer in JSON (search.formats in its settings.yml)"),
        (b"<html>", 200, "did not answer with JSON"),
        (b"\xff\xfe\x00", 200, "did not answer with JSON"),
        ([], 200, "did not answer with a JSON object"),
        ({"results": []}, 200, "no result for 'q'"),
    ],
)
def test_a_server_that_fails_is_one_line(server: Server, body: object, status: int, error: str) -> None:
    server.reply(body, status)
    found = SearchTool(SearxngBackend(server.url)).run("q")
    assert not found.ok
    assert found.error is not None
    assert error in found.error
    assert "\n" not in found.error


def test_a_server_that_is_not_there_or_says_nothing_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        found = SearchTool(SearxngBackend(address, timeout=0.2)).run("q")
        assert "cannot be reached" in (found.error or "")
    found = SearchTool(SearxngBackend(address)).run("q")
    assert "cannot be reached" in (found.error or "")


def test_serpapi_sends_the_key_and_reads_boxes_and_results(server: Server, key: str) -> None:
    server.reply(
        {
            "answer_box": {"title": "Everest", "answer": "8,849 m", "link": "https://box.example"},
            "knowledge_graph": {"title": "Mount Everest", "description": "A mountain.", "source": {"link": "https://k.example"}},
            "organic_results": [{"title": "One", "snippet": "Text one", "link": "https://one.example"}],
        }
    )  # fmt: skip
    hits = SerpapiBackend(server.url).search("height of Everest")
    assert server.requests == [("/search.json", {"engine": ["google"], "q": ["height of Everest"], "api_key": [key]})]
    assert [(hit.snippet, hit.source) for hit in hits] == [
        ("Everest: 8,849 m", "https://box.example"),
        ("Mount Everest: A mountain.", "https://k.example"),
        ("One: Text one", "https://one.example"),
    ]


def test_without_a_key_nothing_is_asked_and_the_variable_is_named(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    found = SearchTool(SerpapiBackend(server.url)).run("q")
    assert not found.ok
    assert KEY_VARIABLE in (found.error or "")
    assert server.requests == []


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ({"error": f"Invalid API key {KEY}"}, 401, f"does not accept the key in {KEY_VARIABLE}"),
        ({"error": f"Your key {KEY} ran out of searches."}, 200, "SerpApi: Your key ... ran out of searches."),
        ({}, 500, "answered with HTTP 500"),
        ({"error": "Google hasn't returned any results for this query."}, 200, "no result for 'q'"),
    ],
)
def test_errors_of_serpapi_never_show_the_key(
    server: Server, key: str, caplog: pytest.LogCaptureFixture, body: object, status: int, error: str
) -> None:
    server.reply(body, status)
    with caplog.at_level(0):
        found = SearchTool(SerpapiBackend(server.url)).run("q")
    assert error in (found.error or "")
    assert key not in repr(found)
    assert key not in caplog.text


class Client:
    """Stands for ``ddgs.DDGS``: gives results or raises."""

    def __init__(self, results: Sequence[Mapping[str, Any]] = (), error: Exception | None = None) -> None:
        self.results, self.error = results, error

    def text(self, query: str, *, max_results: int) -> Sequence[Mapping[str, Any]]:
        if self.error:
            raise self.error
        return self.results[:max_results]


def test_ddgs_results_are_hits() -> None:
    client = Client([{"title": "T", "body": "Body text", "href": "https://t.example"}, {"title": "empty"}])
    [hit] = DdgsBackend(client).search("q")
    assert (hit.title, hit.snippet, hit.source, hit.score) == ("T", "T: Body text", "https://t.example", 1.0)


def test_failures_of_ddgs_are_one_line_and_no_result_is_none() -> None:
    ddgs = pytest.importorskip("ddgs.exceptions")
    none = DdgsBackend(Client(error=ddgs.DDGSException("No results found.")))
    assert none.search("q") == []
    found = SearchTool(DdgsBackend(Client(error=ddgs.RatelimitException("202\nRatelimit")))).run("q")
    assert found.error == "search failed: no web search engine answered: 202 Ratelimit"
