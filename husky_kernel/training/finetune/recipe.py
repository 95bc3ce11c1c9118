"""How a module is tuned: every number of it, checked once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, get_args

from husky_kernel.agent.errors import UseError
from husky_kernel.models.card import Kind
from husky_kernel.training.pairs.pairs import ROLES

LARGEST, SMALLEST, UPDATES = 16384, 512, 100
"""Tokens of an update at most and at least, and how many updates little data should make, where nobody says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What decides the weights that come out, together with the data and the base model.

    ``kind``: LoRA (arXiv 2106.09685) acts on the whole prompt, activated LoRA (arXiv 2504.12397) on the module's own
    turn only, so that what stands before it can be read by the bare model. ``batch_tokens`` are tokens per update;
    None means :data:`LARGEST`, or fewer where that would make fewer than :data:`UPDATES`. ``row_tokens`` are those of
    one row, which several short pairs share. ``patience``: so many looks at the held-out pairs without a gain end it;
    it looks ``looks`` times in all. ``save_memory`` computes activations twice instead of keeping them.

    Raises
    ------
    UseError
        If a number is not allowed.
    """

    module: str
    kind: Kind = "lora"
    rank: int = 16
    dropout: float = 0.05
    epochs: float = 2.0
    batch_tokens: int | None = None
    row_tokens: int = 4096
    lr: float = 2e-4
    patience: int = 3
    looks: int = 10
    seed: int = 0
    save_memory: bool = False

    def __post_init__(self) -> None:
        for problem in self._problems():
            raise UseError(problem)

    @property
    def alpha(self) -> int:
        """What the adapter's product is scaled by, times the rank."""
        return 2 * self.rank

    def tokens_of_update(self, tokens: int) -> int:
        """Tokens per update for data of ``tokens`` in all."""
        return self.batch_tokens or max(SMALLEST, min(LARGEST, int(tokens * self.epochs / UPDATES)))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)

    def _problems(self) -> Iterator[str]:
        if self.module not in ROLES:
            yield f"there is no module {self.module!r} to tune: choose one of {', '.join(ROLES)}, or all"
        if self.kind not in get_args(Kind):
            yield f"there is no adapter of kind {self.kind!r}: choose one of {', '.join(get_args(Kind))}"
        for name in ("rank", "batch_tokens", "row_tokens", "patience", "looks"):
            value = getattr(self, name)
            if value is not None and value < 1:
                yield f"{name.replace('_', '-')} must be a whole number above 0"
        for name in ("epochs", "lr"):
            if not 0 < getattr(self, name) < float("inf"):
                yield f"{name} must be a number above 0"
        if not 0 <= self.dropout < 1:
            yield "dropout must be a number from 0 to below 1"
