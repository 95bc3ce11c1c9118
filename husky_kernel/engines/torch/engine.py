"""torch models on a GPU or the CPU: one base model, named LoRA adapters, one prefix cache for each role."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from time import perf_counter
from typing import Any

from husky_kernel.agent.errors import ContextOverflow, EngineError
from husky_kernel.agent.protocols import Generation, OnText, Request, Scores, Work
from husky_kernel.agent.types import Tokens
from husky_kernel.engines.scoring import Tops, score_first_tokens
from husky_kernel.engines.statics import Statics
from husky_kernel.engines.torch.adapters import Adapters
from husky_kernel.engines.torch.batching.batch import complete
from husky_kernel.engines.torch.batching.row import Row
from husky_kernel.engines.torch.batching.scheduler import Scheduler
from husky_kernel.engines.torch.decoder import Decoder, DynamicDecoder
from husky_kernel.engines.torch.decoding import Sampler, likeliest, listed, sampler
from husky_kernel.engines.torch.graphs.lookup import Drafts, write
from husky_kernel.engines.torch.graphs.static_decoder import decoder_for
from husky_kernel.engines.torch.loading import Loaded, free, load
from husky_kernel.engines.torch.mover import size_of
from husky_kernel.engines.torch.prefix_cache import PrefixCaches, files_for, is_plain
from husky_kernel.engines.torch.prompt_encoding import PromptEncoder
from husky_kernel.engines.torch.prompt_reading import PromptReader, Reading
from husky_kernel.engines.torch.reply import Reply
from husky_kernel.engines.torch.residents import Residents

TOP = 512
"""How many of the likeliest tokens are looked at to score a choice, besides the choices' own first tokens."""


class TransformersEngine:
    """One model in memory. Safe to call from any thread; calls wait for each other.

    Parameters
    ----------
    source
        A folder with safetensors, a GGUF file, a repository of the model hub, or what was loaded already.
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
        Roles whose replies are drafted from what stands in their prompt, see
        :mod:`~husky_kernel.engines.torch.graphs.lookup`; ``drafts`` counts the tokens.
    residents
        The models that this one shares the device with, if it does.
    lanes
        Runs that go on side by side: where there are several, what they ask for at the same time is written together.

    Raises
    ------
    EngineError
        If torch is not installed, or the model cannot be loaded.
    """

    def __init__(
        self,
        source: Path | str | Loaded,
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
        lanes: int = 1,
    ) -> None:
        self.name = name
        self._lock = threading.RLock()
        loaded = source if isinstance(source, Loaded) else load(source, cache_dir, device, threads, bool(residents))
        self._residents = residents
        if residents is not None:
            residents.add(name, loaded.model, size_of(loaded.model))
        self.device = loaded.device
        self._model: Any = loaded.model
        self._tokenizer = loaded.tokenizer
        self._encoder = PromptEncoder(loaded.tokenizer, template)
        self._ends = self._encoder.ends | listed(loaded.model.generation_config.eos_token_id)
        self._adapters = Adapters(loaded.model)
        plain, files = is_plain(loaded.model), files_for(loaded, cache_dir / "prefixes", prefix_bytes)
        self._prefixes = PrefixCaches(loaded.model, files, lanes)
        self._prompts = PromptReader(self._adapters, self._prefixes, Statics(self._encoder))
        self._lookup, self.drafts = frozenset(lookup if plain else ()), Drafts()
        together = lanes > 1 and plain
        self._scheduler = Scheduler(loaded.model, self._at_work, self._adapters.select) if together else None
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
        with self._turn():
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
        if self._scheduler is not None and self._settled:
            return self._together(self._scheduler, request, on_text)
        with self._turn(f"{request.role} generate"):
            reply, draw, reading = self._begun(request, on_text)
            with self._decoder().decode(reading.prefix, reply.left) as reader:
                self.drafts += write(reader, reading.logits, reply, draw, request.role in self._lookup)
            self._prompts.keep(reading)
            return reply.generation(reading.reused)

    def generate_batch(self, requests: Sequence[Request]) -> list[Generation]:
        """Replies in the order of the requests, sampled ones too: one padded batch for each adapter.

        Activated adapters begin somewhere else in each row: they answer one request after the other.
        """
        alone = {i: self.generate(r) for i, r in enumerate(requests) if self._adapters.is_activated(r.role)}
        with self._turn():
            replies = {i: self._reply(r, self._encode(r)) for i, r in enumerate(requests) if i not in alone}
            rows = [(requests[index], reply) for index, reply in replies.items()]
            complete(self._model, self._adapters, rows, self._encoder.pad)
            together = {index: reply.generation() for index, reply in replies.items()}
            return [(alone | together)[index] for index in range(len(requests))]

    def score(self, request: Request, choices: Sequence[str]) -> Scores:
        """Probabilities from the distribution of the next token; one more step for each token that two share."""
        with self._turn(f"{request.role} score"):
            ids = self._encode(request)
            reused: list[int] = []

            def after(text: str) -> Tops:
                rest = [choice.removeprefix(text) for choice in choices if choice.startswith(text)]
                tops, known = self._tops(request, self._encoder.extend(ids, text), rest)
                reused.append(known)
                return tops

            start = perf_counter()
            probabilities = score_first_tokens(after(""), choices, after)
            return Scores(probabilities, Tokens(len(ids), reused[0]), Work(perf_counter() - start))

    def warm(self, request: Request) -> Tokens:
        """Read the messages up to the end of the last one's content; its turn stays open."""
        with self._turn(f"{request.role} warm"):
            ids = self._fitting(self._encoder.encode_open(request.messages))
            reading = self._prompts.read(request, ids)
            self._prompts.keep(reading)
            return Tokens(len(ids), reading.reused)

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
            self._prompts = PromptReader(self._adapters, self._prefixes, Statics(self._encoder))
            self._still, self._scheduler = DynamicDecoder(), None
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

    @contextmanager
    def _turn(self, ask: str = "") -> Iterator[None]:
        """The same, in between two tokens of what is written together."""
        with self._scheduler.arriving() if self._scheduler is not None else nullcontext(), self._at_work(ask):
            yield

    @property
    def _settled(self) -> bool:
        """Whether the weights never move: recorded graphs hold on to addresses, and a batch pauses at every token."""
        return self._residents is None or self._residents.all_fit

    def _decoder(self) -> Decoder:
        return self._still if self._settled else DynamicDecoder()

    def _encode(self, request: Request) -> list[int]:
        return self._fitting(self._encoder.encode(request.messages, request.prefill))

    def _fitting(self, ids: list[int]) -> list[int]:
        if len(ids) >= self.context_length:
            raise ContextOverflow(
                f"the prompt has {len(ids)} tokens, {self.name} takes {self.context_length}: "
                "name fewer variables or ask in smaller steps"
            )
        return ids

    def _begun(self, request: Request, on_text: OnText | None) -> tuple[Reply, Sampler, Reading]:
        """An empty reply, what draws its tokens, and its prompt, read."""
        ids = self._encode(request)
        reply = self._reply(request, ids, on_text)
        return reply, sampler(request.temperature, request.seed), self._prompts.read(request, ids)

    def _together(self, scheduler: Scheduler, request: Request, on_text: OnText | None) -> Generation:
        """Written in one batch with what other lanes ask for at the same time."""
        with self._turn(f"{request.role} generate"):
            reply, draw, reading = self._begun(request, on_text)
            row = Row(reading.prefix, reply, draw, self._adapters.active)
            row.take(reading.logits)
        scheduler.write(row)
        with self._turn():
            self._prompts.keep(reading)
        return reply.generation(reading.reused)

    def _reply(self, request: Request, ids: Sequence[int], on_text: OnText | None = None) -> Reply:
        room = self.context_length - len(ids)
        return Reply(self._tokenizer, ids, request, self._ends, self._encoder.stop, room, on_text)

    def _tops(self, request: Request, ids: Sequence[int], words: Sequence[str]) -> tuple[Tops, int]:
        """Likeliest tokens after ``ids``, and how many of ``ids`` had been read before."""
        reading = self._prompts.read(request, ids)
        self._prompts.keep(reading)
        return likeliest(self._tokenizer, reading.logits, ids, words, TOP), reading.reused
