"""GGUF models on the CPU (or a GPU, where the wheel was built for one) by llama.cpp."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from husky_kernel.agent.errors import ContextOverflow, EngineError
from husky_kernel.agent.protocols import Generation, OnText, Request, Scores, Work
from husky_kernel.agent.types import Tokens
from husky_kernel.engines.chat import beginning, render, render_open, stop_strings
from husky_kernel.engines.identity import files_identity
from husky_kernel.engines.llamacpp.cache_cells import Cells
from husky_kernel.engines.llamacpp.loras import Loras
from husky_kernel.engines.llamacpp.server import LlamaCppServer, RoleSlot, Slots
from husky_kernel.engines.probabilities import least, mean
from husky_kernel.engines.saved_prefixes import SavedPrefixes
from husky_kernel.engines.scoring import score_first_tokens

TOP = 2048
"""How many of the likeliest tokens are looked at to score a choice; what is further down counts as impossible."""

SPARE = 16
"""Tokens of the cache that are left free beside a prompt and its reply: llama.cpp looks one batch ahead."""


class LlamaCppEngine:
    """One GGUF file, loaded once.

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
    prefixes
        Folder in which the unchanging beginnings of prompts are kept once they were read; None keeps none.
    checksum
        Of the model's file, by which what is kept is known to be of this model; path, size and time if empty.
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
        prefixes: Path | None = None,
        checksum: str = "",
        fixed_length: bool = False,
    ) -> None:
        self.name = name
        self._template = template
        self._fixed_length = fixed_length
        self._loras = Loras(adapters or {})
        if not Path(path).is_file():
            raise EngineError(f"there is no model file {path}: fetch it with `husky models pull {name}`")
        self._slots = Slots(lanes)
        self._server = LlamaCppServer(Path(path), threads, context_length, self._slots, self._loras, prefixes)
        self.context_length = self._server.context_length
        self._cells = Cells(self.context_length) if lanes == 1 else None  # else each slot has room of its own
        if self._cells is not None:
            self._server.forget.append(self._cells.clear)
        self._saved: SavedPrefixes | None = None
        if prefixes is not None:
            self._saved = SavedPrefixes(prefixes, f"{checksum or files_identity(Path(path))} {self._server.layout}")
            self._server.forget.append(self._saved.forget_all)

    def generate(self, request: Request, on_text: OnText | None = None) -> Generation:
        """Continue the request; pieces of text go to ``on_text`` as they come."""
        body, before = self._ready(request)
        body |= {
            "n_predict": request.max_tokens,
            "temperature": request.temperature,
            "seed": request.seed,
            "stop": [] if self._fixed_length else [*request.stop, *stop_strings(self._template)],
            "ignore_eos": self._fixed_length,
            "n_probs": int(request.role == "code"),  # it takes a twentieth of the time, and only programs need it
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        reading = _Reading(on_text, before)
        self._complete(body, reading)
        generation = reading.generation()
        self._held(body, generation.tokens)
        return generation

    def score(self, request: Request, choices: Sequence[str]) -> Scores:
        """Probabilities from the distribution of the next token; costs the prefill and a token or two."""
        spent: list[Tokens] = []
        work = Work()

        def next_tokens(text: str) -> list[tuple[str, float]]:
            asked = replace(request, prefill=request.prefill + text)
            nonlocal work
            body, before = self._ready(asked)
            reply = self._complete(body | {"n_predict": 1, "temperature": 0.0, "n_probs": TOP})
            spent.append(_tokens(reply, before))
            self._held(body, spent[-1])
            work += _work(reply, before)
            top = reply["choices"][0]["logprobs"]["content"][0]["top_logprobs"]
            return [(str(entry["token"]), float(entry["logprob"])) for entry in top]

        probabilities = score_first_tokens(next_tokens(""), choices, next_tokens)
        return Scores(probabilities, spent[0], work)

    def warm(self, request: Request) -> Tokens:
        """Read the messages up to the end of the last one's content; its turn stays open."""
        body, before = self._ready(request)
        prompt = render_open(request.messages, self._template)
        read = _tokens(self._complete(body | {"prompt": prompt, "n_predict": 0}), before)
        self._held(body, read)
        return replace(read, generated=0)  # llama.cpp draws a token from what it has computed, and goes no further

    def count_tokens(self, text: str) -> int:
        """Exact."""
        return self._server.count_tokens(text) if text else 0

    def close(self) -> None:
        """Free weights and caches."""
        self._server.close()

    def _ready(self, request: Request) -> tuple[dict[str, Any], _Before]:
        """What every ask for ``request`` says, its slot holding the unchanging beginning; and what that has cost."""
        start = perf_counter()
        self._server.revive()
        prompt = render(request.messages, request.prefill, self._template)
        slot = RoleSlot(self._server, self._slots.of(request), self._loras.asked(request.role))
        self._make_room(slot.number, prompt, request.max_tokens)
        read = 0
        if self._saved is not None and request.fixed < len(request.messages):
            fixed = beginning(request.messages[: request.fixed], prompt, self._template)
            read = self._saved.bring(slot, fixed, self._loras.variant(request.role))
        return slot.body(prompt), _Before(read, perf_counter() - start)

    def _make_room(self, slot: int, prompt: str, reply: int) -> None:
        """Clear other slots where the cache would not hold this prompt and its reply beside them."""
        if self._cells is None:
            return
        tokens = len(prompt) // 2 + reply  # hardly any text has so many
        if not self._cells.fits(slot, tokens):
            tokens = self.count_tokens(prompt) + reply + SPARE
            for other in self._cells.make_room(slot, tokens):
                self._server.slot_action(other, "erase")
                if self._saved is not None:
                    self._saved.forget(other)
        self._cells.hold(slot, tokens)

    def _held(self, body: Mapping[str, Any], tokens: Tokens) -> None:
        if self._cells is not None and tokens.prompt:  # nothing is told of an ask that was cut off
            self._cells.hold(body["id_slot"], tokens.prompt + tokens.generated)

    def _complete(self, body: Mapping[str, Any], on_chunk: _Reading | None = None) -> dict[str, Any]:
        reply = self._server.complete(body, on_chunk)
        failure = reply.get("error") or (on_chunk.error if on_chunk else None)
        if failure:
            raise _failure(failure, self.name)
        return reply


class _Reading:
    """Collects a stream of completion chunks."""

    def __init__(self, on_text: OnText | None, before: _Before) -> None:
        self._on_text, self._before = on_text, before
        self._pieces: list[str] = []
        self._probabilities: list[float] = []
        self._cancelled = False
        self._reason: str | None = None
        self._tokens, self._work = Tokens(), Work()
        self.error: Mapping[str, Any] | None = None

    def __call__(self, chunk: Mapping[str, Any]) -> bool:
        """Take one chunk; True tells llama.cpp to stop."""
        if "error" in chunk:
            self.error = chunk["error"]
            return True
        if "usage" in chunk or "timings" in chunk:
            self._tokens, self._work = _tokens(chunk, self._before), _work(chunk, self._before)
        for choice in chunk.get("choices", ()):
            self._reason = choice.get("finish_reason") or self._reason
            listed = (choice.get("logprobs") or {}).get("content") or ()
            self._probabilities += [math.exp(token["logprob"]) for token in listed]
            if text := choice.get("text"):
                self._pieces.append(text)
                self._cancelled |= bool(self._on_text and self._on_text(text))
        return self._cancelled

    def generation(self) -> Generation:
        """What was read in all. Raises EngineError if it is not whole, and nobody asked for that."""
        if self._reason is None and not self._cancelled:
            raise EngineError("llama.cpp broke off its reply: run the cell again")
        reason = "cancelled" if self._cancelled else "length" if self._reason == "length" else "stop"
        said, told = "".join(self._pieces), self._probabilities
        return Generation(said, self._tokens, reason, mean(told), self._work, least(told))  # type: ignore[arg-type]


class _Before(NamedTuple):
    """What a slot had to be given before an ask: tokens read, and the seconds that passed."""

    tokens: int
    seconds: float


def _tokens(reply: Mapping[str, Any], before: _Before) -> Tokens:
    timings = reply.get("timings") or {}
    reused, fresh = int(timings.get("cache_n", 0)), int(timings.get("prompt_n", 0))
    return Tokens(reused + fresh, max(reused - before.tokens, 0), int(timings.get("predicted_n", 0)))


def _work(reply: Mapping[str, Any], before: _Before) -> Work:
    timings = reply.get("timings") or {}
    prefill = before.seconds + float(timings.get("prompt_ms", 0)) / 1e3
    return Work(prefill, float(timings.get("predicted_ms", 0)) / 1e3)


def _failure(error: Any, name: str) -> EngineError:
    message = error.get("message", "") if isinstance(error, Mapping) else str(error)
    if isinstance(error, Mapping) and error.get("type") == "exceed_context_size_error":
        return ContextOverflow(
            f"the prompt has {error.get('n_prompt_tokens')} tokens, {name} takes {error.get('n_ctx')}: "
            "name fewer variables or ask in smaller steps"
        )
    return EngineError(f"llama.cpp failed: {message}")
