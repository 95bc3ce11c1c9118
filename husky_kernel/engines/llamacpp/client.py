"""What llama.cpp's server is asked over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from husky_kernel.agent.stopping import left, stoppable
from husky_kernel.engines.hanging_up import watch

if TYPE_CHECKING:
    import httpx

Body = Mapping[str, Any]
OnChunk = Callable[[Mapping[str, Any]], bool]

SECONDS = 60.0
"""The longest that a connection, or writing or reading a slot's file, may take. A completion may take any time."""

_COMPLETIONS = "/v1/completions"
_DATA = b"data: {"
_WATCHED = {"trace": watch}


class LlamaCppClient:
    """Asks a server on this machine, from any thread. What goes wrong on the way is an ``httpx.HTTPError``.

    A stop of the run ends every ask at once, with :class:`~husky_kernel.agent.errors.Stopped`.
    """

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

    def complete(self, body: Body, on_chunk: OnChunk | None) -> dict[str, Any]:
        """A reply, in pieces where ``on_chunk`` is given: it ends where that returns True. May hold an ``error``."""
        return stoppable(partial(self._complete, body, on_chunk))

    def slot_action(self, slot: int, action: str, name: str) -> dict[str, Any] | None:
        """What is said of a ``save``, ``restore`` or ``erase``; None if it did not work."""
        import httpx

        try:
            reply = stoppable(partial(self._post, f"/slots/{slot}", {"filename": name}, params={"action": action}))
        except httpx.TimeoutException:
            return None
        return dict(reply.json()) if reply.is_success else None

    def count_tokens(self, text: str) -> int:
        """Tokens of ``text``, by the model's own tokenizer."""
        reply = stoppable(partial(self._post, "/tokenize", {"content": text, "add_special": True}))
        return len(reply.raise_for_status().json()["tokens"])

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def _complete(self, body: Body, on_chunk: OnChunk | None) -> dict[str, Any]:
        if on_chunk is None:
            return dict(self._post(_COMPLETIONS, body, timeout=self._unhurried).json())
        with self._http.stream("POST", _COMPLETIONS, json=body, timeout=self._unhurried, extensions=_WATCHED) as reply:
            if not reply.is_success:
                return dict(json.loads(reply.read()))
            any(left() or on_chunk(chunk) for chunk in chunks(reply.iter_bytes()))
        return {}  # leaving the context hangs up, whereupon the server stops

    def _post(self, place: str, body: Body, **more: Any) -> httpx.Response:
        return self._http.post(place, json=body, extensions=_WATCHED, **more)


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
