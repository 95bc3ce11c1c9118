"""Writing replies in caches of fixed size and address, so that one token's forward can be recorded as a CUDA graph.

A prompt is read into its own prefix as ever; only the reply is written here: the prefix is copied in, and what was
written is copied back. So prefixes stay as small as they are, and one graph serves all roles. The path was tested on
the CPU for equal tokens; how fast it is on a GPU has not been measured.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from husky_kernel.engines.decoder import Decoder, DynamicDecoder, Reader
from husky_kernel.engines.prefix_cache import Prefix
from husky_kernel.engines.torch_loading import failure

SMALLEST = 1024
"""Tokens of the smallest cache. Each token looks at a whole cache, so there is one for each power of two above."""

VARIANTS = 64
"""Forwards that torch may compile for one model: one for each size of cache and each adapter."""

Forward = Callable[..., Any]
Compiler = Callable[[Any], Forward]

_log = logging.getLogger(__name__)


class StaticDecoder:
    """Lends readers with a cache of fixed size.

    Parameters
    ----------
    model
        A causal language model all of whose layers are of full attention, see :func:`has_static_cache`.
    longest
        Tokens that a prompt with its reply may have.
    compiler
        Compiles the forward of one token; None runs it as it is. Where it fails, replies are written in their
        prefix's own cache from then on, and the log says so once.
    """

    def __init__(self, model: Any, longest: int, compiler: Compiler | None = None) -> None:
        self._model, self._longest = model, longest
        self._forward: Forward | None = compiler(model) if compiler else None
        self._buffers: dict[int, Buffer] = {}
        self._failed = False

    @contextmanager
    def decode(self, prefix: Prefix, room: int) -> Iterator[Reader]:
        """As :class:`~husky_kernel.engines.decoder.Decoder` says."""
        if self._failed:
            yield prefix
            return
        buffer = self._buffer(len(prefix.ids) + room)
        buffer.take(prefix)
        yield buffer
        buffer.give(prefix)

    def _buffer(self, length: int) -> Buffer:
        size = SMALLEST
        while size < length:
            size *= 2
        size = max(length, min(size, self._longest))
        if size not in self._buffers:
            self._buffers[size] = Buffer(self._model, size, self._one if self._forward else None)
        return self._buffers[size]

    def _one(self, **inputs: Any) -> Any:
        """The compiled forward; raises :class:`NotCompiledError` where there is none any more."""
        if self._forward is None:
            raise NotCompiledError
        try:
            return self._forward(**inputs)
        except Exception as error:  # compilers raise anything
            reason = str(error).strip().partition("\n")[0]
            _log.warning("torch.compile failed, replies are written without it from now on: %s", reason)
            self._failed, self._forward = True, None
            raise NotCompiledError from error


class NotCompiledError(Exception):
    """The compiled forward is not to be had."""


class Buffer:
    """Keys and values of at most ``size`` tokens at addresses that never change."""

    def __init__(self, model: Any, size: int, one: Forward | None) -> None:
        from transformers import StaticCache

        self._model, self._one = model, one
        self._cache: Any = StaticCache(config=model.config, max_cache_len=size)
        self._taken = 0
        self.ids: list[int] = []

    def take(self, prefix: Prefix) -> None:
        """Hold what ``prefix`` holds."""
        import torch

        self.ids, self._taken = list(prefix.ids), len(prefix.ids)
        with torch.no_grad():
            for layer, (keys, values) in zip(self._cache.layers, prefix.layers(), strict=True):
                if not layer.is_initialized:
                    layer.lazy_initialization(keys, values)
                layer.keys[:, :, : self._taken].copy_(keys)
                layer.values[:, :, : self._taken].copy_(values)
        self._go_to(self._taken)

    def give(self, prefix: Prefix) -> None:
        """Add to ``prefix`` what was read since it was taken."""
        new = slice(self._taken, len(self.ids))
        layers = [(layer.keys[:, :, new], layer.values[:, :, new]) for layer in self._cache.layers]
        prefix.extend(self.ids[new], layers)

    def read(self, ids: Sequence[int]) -> Any:
        """As :class:`~husky_kernel.engines.decoder.Reader` says."""
        return self.rows(ids, 1)[-1]

    def rows(self, ids: Sequence[int], count: int) -> Any:
        """As :class:`~husky_kernel.engines.decoder.Reader` says."""
        import torch

        try:
            with torch.no_grad():
                logits = self._logits(torch.tensor([ids], device=self._model.device), count)
        except (RuntimeError, MemoryError) as error:
            raise failure(error, f"reading {len(ids)} tokens") from error
        self.ids.extend(ids)
        return logits

    def crop(self, length: int) -> bool:
        """Forget all but the first ``length`` tokens."""
        del self.ids[length:]
        self._go_to(length)
        return True

    def _logits(self, tokens: Any, count: int) -> Any:
        """Logits ``(count, V)`` after the last of ``tokens`` ``(1, T)``, in memory that no later graph overwrites."""
        import torch

        inputs = {"input_ids": tokens, "past_key_values": self._cache, "use_cache": True, "logits_to_keep": count}
        if self._one is not None and tokens.shape[1] == 1:
            try:
                return self._one(**inputs).logits[0].to(torch.float32, copy=True)
            except NotCompiledError:
                self._one = None
                self._go_to(len(self.ids))  # the failed try may have counted the token already
        return self._model(**inputs).logits[0].float()

    def _go_to(self, length: int) -> None:
        """Have the next token follow ``length`` others; what stands behind is not looked at."""
        for layer in self._cache.layers:
            layer.cumulative_length.fill_(length)


def decoder_for(model: Any, longest: int, static: bool, graphs: bool) -> Decoder:
    """The decoder that suits a model: static if it is wanted and the model has such a cache."""
    if static and not has_static_cache(model):
        _log.warning("this model's layers take no cache of fixed size: its replies are written without one")
    if not (static and has_static_cache(model)):
        return DynamicDecoder()
    return StaticDecoder(model, longest, cuda_graphs if graphs else None)


def has_static_cache(model: Any) -> bool:
    """Whether every layer's static cache holds all tokens in order, as full attention's does."""
    from transformers import StaticCache
    from transformers.cache_utils import StaticLayer

    return all(type(layer) is StaticLayer for layer in StaticCache(config=model.config, max_cache_len=1).layers)


def cuda_graphs(model: Any) -> Forward:
    """A forward that torch compiles and records as a CUDA graph, one for each size of cache and each adapter."""
    import torch

    torch._dynamo.config.recompile_limit = max(torch._dynamo.config.recompile_limit, VARIANTS)
    compiled: Forward = torch.compile(model.__call__, mode="reduce-overhead", dynamic=False)

    def forward(**inputs: Any) -> Any:
        torch.compiler.cudagraph_mark_step_begin()  # type: ignore[no-untyped-call]
        return compiled(**inputs)

    return forward
