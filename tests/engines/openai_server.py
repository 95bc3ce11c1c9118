"""A small real HTTP server that answers as an OpenAI-compatible one would, from what a test gives it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from husky_kernel.engines.openai.engine import OpenAIEngine

Body = Mapping[str, Any]


@dataclass
class Server:
    """What the server does next, and what it was asked.

    ``failures`` are statuses of the next answers; ``pieces`` the reply; ``logprobs`` lists for each token of a whole
    reply its likeliest tokens; ``error`` the words of a failure; ``hang`` keeps the client waiting; ``cut`` breaks
    the stream off; ``timings`` are told at the end of a stream, as llama-server does. ``refuses``: options with what it
    says of them; ``location`` sends elsewhere; ``models_page``: type and bytes in the place of its list; ``raw``: bytes
    of a stream; ``drips`` are sent for ever, byte by byte, until the client is ``gone``.
    """

    url: str = ""
    models: Sequence[Body] = ({"id": "m", "object": "model", "created": 0, "owned_by": "someone"},)
    models_status: int = 200
    failures: list[int] = field(default_factory=list)
    error: str = "no"
    pieces: Sequence[str] = ("Hello", " world")
    finish: str | None = "stop"
    logprobs: Sequence[Mapping[str, float]] | None = None
    hang: threading.Event | None = None
    cut: bool = False
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    written: int = 0
    timings: Mapping[str, float] | None = None
    refuses: Mapping[str, str] = field(default_factory=dict)
    location: str = ""
    models_page: tuple[str, bytes] | None = None
    raw: bytes | None = None
    drips: bytes = b""
    gone: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    """Run ``server`` on a free port of this machine."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"plan": server}))
    http.daemon_threads = True
    server.url = f"http://127.0.0.1:{http.server_address[1]}/v1"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        if server.hang:
            server.hang.set()
        http.shutdown()
        http.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    plan: Server

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.plan.keys.append(self.headers["Authorization"])
        if self.plan.models_page is not None:
            return self._page(200, *self.plan.models_page)
        if self.plan.models_status != 200:
            return self._json(self.plan.models_status, {"error": {"message": self.plan.error}})
        return self._json(200, {"object": "list", "data": self.plan.models})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.plan.asked.append(body)
        if self.plan.hang:
            self.plan.hang.wait(30)
        if self.plan.location:
            return self._page(307, "text/plain", b"")
        if refused := [name for name in self.plan.refuses if name in body]:
            return self._json(400, {"error": {"message": self.plan.refuses[refused[0]]}})
        if self.plan.drips:
            return self._drip()
        if self.plan.failures:
            return self._json(self.plan.failures.pop(0), {"error": {"message": self.plan.error}})
        return self._stream() if body.get("stream") else self._whole()

    def _json(self, status: int, data: Body) -> None:
        self._page(status, "application/json", json.dumps(data).encode())

    def _page(self, status: int, kind: str, payload: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(payload)))
        if self.plan.location:
            self.send_header("Location", self.plan.location)
        self.end_headers()
        self.wfile.write(payload)

    def _drip(self) -> None:
        at, end = 0, time.monotonic() + 30
        try:
            while time.monotonic() < end:
                self.wfile.write(self.plan.drips[at : at + 1] or b": still here\n\n")
                at += 1
                time.sleep(0.01)
        except OSError:
            self.plan.gone.set()
        self.close_connection = True

    def _whole(self) -> None:
        listed = None
        if self.plan.logprobs is not None:
            content = [_position(token, tops) for token, tops in zip(self.plan.pieces, self.plan.logprobs, strict=True)]
            listed = {"content": content}
        message = {"role": "assistant", "content": "".join(self.plan.pieces)}
        choice = {"index": 0, "message": message, "finish_reason": self.plan.finish, "logprobs": listed}
        self._json(200, {**_HEAD, "object": "chat.completion", "choices": [choice], "usage": _USAGE})

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        if self.plan.raw is not None:
            self.wfile.write(self.plan.raw)
            return
        try:
            for at, piece in enumerate(self.plan.pieces):
                told = (
                    {}
                    if self.plan.logprobs is None
                    else {"logprobs": {"content": [_position(piece, self.plan.logprobs[at])]}}
                )
                self._event([{"index": 0, "delta": {"content": piece}, "finish_reason": None, **told}])
                self.plan.written += 1
            if self.plan.cut:
                self.wfile.write(b'data: {"error": {"message": "the model died"}}\n\n')
                return
            self._event([{"index": 0, "delta": {}, "finish_reason": self.plan.finish}])
            self._event([], usage=_USAGE, **({"timings": self.plan.timings} if self.plan.timings else {}))
            self.wfile.write(b"data: [DONE]\n\n")
        except OSError:  # the client has closed the stream
            self.close_connection = True

    def _event(self, choices: Sequence[Body], **more: Any) -> None:
        data = {**_HEAD, "object": "chat.completion.chunk", "choices": choices, **more}
        self.wfile.write(f"data: {json.dumps(data)}\n\n".encode())
        self.wfile.flush()


_HEAD = {"id": "x", "created": 0, "model": "m"}
_USAGE = {
    "prompt_tokens": 20,
    "completion_tokens": 2,
    "total_tokens": 22,
    "prompt_tokens_details": {"cached_tokens": 16},
}


def _position(token: str, tops: Mapping[str, float]) -> dict[str, Any]:
    listed = [{"token": text, "logprob": logprob, "bytes": None} for text, logprob in tops.items()]
    return {"token": token, "logprob": tops.get(token, -9.0), "bytes": None, "top_logprobs": listed}


def card(owner: str, **more: Any) -> dict[str, Any]:
    return {"id": "m", "object": "model", "created": 0, "owned_by": owner, **more}


def engine_of(server: Server, **options: Any) -> OpenAIEngine:
    return OpenAIEngine(server.url, **{"retries": 0, **options})
