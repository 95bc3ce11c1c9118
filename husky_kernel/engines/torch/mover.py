"""Moving the weights of torch models between main memory and a device."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from husky_kernel.engines.torch.loading import failure, free


class TorchMover:
    """Keeps the weights in main memory for good, pinned for CUDA, and a copy on the device while it is needed there.

    So sending a model away copies nothing. Weights that were made on the device, an adapter's, get their place in main
    memory when they first leave. Nothing here was measured on a GPU.
    """

    def __init__(self, device: str) -> None:
        from torch.utils.weak import WeakIdKeyDictionary

        self._device = device
        self._homes: Any = WeakIdKeyDictionary()
        self._stream: Any = None

    def bring(self, model: Any) -> None:
        """Copy the weights to the device, beside what it computes meanwhile."""
        import torch

        homes = [(weight, self._home(weight)) for weight in weights(model)]
        if self._device == "cuda" and self._stream is None:
            self._stream = torch.cuda.Stream()  # type: ignore[no-untyped-call]
        try:
            with torch.cuda.stream(self._stream):  # does nothing where there is none
                for weight, home in homes:
                    weight.data = home.to(self._device, non_blocking=True)
        except (RuntimeError, MemoryError) as error:
            self.send(model)
            raise failure(error, "moving a model to the GPU") from error
        if self._stream is not None:
            self._stream.synchronize()

    def send(self, model: Any) -> None:
        """Let go of the copy on the device."""
        import torch

        if self._device == "cuda":
            torch.cuda.synchronize()
        for weight in weights(model):
            weight.data = self._home(weight)
        free(self._device)

    def _home(self, weight: Any) -> Any:
        """The weight's place in main memory."""
        if weight not in self._homes:
            home = weight.data.cpu()
            self._homes[weight] = home.pin_memory() if self._device == "cuda" else home
        return self._homes[weight]


def weights(model: Any) -> Iterator[Any]:
    """Parameters and buffers, each once."""
    yield from model.parameters()
    yield from model.buffers()


def size_of(model: Any) -> int:
    """Bytes of all weights."""
    return sum(weight.numel() * weight.element_size() for weight in weights(model))
