"""What a recorded graph has fixed of a model: where its weights lie, and which adapters are switched on."""

from __future__ import annotations

import sys
from typing import Any

NONE: frozenset[tuple[str, ...]] = frozenset({()})
"""The adapters of a bare model."""


class Weights:
    """A model's weights as they are now, those of its adapters among them. Cheap to ask again before every reply."""

    def __init__(self, model: Any) -> None:
        modules = list(model.modules())
        parts = [part for m in modules for part in (m._modules, m._parameters, m._buffers)]
        self._sizes = [(part, len(part)) for part in parts]
        self._held = [(part, name, value) for part in parts for name, value in part.items()]
        tensors = [value for _, _, value in self._held if hasattr(value, "data_ptr")]
        self._places = [(tensor, tensor.data_ptr()) for tensor in tensors]
        self._tuned = [module for module in modules if _is_tuned(module)]

    @property
    def stayed(self) -> bool:
        """Whether none was moved, replaced, added or taken away since."""
        if not all(len(part) == size for part, size in self._sizes):
            return False
        if not all(part.get(name) is value for part, name, value in self._held):
            return False
        return all(tensor.data_ptr() == place for tensor, place in self._places)

    @property
    def adapters(self) -> frozenset[tuple[str, ...]]:
        """The adapters that the layers use now; nothing but an empty tuple if none is switched on."""
        on = frozenset(() if layer.disable_adapters else tuple(layer.active_adapters) for layer in self._tuned)
        return on or NONE


def _is_tuned(module: Any) -> bool:
    """Whether a module is one of PEFT's layers; none is where nobody has imported it."""
    if "peft" not in sys.modules:
        return False
    from peft.tuners.tuners_utils import BaseTunerLayer

    return isinstance(module, BaseTunerLayer)
