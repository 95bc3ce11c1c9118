"""llama.cpp as one has it without us: the embedded server of xllamacpp, asked directly."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from husky_kernel.agent.errors import EngineError, Stopped
from husky_kernel.agent.types import Tokens
from husky_kernel.bench.local_model import LocalModel
from husky_kernel.bench.meter import Meter

if TYPE_CHECKING:
    import xllamacpp


class RawServer:
    """One loaded model with ``slots`` sequences; also listens on a loopback port for whoever knows the ``key``."""

    def __init__(self, model: LocalModel, slots: int = 1) -> None:
        self.key = secrets.token_hex(16)
        self._server: xllamacpp.Server | None = _load(model, slots, self.key)

    @property
    def url(self) -> str:
        """The address of its OpenAI-compatible interface."""
        return f"{self._running().listening_address}/v1"

    def complete(self, body: Mapping[str, Any]) -> Tokens:
        """Complete at once, without a stream; what it cost."""
        reply = self._running().handle_completions(dict(body))
        return tokens_of(reply or {})

    def write(self, body: Mapping[str, Any], meter: Meter) -> str:
        """Complete in a stream; the cost goes to ``meter``. Raises Stopped once the meter is over."""
        stream = _Stream(meter)
        with meter.working():
            self._running().handle_completions(dict(body) | _STREAMED, stream)
        meter.spent(stream.tokens)
        if stream.error:
            raise EngineError(f"llama.cpp failed: {stream.error}")
        if meter.over:
            raise Stopped("the time of this question is up")
        return "".join(stream.pieces)

    def close(self) -> None:
        """Free the weights."""
        self._server = None

    def _running(self) -> xllamacpp.Server:
        assert self._server is not None
        return self._server


_STREAMED = {"stream": True, "stream_options": {"include_usage": True}, "timings_per_token": True}


class _Stream:
    """Collects a stream; an exception in here would be llama.cpp's to handle, so it is only remembered."""

    def __init__(self, meter: Meter) -> None:
        self.pieces: list[str] = []
        self.tokens = Tokens()
        self.error: object = None
        self._meter = meter

    def __call__(self, chunk: Mapping[str, Any]) -> bool:
        """Take one chunk; True tells llama.cpp to stop."""
        self.error = self.error or chunk.get("error")
        self.tokens = tokens_of(chunk) if "timings" in chunk else self.tokens
        for text in filter(None, (choice.get("text") for choice in chunk.get("choices", ()))):
            self._meter.saw_token()
            self.pieces.append(text)
        return bool(self.error) or self._meter.over


def tokens_of(reply: Mapping[str, Any]) -> Tokens:
    """What llama.cpp says of a reply or of the last chunk of one; nothing for other chunks."""
    timings = reply.get("timings") or {}
    reused, fresh = int(timings.get("cache_n", 0)), int(timings.get("prompt_n", 0))
    return Tokens(reused + fresh, reused, int(timings.get("predicted_n", 0)))


def _load(model: LocalModel, slots: int, key: str) -> xllamacpp.Server:
    """With the settings of our own engine; the number of slots and what they keep are llama.cpp's own way."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(model.path)
    params.n_parallel, params.n_ctx = slots, model.context_length
    params.cpuparams.n_threads = model.threads
    params.verbosity, params.warmup = -1, False
    params.api_keys = [key]
    try:
        server = xllamacpp.Server(params)
        server.handle_completions({"prompt": "a", "n_predict": 1})  # every weight is read once
    except Exception as error:
        raise EngineError(f"llama.cpp cannot load {model.path.name}: {error}") from error
    return server
