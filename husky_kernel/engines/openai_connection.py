"""One OpenAI-compatible server: its address, key and model list, and what its failures mean."""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from husky_kernel.agent.errors import ContextOverflow, EngineError

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion, ChatCompletionChunk

KEYS = ("HUSKY_API_KEY", "OPENAI_API_KEY")

CONTINUES: dict[str, Mapping[str, Any]] = {
    "llamacpp": {},
    "vllm": {"add_generation_prompt": False, "continue_final_message": True},
    "sglang": {"continue_final_message": True},
}
"""Servers that continue an unfinished assistant turn, by what they list as a model's owner, and how to ask them to."""

CONNECT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Card:
    """What a server says of a model. ``continues``: how to have an assistant turn continued, None if it cannot."""

    model: str
    context_length: int | None = None
    continues: Mapping[str, Any] | None = None


class Connection:
    """Sends requests; every failure is an :class:`EngineError` of one line, without the key.

    Parameters
    ----------
    url
        Up to and with ``/v1``.
    timeout
        Seconds to wait for the server's next sign of life.
    retries
        How often a request that failed in passing is repeated, with growing pauses.
    """

    def __init__(self, url: str, timeout: float, retries: int) -> None:
        import openai

        self._url = _without_password(url)
        self._timeout = timeout
        # Servers without keys ignore it, but the package insists on one.
        self._key = next((os.environ[name] for name in KEYS if os.environ.get(name)), "none")
        self._client: openai.OpenAI | None = openai.OpenAI(
            base_url=url,
            api_key=self._key,
            max_retries=retries,
            timeout=openai.Timeout(timeout, connect=min(CONNECT_SECONDS, timeout)),
        )

    def card(self, model: str | None) -> Card:
        """What the server lists for ``model``, or for its first model; servers without a list are taken as they are.

        Raises
        ------
        EngineError
            If the server cannot be reached or refuses the key, or if there is no list and no name.
        """
        import openai

        try:
            listed = self._open().models.list().data
        except openai.AuthenticationError as error:
            raise self._failure(error, model) from None
        except openai.APIStatusError:
            listed = []
        except openai.OpenAIError as error:
            raise self._failure(error, model) from None
        found = next((entry for entry in listed if model in (None, entry.id)), None)
        if found is None:
            if model is None:
                raise EngineError(f"the server {self._url} lists no model: name one")
            # A single-model server answers to any name.
            return Card(model, continues=CONTINUES.get(listed[0].owned_by) if len(listed) == 1 else None)
        return Card(found.id, _context_length(found), CONTINUES.get(found.owned_by))

    def complete(self, body: Mapping[str, Any], optional: bool = False) -> ChatCompletion | None:
        """One whole reply. With ``optional``, None where the server does not know some option of the request."""
        import openai

        try:
            reply: ChatCompletion = self._open().chat.completions.create(**body)
            return reply
        except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
            failure = self._failure(error, body["model"])
            if optional and not isinstance(failure, ContextOverflow):
                return None
            raise failure from None
        except openai.OpenAIError as error:
            raise self._failure(error, body["model"]) from None

    def stream(self, body: Mapping[str, Any]) -> Generator[ChatCompletionChunk]:
        """A reply in pieces; closing the iterator ends the request."""
        client = self._open()
        # Besides the package's errors, those of its transport come through while a stream is read.
        try:
            with client.chat.completions.create(**body) as chunks:
                yield from chunks
        except Exception as error:
            raise self._failure(error, body["model"]) from None

    def close(self) -> None:
        """Close the connections; later requests fail."""
        if self._client is not None:
            self._client.close()
        self._client = None

    def _open(self) -> Any:
        if self._client is None:
            raise EngineError(f"the connection to {self._url} was closed: run the cell again to open it")
        return self._client

    def _failure(self, error: Exception, model: str | None) -> EngineError:
        import openai

        if isinstance(error, EngineError):
            return error
        if isinstance(error, openai.APITimeoutError):
            return EngineError(f"the server {self._url} said nothing for {self._timeout:g} s: is it overloaded?")
        if isinstance(error, openai.APIConnectionError):
            return EngineError(f"cannot reach the server {self._url}: is it running, and is the address right?")
        if isinstance(error, openai.APIStatusError):
            return self._refusal(error.status_code, self._say(error.message), model)
        return EngineError(f"the server {self._url} broke off its reply: {self._say(str(error))}")

    def _refusal(self, status: int, message: str, model: str | None) -> EngineError:
        if status in (401, 403):
            return EngineError(f"the server {self._url} refuses the key ({status}): set {' or '.join(KEYS)}")
        if status == 404:
            return EngineError(f"the server {self._url} does not know the model {model!r} (404): {message}")
        if status in (400, 413, 422) and "context" in message.lower():
            return ContextOverflow(f"the prompt does not fit {model}: name fewer variables ({message})")
        return EngineError(f"the server {self._url} answered {status}: {message}")

    def _say(self, message: str) -> str:
        """The server's words on one line, in case it repeats the key without it."""
        return " ".join(message.replace(self._key, "***").split())[:300]


def _context_length(entry: Any) -> int | None:
    """vLLM and SGLang list ``max_model_len``, llama-server ``meta.n_ctx``."""
    found = getattr(entry, "max_model_len", None) or (getattr(entry, "meta", None) or {}).get("n_ctx")
    return found if isinstance(found, int) else None


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
