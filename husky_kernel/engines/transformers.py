"""torch models on a GPU or the CPU: one base model, named LoRA adapters, one prefix cache for each role."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import ContextOverflow, EngineError
from husky_kernel.agent.protocols import Generation, OnText, Request, Scores
from husky_kernel.agent.types import Tokens
from husky_kernel.engines.adapters import Adapters
from husky_kernel.engines.batch import complete
from husky_kernel.engines.decoder import Decoder, DynamicDecoder
from husky_kernel.engines.decoding import likeliest, listed, sampler
from husky_kernel.engines.lookup import Drafts, write
from husky_kernel.engines.prefix_cache import Key, Prefix, PrefixCaches, files_for, is_plain
from husky_kernel.engines.prefix_files import Static
from husky_kernel.engines.prompt_encoding import PromptEncoder
from husky_kernel.engines.reply import Reply
from husky_kernel.engines.residents import Residents
from husky_kernel.engines.scoring import Tops, score_first_tokens
from husky_kernel.engines.static_decoder import decoder_for
from husky_kernel.engines.statics import Statics
from husky_kernel.engines.torch_loading import free, load
from husky_kernel.engines.torch_mover import size_of

TOP = 512
"""How many of the likeliest tokens are looked at to score a choice, besides the choices' own first tokens."""


class TransformersEngine:
    """One model in memory. Safe to call from any thread; calls wait for each other.

    Parameters
    ----------
    source
        A folder with safetensors, a GGUF file, or a repository of the model hub.
    name
        What traces call this model.
    cache_dir
        Where converted GGUF files are kept.
    template
        A name of :data:`husky_kernel.engines.chat.TEMPLATES`; anything else, or None, means the tokenizer's own.
    context_length
        Tokens one prompt with its reply may have; the model's own limit if None or if that is less.
    device
        ``auto``, ``cuda``, ``mps`` or ``cpu``.
    threads
        CPU threads of torch in this whole process; torch's own choice if None. Fewer is much faster on busy machines.
    prefix_bytes
        Bytes of disk for the unchanging beginnings of prompts, in ``cache_dir/prefixes``; none are kept if 0.
    static
        Whether replies are written in a cache of fixed size, on CUDA by recorded graphs. None: on CUDA only.
    lookup
        Roles whose replies are drafted from what stands in their prompt, see :mod:`~husky_kernel.engines.lookup`;
        ``drafts`` counts the tokens.
    residents
        The models that this one shares the device with, if it does.

    Raises
    ------
    EngineError
        If torch is not installed, or the model cannot be loaded.
    """

    def __init__(
        self,
        source: Path | str,
        name: str,
        cache_dir: Path,
        template: str | None = None,
        context_length: int | None = None,
        device: str = "auto",
        threads: int | None = None,
        prefix_bytes: int = 0,
        static: bool | None = None,
        lookup: Collection[str] = (),
        residents: Residents | None = None,
    ) -> None:
        self.name = name
        self._lock = threading.RLock()
        loaded = load(source, cache_dir, device, threads, waiting=residents is not None)
        self._residents = residents
        if residents is not None:
            residents.add(name, loaded.model, size_of(loaded.model))
        self.device = loaded.device
        self._model: Any = loaded.model
        self._tokenizer = loaded.tokenizer
        self._encoder = PromptEncoder(loaded.tokenizer, template)
        self._ends = self._encoder.ends | listed(loaded.model.generation_config.eos_token_id)
        self._adapters, self._statics = Adapters(loaded.model), Statics(self._encoder)
        self._prefixes = PrefixCaches(loaded.model, files_for(loaded, cache_dir / "prefixes", prefix_bytes))
        self._lookup, self.drafts = frozenset(lookup if is_plain(loaded.model) else ()), Drafts()
        longest = int(getattr(loaded.model.config, "max_position_embeddings", None) or context_length or 4096)
        self.context_length = min(context_length or longest, longest)
        cuda = self.device == "cuda"
        self._still = decoder_for(loaded.model, self.context_length, cuda if static is None else static, cuda)

    def load_adapter(self, name: str, path: Path | str) -> None:
        """Load a PEFT adapter under a name, or replace the one of that name.

        Raises
        ------
        EngineError
            If the folder holds no adapter, or one for another model.
        """
        with self._at_work():
            self._adapters.load(name, Path(path))
            self._prefixes.drop(name)

    def use_adapter(self, role: str, name: str | None) -> None:
        """Let ``role`` answer with the adapter ``name`` from now on, or with the bare model.

        Raises
        ------
        UseError
            If no adapter of that name is loaded.
        """
        with self._lock:
            self._adapters.assign(role, name)

    def generate(self, request: Request, on_text: OnText | None = None) -> Generation:
        """Continue the request; ``confidence`` is the mean probability of the reply's tokens."""
        with self._at_work(f"{request.role} generate"):
            ids = self._encode(request)
            key, prefix, static = self._prefix(request, ids)
            reused, logits = len(prefix.ids), prefix.read(self._fresh(request, prefix, ids))
            reply, draw = self._reply(request, ids, on_text), sampler(request.temperature, request.seed)
            with self._decoder().decode(prefix, reply.left) as reader:
                self.drafts += write(reader, logits, reply, draw, request.role in self._lookup)
            self._prefixes.keep(key, prefix, static)
            return reply.generation(reused)

    def generate_batch(self, requests: Sequence[Request]) -> list[Generation]:
        """Greedy replies in the order of the requests: one padded batch for each adapter, no prefix is reused.

        Activated adapters begin somewhere else in each row: they answer one request after the other.
        """
        with self._at_work():
            alone = {i: self.generate(r) for i, r in enumerate(requests) if self._adapters.is_activated(r.role)}
            replies = {i: self._reply(r, self._encode(r)) for i, r in enumerate(requests) if i not in alone}
            members: dict[str | None, list[int]] = {}
            for index in replies:
                members.setdefault(self._adapters.of(requests[index].role), []).append(index)
            for indices in members.values():
                self._adapters.activate(requests[indices[0]].role)
                complete(self._model, [replies[index] for index in indices], self._encoder.pad)
            together = {index: reply.generation() for index, reply in replies.items()}
            return [(alone | together)[index] for index in range(len(requests))]

    def score(self, request: Request, choices: Sequence[str]) -> Scores:
        """Probabilities from the distribution of the next token; one more step for each token that two share."""
        with self._at_work(f"{request.role} score"):
            ids = self._encode(request)
            reused: list[int] = []

            def after(text: str) -> Tops:
                rest = [choice.removeprefix(text) for choice in choices if choice.startswith(text)]
                tops, known = self._tops(request, self._encoder.extend(ids, text), rest)
                reused.append(known)
                return tops

            probabilities = score_first_tokens(after(""), choices, after)
            return Scores(probabilities, Tokens(len(ids), reused[0]))

    def expect(self) -> None:
        """Somebody will ask this model soon: have its weights brought to the device in the background."""
        if self._residents is not None:
            self._residents.expect(self.name)

    def count_tokens(self, text: str) -> int:
        """Exact, without the tokens that a prompt begins with."""
        return self._encoder.count(text)

    def close(self) -> None:
        """Free weights and caches."""
        with self._lock:
            self._model = None
            self._adapters, self._prefixes = Adapters(None), PrefixCaches(None)
            self._still = DynamicDecoder()
            if self._residents is not None:
                self._residents.remove(self.name)
        free(self.device)

    @contextmanager
    def _at_work(self, ask: str = "") -> Iterator[None]:
        """Nobody else uses the model meanwhile, and its weights are on the device."""
        with self._lock:
            if self._model is None:
                raise EngineError(f"the model {self.name} was unloaded: run the cell again to load it")
            with self._residents.using(self.name, ask) if self._residents is not None else nullcontext():
                yield

    def _decoder(self) -> Decoder:
        """Recorded graphs hold on to addresses, so weights that move are not for them."""
        return self._still if self._residents is None or self._residents.all_fit else DynamicDecoder()

    def _encode(self, request: Request) -> list[int]:
        ids = self._encoder.encode(request.messages, request.prefill)
        if len(ids) >= self.context_length:
            raise ContextOverflow(
                f"the prompt has {len(ids)} tokens, {self.name} takes {self.context_length}: "
                "name fewer variables or ask in smaller steps"
            )
        return ids

    def _prefix(self, request: Request, ids: Sequence[int]) -> tuple[Key, Prefix, Static | None]:
        key = (self._adapters.activate(request.role), request.role)
        begins = self._adapters.begins(request.role, ids)
        static = self._static(request, ids, begins)
        return key, self._prefixes.take(key, ids, begins, static), static

    def _static(self, request: Request, ids: Sequence[int], begins: int) -> Static | None:
        """The prompt's unchanging beginning; None where an adapter begins in the midst of it."""
        beginning = self._statics.of(request, ids)
        if not beginning or 0 < begins < len(beginning):
            return None
        return Static(beginning, "" if begins else self._adapters.identity(request.role))

    def _fresh(self, request: Request, prefix: Prefix, ids: Sequence[int]) -> Sequence[int]:
        """What of ``ids`` is left to read, once all before the place where the adapter begins was read without it."""
        before = ids[len(prefix.ids) : min(prefix.begins, len(ids) - 1)]
        if before:
            self._adapters.rest()
            prefix.read(before)
            if prefix.begins < len(ids):  # else nothing has called for the adapter
                self._adapters.activate(request.role)
        elif prefix.begins >= len(ids):
            self._adapters.rest()
        return ids[len(prefix.ids) :]

    def _reply(self, request: Request, ids: Sequence[int], on_text: OnText | None = None) -> Reply:
        room = self.context_length - len(ids)
        return Reply(self._tokenizer, ids, request, self._ends, self._encoder.stop, room, on_text)

    def _tops(self, request: Request, ids: Sequence[int], words: Sequence[str]) -> tuple[Tops, int]:
        """Likeliest tokens after ``ids``, and how many of ``ids`` had been read before."""
        key, prefix, static = self._prefix(request, ids)
        reused = len(prefix.ids)
        logits = prefix.read(self._fresh(request, prefix, ids))
        self._prefixes.keep(key, prefix, static)
        return likeliest(self._tokenizer, logits, ids, words, TOP), reused
