"""One OpenAI-compatible server: its address, key and model list, and what its failures mean."""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from husky_kernel.agent.errors import ContextOverflow, EngineError, Stopped
from husky_kernel.agent.stopping import left
from husky_kernel.engines.hanging_up import hang_up_at_leaving, watch
from husky_kernel.engines.openai.options import LIMITS, option_in, overflows, without

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
        self._refused: frozenset[str] = frozenset()
        self._client: openai.OpenAI | None = openai.OpenAI(
            base_url=url,
            api_key=self._key,
            max_retries=retries,
            timeout=openai.Timeout(timeout, connect=min(CONNECT_SECONDS, timeout)),
            # A question goes to the address that a person gave, and to no other.
            http_client=openai.DefaultHttpxClient(
                follow_redirects=False, event_hooks={"request": [_begin], "response": [_answered]}
            ),
        )

    def card(self, model: str | None) -> Card:
        """What the server lists for ``model``, or for its first model; servers without a list are taken as they are.

        Raises
        ------
        EngineError
            If the server cannot be reached or refuses the key, or if there is no list and no name.
        """
        listed = self._listed(model)
        found = next((entry for entry in listed if model in (None, entry.id)), None)
        if found is None:
            if model is None:
                raise EngineError(f"the server {self._url} lists no model: name one")
            # A single-model server answers to any name.
            return Card(model, continues=_continues(listed[0]) if len(listed) == 1 else None)
        return Card(found.id, _context_length(found), _continues(found))

    def complete(self, body: Mapping[str, Any], optional: bool = False) -> ChatCompletion | None:
        """One whole reply. With ``optional``, None where the server does not know some option of the request."""
        import openai

        try:
            reply: ChatCompletion = self._create(body)
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
        # Besides the package's errors, those of its transport come through while a stream is read.
        try:
            with self._create(body) as chunks:
                yield from chunks
        except Exception as error:
            raise self._failure(error, body["model"]) from None

    @property
    def unlimited(self) -> bool:
        """Whether the server refuses to be told how long a reply may be."""
        return set(LIMITS) <= self._refused

    def broken_off(self, words: str = "it ended without a reason") -> EngineError:
        """What to raise of a reply that is not whole."""
        return EngineError(f"the server {self._url} broke off its reply: {words}")

    def close(self) -> None:
        """Close the connections; later requests fail."""
        if self._client is not None:
            self._client.close()
        self._client = None

    def _listed(self, model: str | None) -> list[Any]:
        """The server's models; what is not a list of models has none."""
        import openai

        try:
            return [entry for entry in self._open().models.list().data if _is_name(getattr(entry, "id", None))]
        except openai.APIStatusError as error:
            if error.status_code == 401 or error.status_code < 400:
                raise self._failure(error, model) from None
        except (openai.APIConnectionError, openai.APITimeoutError) as error:
            raise self._failure(error, model) from None
        except (openai.OpenAIError, AttributeError, TypeError, ValueError):
            pass
        return []

    def _create(self, body: Mapping[str, Any]) -> Any:
        """Ask without what the server has refused before; once more without each option that it refuses now."""
        import openai

        refused = self._refused
        while True:
            asked = without(body, refused)
            try:
                reply = self._open().chat.completions.create(**asked)
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                option = option_in(error, asked)
                if option is None:
                    raise
                refused |= {option}
            else:
                self._refused = refused  # what was refused for another reason is not remembered
                return reply

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
            place = error.response.headers.get("location", "")
            return self._refusal(error.status_code, self._say(place or error.message), model)
        return self.broken_off(self._say(str(error)))

    def _refusal(self, status: int, message: str, model: str | None) -> EngineError:
        if 300 <= status < 400:
            return EngineError(f"the server {self._url} sends to another address, which is not followed: {message}")
        if status in (401, 403):
            return EngineError(f"the server {self._url} refuses the key ({status}): set {' or '.join(KEYS)}")
        if status == 404:
            return EngineError(f"the server {self._url} does not know the model {model!r} (404): {message}")
        if overflows(status, message):
            return ContextOverflow(f"the prompt does not fit {model}: name fewer variables ({message})")
        return EngineError(f"the server {self._url} answered {status}: {message}")

    def _say(self, message: str) -> str:
        """The server's words on one line, in case it repeats the key without it."""
        return " ".join(message.replace(self._key, "***").split())[:300]


def _begin(request: Any) -> None:
    """Before each request, those that are tried again among them."""
    if left():
        raise Stopped("stopped by the user")
    request.extensions["trace"] = watch


def _answered(response: Any) -> None:
    """Once an answer begins, perhaps by a connection that stood before."""
    hang_up_at_leaving(response.extensions.get("network_stream"))


def _is_name(found: Any) -> bool:
    return isinstance(found, str) and found.isprintable() and found != ""


def _continues(entry: Any) -> Mapping[str, Any] | None:
    owner = getattr(entry, "owned_by", None)
    return CONTINUES.get(owner) if isinstance(owner, str) else None


def _context_length(entry: Any) -> int | None:
    """vLLM and SGLang list ``max_model_len``, llama-server ``meta.n_ctx``."""
    meta = getattr(entry, "meta", None)
    found = getattr(entry, "max_model_len", None) or (meta.get("n_ctx") if isinstance(meta, Mapping) else None)
    return found if isinstance(found, int) and found > 0 else None


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
