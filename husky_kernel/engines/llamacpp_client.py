"""What llama.cpp's server is asked over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

SECONDS = 60.0
"""The longest that a connection, or writing or reading a slot's file, may take. A completion may take any time."""

_COMPLETIONS = "/v1/completions"
_DATA = b"data: {"


class LlamaCppClient:
    """Asks a server on this machine, from any thread. What goes wrong on the way is an ``httpx.HTTPError``."""

    def __init__(self, address: str, key: str) -> None:
        import httpx

        self._http = httpx.Client(
            base_url=address,
            # One that is kept open may be hung up by the server just as it is used again; a new one costs little.
            headers={"Authorization": f"Bearer {key}", "Connection": "close"},
            limits=httpx.Limits(max_keepalive_connections=0),
            timeout=SECONDS,
            trust_env=False,  # no proxy lies between a process and its child
            verify=False,  # no certificates either
        )
        self._unhurried = httpx.Timeout(None, connect=SECONDS)

    def complete(self, body: Mapping[str, Any], on_chunk: Callable[[Mapping[str, Any]], bool] | None) -> dict[str, Any]:
        """A reply, in pieces where ``on_chunk`` is given: it ends where that returns True. May hold an ``error``."""
        if on_chunk is None:
            return dict(self._http.post(_COMPLETIONS, json=body, timeout=self._unhurried).json())
        with self._http.stream("POST", _COMPLETIONS, json=body, timeout=self._unhurried) as reply:
            if not reply.is_success:
                return dict(json.loads(reply.read()))
            any(on_chunk(chunk) for chunk in chunks(reply.iter_bytes()))
        return {}  # leaving the context hangs up, whereupon the server stops

    def slot_action(self, slot: int, action: str, name: str) -> dict[str, Any] | None:
        """What is said of a ``save``, ``restore`` or ``erase``; None if it did not work."""
        import httpx

        try:
            reply = self._http.post(f"/slots/{slot}", params={"action": action}, json={"filename": name})
        except httpx.TimeoutException:
            return None
        return dict(reply.json()) if reply.is_success else None

    def count_tokens(self, text: str) -> int:
        """Tokens of ``text``, by the model's own tokenizer."""
        reply = self._http.post("/tokenize", json={"content": text, "add_special": True})
        return len(reply.raise_for_status().json()["tokens"])

    def close(self) -> None:
        """Hang up."""
        self._http.close()


def chunks(parts: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """The objects of a stream of server-sent events, wherever its parts are cut.

    Lines end at line feeds alone: a reply may hold what else Unicode calls the end of one.
    """
    rest = b""
    for part in parts:
        *lines, rest = (rest + part).split(b"\n")
        for line in lines:
            if line.startswith(_DATA):
                yield json.loads(line[len(_DATA) - 1 :])
