"""Writing replies in caches of fixed size and address, so that one token's forward can be recorded as a CUDA graph.

A prompt is read into its own prefix as ever; only the reply is written here: the prefix is copied in, and what was
written is copied back. So prefixes stay as small as they are, and one graph serves all roles. The path was tested on
the CPU for equal tokens; how fast it is on a GPU has not been measured.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from husky_kernel.engines.torch.decoder import Decoder, DynamicDecoder, Reader
from husky_kernel.engines.torch.graphs.buffer import Buffer
from husky_kernel.engines.torch.graphs.step import Forward
from husky_kernel.engines.torch.graphs.steps import Steps, Way
from husky_kernel.engines.torch.prefix_cache import Prefix

SMALLEST = 1024
"""Tokens of the smallest cache. Each token looks at a whole cache, so there is one for each power of two above."""

VARIANTS = 64
"""Forwards that torch may compile for one model: one for each size of cache and each adapter."""

CUDA = "compiled"
"""How replies are written on CUDA, one of :func:`cuda_ways`."""

_log = logging.getLogger(__name__)


class StaticDecoder:
    """Lends readers with a cache of fixed size.

    Parameters
    ----------
    model
        A causal language model all of whose layers are of full attention, see :func:`has_static_cache`.
    longest
        Tokens that a prompt with its reply may have.
    ways
        How one token is read, the best way first. Where one fails the next is taken, and after the last one replies
        are written in their prefix's own cache; the log says so.
    """

    def __init__(self, model: Any, longest: int, ways: Sequence[Way] = (Way(),)) -> None:
        self._model, self._longest = model, longest
        self._steps = Steps(model, ways)
        self._buffers: dict[int, Buffer] = {}

    @contextmanager
    def decode(self, prefix: Prefix, room: int) -> Iterator[Reader]:
        """As :class:`~husky_kernel.engines.torch.decoder.Decoder` says."""
        if not self._steps.left:
            self._buffers.clear()
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
            self._buffers[size] = Buffer(self._model, size, self._steps)
        return self._buffers[size]


def decoder_for(model: Any, longest: int, static: bool, graphs: bool) -> Decoder:
    """The decoder that suits a model: static if it is wanted and the model has such a cache."""
    if static and not has_static_cache(model):
        _log.warning("this model's layers take no cache of fixed size: its replies are written without one")
    if not (static and has_static_cache(model)):
        return DynamicDecoder()
    return StaticDecoder(model, longest, cuda_ways(CUDA) if graphs else (Way(),))


def has_static_cache(model: Any) -> bool:
    """Whether every layer's static cache holds all tokens in order, as full attention's does."""
    from transformers import StaticCache
    from transformers.cache_utils import StaticLayer

    return all(type(layer) is StaticLayer for layer in StaticCache(config=model.config, max_cache_len=1).layers)


def cuda_ways(first: str) -> Sequence[Way]:
    """Ways for a GPU, the best of them named.

    ``compiled``: compiled for minutes, then recorded. ``recorded``: recorded as it is, which takes a second, and has
    several times as many kernels to run for each token. ``trees``: compiled, and recorded by torch's compiler, anew
    for each thread that asks.
    """
    recorded = Way("as a recorded graph", records=True)
    return {
        "compiled": (Way("as a compiled and recorded graph", compiled, records=True), recorded),
        "recorded": (recorded,),
        "trees": (Way("as a graph of the compiler's", compiled_with_graphs), recorded),
    }[first]


def compiled(forward: Forward) -> Forward:
    """The forward, compiled for each size of cache and each adapter."""
    import torch

    _allow_variants()
    result: Forward = torch.compile(forward, dynamic=False)
    return result


def compiled_with_graphs(forward: Forward) -> Forward:
    """The same, recorded by the compiler itself."""
    import torch

    _allow_variants()
    inner: Forward = torch.compile(forward, mode="reduce-overhead", dynamic=False)

    def marked(token: Any, cache: Any) -> tuple[Any, Any, Any]:
        torch.compiler.cudagraph_mark_step_begin()  # type: ignore[no-untyped-call]
        return inner(token, cache)

    return marked


def _allow_variants() -> None:
    """Have torch compile more variants of one forward than it would before it gives up."""
    import torch

    torch._dynamo.config.recompile_limit = max(torch._dynamo.config.recompile_limit, VARIANTS)
