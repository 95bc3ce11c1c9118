"""Whether torch models share a GPU, and how much of it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from husky_kernel import models
from husky_kernel.config import Settings
from husky_kernel.models import ModelSpec

if TYPE_CHECKING:
    from husky_kernel.engines.torch.residents import Residents

FOR_WEIGHTS = 0.85
"""Share of the free GPU memory that weights take where nothing is set; prefixes and what is computed take the rest."""


def residents_for(
    members: Collection[ModelSpec], settings: Settings, gpu_memory: Callable[[], int | None] = models.gpu_memory
) -> Residents | None:
    """Where the torch models among ``members`` live; None where they need not share, or there is no GPU."""
    torch = {member.name for member in members if _is_torch(member)}
    if not torch or (len(torch) == 1 and settings.gpu_memory is None):
        return None
    free = gpu_memory()
    if free is None:
        return None
    from husky_kernel.engines.torch.mover import TorchMover
    from husky_kernel.engines.torch.residents import GB, Residents

    budget = settings.gpu_memory * GB if settings.gpu_memory is not None else free * FOR_WEIGHTS
    return Residents(int(budget), TorchMover("cuda"))


def _is_torch(member: ModelSpec) -> bool:
    return member.entry is not None and member.entry.engine == "transformers"
