"""GGUF models on the CPU (or a GPU, where the wheel was built for one) by llama.cpp, inside this process."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from husky_kernel.agent.errors import ContextOverflow, EngineError
from husky_kernel.agent.protocols import Generation, OnText, Request, Scores
from husky_kernel.agent.types import Tokens
from husky_kernel.engines.chat import render, stop_strings
from husky_kernel.engines.loras import Loras
from husky_kernel.engines.scoring import score_first_tokens

if TYPE_CHECKING:
    import xllamacpp

SLOTS = 6
"""Sequences a run keeps side by side: one for each role, so that no role drives another's prefix out of the cache."""

TOP = 2048
"""How many of the likeliest tokens are looked at to score a choice; what is further down counts as impossible."""


class LlamaCppEngine:
    """One GGUF file, loaded once; its weights are memory-mapped.

    Parameters
    ----------
    path
        The GGUF file.
    name
        What traces call this model.
    template
        Name of the chat template, see :mod:`husky_kernel.engines.chat`.
    threads
        CPU threads; the number of physical cores if None.
    context_length
        Tokens one prompt with its reply may have, and of the cache that all roles share: the oldest make room.
    lanes
        Runs that may go on side by side, each with slots and a share of the cache of its own.
    adapters
        GGUF files of LoRA adapters, by the role that answers with one; other roles answer with the bare model.
    fixed_length
        Every reply has all its ``max_tokens``: the model cannot end its turn. For measurements.

    Raises
    ------
    EngineError
        If the file is not a model that llama.cpp can load, an adapter is none for it, or there is not enough memory.
    """

    def __init__(
        self,
        path: Path,
        name: str,
        template: str = "chatml",
        threads: int | None = None,
        context_length: int = 4096,
        lanes: int = 1,
        adapters: Mapping[str, Path] | None = None,
        fixed_length: bool = False,
    ) -> None:
        self.name = name
        self.context_length = context_length
        self._template = template
        self._fixed_length = fixed_length
        self._lanes = lanes
        self._roles: dict[str, int] = {}
        self._lock = threading.Lock()
        self._loras = Loras(adapters or {})
        if not Path(path).is_file():
            raise EngineError(f"there is no model file {path}: fetch it with `husky models pull {name}`")
        self._server: xllamacpp.Server | None = _load(Path(path), threads, context_length, lanes, self._loras)

    def generate(self, request: Request, on_text: OnText | None = None) -> Generation:
        """Continue the request; pieces of text go to ``on_text`` as they come."""
        body = self._body(request) | {
            "n_predict": request.max_tokens,
            "temperature": request.temperature,
            "seed": request.seed,
            "stop": [] if self._fixed_length else [*request.stop, *stop_strings(self._template)],
            "ignore_eos": self._fixed_length,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        reading = _Reading(on_text)
        self._complete(body, reading)
        return reading.generation()

    def score(self, request: Request, choices: Sequence[str]) -> Scores:
        """Probabilities from the distribution of the next token; costs the prefill and a token or two."""
        spent: list[Tokens] = []

        def next_tokens(text: str) -> list[tuple[str, float]]:
            asked = replace(request, prefill=request.prefill + text)
            reply = self._complete(self._body(asked) | {"n_predict": 1, "temperature": 0.0, "n_probs": TOP})
            spent.append(_tokens(reply))
            top = reply["choices"][0]["logprobs"]["content"][0]["top_logprobs"]
            return [(str(entry["token"]), float(entry["logprob"])) for entry in top]

        probabilities = score_first_tokens(next_tokens(""), choices, next_tokens)
        return Scores(probabilities, spent[0])

    def count_tokens(self, text: str) -> int:
        """Exact, by asking for a completion of no length."""
        if not text:
            return 0
        reply = self._complete({"prompt": text, "n_predict": 0, "id_slot": SLOTS - 1, "cache_prompt": False})
        return int(reply["usage"]["prompt_tokens"])

    def close(self) -> None:
        """Free weights and caches."""
        self._server = None

    def _body(self, request: Request) -> dict[str, Any]:
        prompt = render(request.messages, request.prefill, self._template)
        body = {"prompt": prompt, "id_slot": self._slot(request), "cache_prompt": True}
        return body | self._loras.asked(request.role)

    def _slot(self, request: Request) -> int:
        """The role's own slot in its lane; when there are more roles than slots, latecomers share the last one."""
        with self._lock:
            place = self._roles.setdefault(request.role, min(len(self._roles), SLOTS - 1))
        return request.lane % self._lanes * SLOTS + place

    def _complete(self, body: Mapping[str, Any], on_chunk: _Reading | None = None) -> dict[str, Any]:
        server = self._server
        if server is None:
            raise EngineError(f"the model {self.name} was unloaded: run the cell again to load it")
        try:
            reply = server.handle_completions(dict(body), *([on_chunk] if on_chunk else []))
        except (RuntimeError, ValueError) as error:
            raise EngineError(f"llama.cpp failed: {error}") from error
        reply = reply if reply is not None else {}
        failure = reply.get("error") or (on_chunk.error if on_chunk else None)
        if failure:
            raise _failure(failure, self.name)
        return dict(reply)


class _Reading:
    """Collects a stream of completion chunks."""

    def __init__(self, on_text: OnText | None) -> None:
        self._on_text = on_text
        self._pieces: list[str] = []
        self._cancelled = False
        self._reason: str | None = None
        self._tokens = Tokens()
        self.error: Mapping[str, Any] | None = None

    def __call__(self, chunk: Mapping[str, Any]) -> bool:
        """Take one chunk; True tells llama.cpp to stop."""
        if "error" in chunk:
            self.error = chunk["error"]
            return True
        if "usage" in chunk or "timings" in chunk:
            self._tokens = _tokens(chunk)
        for choice in chunk.get("choices", ()):
            self._reason = choice.get("finish_reason") or self._reason
            if text := choice.get("text"):
                self._pieces.append(text)
                self._cancelled |= bool(self._on_text and self._on_text(text))
        return self._cancelled

    def generation(self) -> Generation:
        """What was read in all."""
        reason = "cancelled" if self._cancelled else "length" if self._reason == "length" else "stop"
        return Generation("".join(self._pieces), self._tokens, reason)  # type: ignore[arg-type]


def _tokens(reply: Mapping[str, Any]) -> Tokens:
    timings = reply.get("timings") or {}
    reused, fresh = int(timings.get("cache_n", 0)), int(timings.get("prompt_n", 0))
    return Tokens(reused + fresh, reused, int(timings.get("predicted_n", 0)))


def _failure(error: Any, name: str) -> EngineError:
    message = error.get("message", "") if isinstance(error, Mapping) else str(error)
    if isinstance(error, Mapping) and error.get("type") == "exceed_context_size_error":
        return ContextOverflow(
            f"the prompt has {error.get('n_prompt_tokens')} tokens, {name} takes {error.get('n_ctx')}: "
            "name fewer variables or ask in smaller steps"
        )
    return EngineError(f"llama.cpp failed: {message}")


def _load(path: Path, threads: int | None, context_length: int, lanes: int, loras: Loras) -> xllamacpp.Server:
    import psutil
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_parallel = SLOTS * lanes
    params.n_ctx = context_length * lanes
    params.kv_unified = True
    params.cache_idle_slots = False  # else a role's prefix is dropped whenever another role is asked
    params.cpuparams.n_threads = threads or psutil.cpu_count(logical=False) or 1
    params.verbosity = -1  # llama.cpp writes to the process's own stderr, past everything Jupyter could catch
    params.warmup = False
    loras.put_into(params)
    # The embedded server also listens on a loopback port; nobody but this object knows the key to it.
    params.api_keys = [secrets.token_hex(16)]
    params.endpoint_slots = params.endpoint_props = params.ui = False
    try:
        server = xllamacpp.Server(params)
        # A server that is freed before its first request waits for ever.
        server.handle_completions({"prompt": "a", "n_predict": 0, "id_slot": SLOTS - 1})
        return server
    except Exception as error:
        hint = f"or one of its adapters {loras}" if loras else "`husky models verify` checks the file"
        raise EngineError(f"llama.cpp cannot load {path.name}: {error}; {hint}") from error
