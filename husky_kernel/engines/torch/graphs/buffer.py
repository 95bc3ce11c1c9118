"""Keys and values at addresses that never change, where one reply after the other is written."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

from husky_kernel.engines.torch.decoding import follow
from husky_kernel.engines.torch.graphs.mailbox import Letter
from husky_kernel.engines.torch.graphs.step import Step
from husky_kernel.engines.torch.graphs.steps import Steps
from husky_kernel.engines.torch.loading import failure
from husky_kernel.engines.torch.prefix_cache import Prefix


class Buffer:
    """A :class:`~husky_kernel.engines.torch.decoder.Reader` of at most ``size`` tokens; ``steps`` read a single one."""

    def __init__(self, model: Any, size: int, steps: Steps) -> None:
        from transformers import StaticCache

        self._model, self._steps = model, steps
        self._cache: Any = StaticCache(config=model.config, max_cache_len=size)
        self._step: Step | None = None
        self._taken = 0
        self.ids: list[int] = []

    def take(self, prefix: Prefix) -> None:
        """Hold what ``prefix`` holds, and go on with the adapter that is switched on now."""
        import torch

        self.ids, self._taken = list(prefix.ids), len(prefix.ids)
        with torch.no_grad():
            for layer, (keys, values) in zip(self._cache.layers, prefix.layers(), strict=True):
                if not layer.is_initialized:
                    layer.lazy_initialization(keys, values)
                layer.keys[:, :, : self._taken].copy_(keys)
                layer.values[:, :, : self._taken].copy_(values)
        self._go_to(self._taken)
        self._step = None

    def give(self, prefix: Prefix) -> None:
        """Add to ``prefix`` what was read since it was taken."""
        new = slice(self._taken, len(self.ids))
        layers = [(layer.keys[:, :, new], layer.values[:, :, new]) for layer in self._cache.layers]
        prefix.extend(self.ids[new], layers)

    def read(self, ids: Sequence[int]) -> Any:
        """As the protocol says."""
        return self.rows(ids, 1)[-1]

    def rows(self, ids: Sequence[int], count: int) -> Any:
        """As the protocol says."""
        import torch

        if len(ids) == 1 and self._begin(ids[0]) is not None and self._step is not None:
            logits = self._step.logits[None].clone()
        else:
            inputs = {"past_key_values": self._cache, "use_cache": True, "logits_to_keep": count}
            try:
                with torch.no_grad():
                    tokens = torch.tensor([ids], device=self._model.device)  # (1, T)
                    logits = self._model(input_ids=tokens, **inputs).logits[0].float()
            except (RuntimeError, MemoryError) as error:
                raise failure(error, f"reading {len(ids)} tokens") from error
        self.ids.extend(ids)
        return logits

    def follow(self, token: int, count: int) -> Generator[tuple[int, float], None, None]:
        """As the protocol says. The device reads each token while the host still looks at it.

        So one may have been read in vain when the reply ends; it does not count.
        """
        try:
            letter = self._begin(token) if count else None
            while letter is not None:
                ahead = self._begin() if count > 1 else None
                self.ids.append(token)
                token, probability = letter.open()
                letter, count = ahead, count - 1
                yield token, probability
        finally:
            self._go_to(len(self.ids))
        yield from follow(self.read, token, count)  # what is left where the step has failed

    def crop(self, length: int) -> bool:
        """Forget all but the first ``length`` tokens."""
        del self.ids[length:]
        self._go_to(length)
        return True

    def _begin(self, token: int | None = None) -> Letter | None:
        """Have the device read ``token``, or the one that it found last; None where that has failed."""
        try:
            if self._step is None:
                self._step = self._steps.of(self._cache)
            return self._step.run(token) if self._step is not None else None
        except Exception as error:  # compilers raise anything
            self._steps.fail(error)
            self._step = None
            self._go_to(len(self.ids))  # the failed try may have counted the token already
            return None

    def _go_to(self, length: int) -> None:
        """Have the next token follow ``length`` others; what stands behind is not looked at."""
        for layer in self._cache.layers:
            layer.cumulative_length.fill_(length)
