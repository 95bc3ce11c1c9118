"""One token's forward in a cache of fixed size: the token is on the device, and so is the one that is found."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from husky_kernel.engines.torch.decoding import best
from husky_kernel.engines.torch.graphs.mailbox import Letter, Mailbox

WARM_UPS = 3
"""Runs before one is recorded: compilers and libraries allocate and choose at the first ones."""

Forward = Callable[[Any, Any], tuple[Any, Any, Any]]
"""Has a model read a token ``(1, 1)`` after what is in a cache. Gives the likeliest that follows ``(1, 1)``, the same
with its probability as numbers ``(2,)``, and the logits ``(V,)``."""


def forward_of(model: Any) -> Forward:
    """The forward of a causal language model."""

    def forward(token: Any, cache: Any) -> tuple[Any, Any, Any]:
        reply = model(input_ids=token, past_key_values=cache, use_cache=True, logits_to_keep=1)
        logits = reply.logits[0, -1].float()
        numbers = best(logits)
        return numbers[:1].long()[None], numbers, logits

    return forward


class Step:
    """Reads one token after what is in a cache, and puts the likeliest that follows in its place.

    So the next step can begin before anybody has seen what this one found.

    Parameters
    ----------
    forward
        What is run.
    cache
        A static cache whose layers are initialized. Nothing may change its tensors for others.
    device
        Where the model and the cache are.
    records
        Whether the first run is recorded as a CUDA graph, which is replayed from then on. The graph holds on to the
        addresses of weights and to the adapter that is switched on.
    """

    def __init__(self, forward: Forward, cache: Any, device: Any, records: bool) -> None:
        import torch

        self._forward, self._cache, self._records = forward, cache, records
        self._token = torch.zeros((1, 1), dtype=torch.long, device=device)
        self._numbers = torch.zeros(2, device=device)
        self._mailbox = Mailbox(device)
        self._graph: Any = None
        self.logits: Any = None
        """What the last run found, ``(V,)``; the next run overwrites it."""

    def run(self, token: int | None = None) -> Letter:
        """Read ``token``, or the one found last. What was found is under way; open the letter before the next but one.

        There must be room for one token more in the cache. Raises whatever a compiler or a recording raises.
        """
        if self._records and self._graph is None:
            self._graph = self._recorded()
        if token is not None:
            self._token.fill_(token)
        if self._graph is None:
            self._run()
        else:
            self._graph.replay()
        return self._mailbox.send(self._numbers)

    def _run(self) -> None:
        import torch

        with torch.no_grad():
            token, numbers, self.logits = self._forward(self._token, self._cache)
            self._token.copy_(token)  # copies: what a compiler's own graph gives is overwritten by its next run
            self._numbers.copy_(numbers)

    def _recorded(self) -> Any:
        """A graph of one run. The runs before it write where the next token will be written, and are not counted."""
        import torch

        lengths = [layer.cumulative_length for layer in self._cache.layers]
        before = [length.clone() for length in lengths]
        side, graph = _side(), torch.cuda.CUDAGraph()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):  # outermost: a recording that fails may leave its own stream switched on
            for _ in range(WARM_UPS):
                self._run()
                for length, was in zip(lengths, before, strict=True):
                    length.copy_(was)
            # other threads may allocate meanwhile
            with torch.cuda.graph(graph, capture_error_mode="thread_local"):
                self._run()
        torch.cuda.current_stream().wait_stream(side)
        return graph


@lru_cache(maxsize=1)
def _side() -> Any:
    """The stream of all warm-ups: libraries keep memory for every stream they have seen."""
    import torch

    return torch.cuda.Stream()  # type: ignore[no-untyped-call]
