"""Two numbers on their way from a device to main memory, while the device goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Letter:
    """Numbers ``(2,)`` in main memory, there once ``sent`` has happened; at once where it is None."""

    numbers: Any
    sent: Any

    def open(self) -> tuple[int, float]:
        """A token and its probability. Waits for them, but not for what the device was given to do since."""
        if self.sent is not None:
            self.sent.synchronize()
        token, probability = self.numbers.tolist()
        return int(token), probability


class Mailbox:
    """Has room for two letters: a third takes the place of the first."""

    def __init__(self, device: Any) -> None:
        import torch

        cuda = device.type == "cuda"
        event: Any = torch.cuda.Event
        self._letters = [Letter(torch.zeros(2, pin_memory=cuda), event() if cuda else None) for _ in range(2)]

    def send(self, numbers: Any) -> Letter:
        """Copy ``numbers``, float32 ``(2,)``, once the device has them."""
        self._letters.reverse()
        letter = self._letters[0]
        letter.numbers.copy_(numbers, non_blocking=letter.sent is not None)
        if letter.sent is not None:
            letter.sent.record()
        return letter
