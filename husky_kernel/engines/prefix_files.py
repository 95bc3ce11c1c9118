"""The unchanging beginnings of prompts on disk: keys and values, loaded by the next process instead of read again.

``FOLDER/NAME.safetensors`` holds the token ids and, for each layer, keys and values. Its name is a checksum of all
that they depend on: the model's files, the adapter's, the type of the numbers, the versions of torch and
transformers, and the tokens themselves, then one of its content. So nothing is ever taken for another, and what is
outdated is never asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from husky_kernel.engines.kept_files import KeptFiles, drop

SUFFIX = ".safetensors"

LIMIT = 2_000_000_000
"""Bytes that all files may have together; what was used longest ago goes first."""

SHORTEST = 32
"""Tokens below which a beginning is read again faster than a file is opened."""

Layers = Sequence[tuple[Any, Any]]
"""Keys and values of each layer, ``(1, heads, T, size)`` each."""


@dataclass(frozen=True, slots=True)
class Static:
    """The beginning of a prompt that is the same for every question, and which adapter reads it, empty for none."""

    ids: tuple[int, ...]
    adapter: str = ""


class PrefixFiles:
    """The files of one model. A file that is broken, or is not what its name says, counts as not there.

    Parameters
    ----------
    folder
        Where they lie; made when first written to.
    model
        What tells this model, as loaded here, from any other: see :func:`husky_kernel.engines.identity.model_identity`.
    limit
        Bytes that such files may have together, those of other models included.
    """

    def __init__(self, folder: Path, model: str, limit: int = LIMIT) -> None:
        self._model, self._files = model, KeptFiles(folder, SUFFIX, limit)
        self._settled: set[Static] = set()

    def load(self, static: Static, model: Any) -> Layers | None:
        """Keys and values on the device of ``model``; None where there are none."""
        from safetensors import SafetensorError, safe_open

        path = self._files.find(self._name(static))
        if path is None:
            return None
        try:
            with safe_open(path, "pt", device=str(model.device)) as file:
                layers = _checked(file, static, model)
        except (OSError, SafetensorError, ValueError, KeyError, RuntimeError):
            drop(path)
            return None
        self._settled.add(static)
        return layers

    def wants(self, static: Static) -> bool:
        """Whether this beginning was neither loaded nor written yet."""
        return static not in self._settled

    def store(self, static: Static, layers: Layers) -> None:
        """Write a file, whole or not at all."""
        self._settled.add(static)
        self._files.add(self._name(static), lambda draft: _write(draft, static, layers))

    def _name(self, static: Static) -> str:
        words = repr((self._model, static.adapter, static.ids))
        return hashlib.sha256(words.encode()).hexdigest()[:40]


def _checked(file: Any, static: Static, model: Any) -> Layers:
    if tuple(file.get_tensor("ids").tolist()) != static.ids:
        raise ValueError("it holds other tokens")
    numbers = range(model.config.get_text_config(decoder=True).num_hidden_layers)
    layers = [(file.get_tensor(f"keys.{n}"), file.get_tensor(f"values.{n}")) for n in numbers]
    if any(part.shape[:1] + part.shape[2:3] != (1, len(static.ids)) for layer in layers for part in layer):
        raise ValueError("it holds another number of tokens")
    if any(part.dtype != model.dtype for layer in layers for part in layer):
        raise ValueError("its numbers are of another type")
    return layers


def _write(path: Path, static: Static, layers: Layers) -> bool:
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import save_file

    tensors = {"ids": torch.tensor(static.ids)}
    for number, (keys, values) in enumerate(layers):
        tensors |= {f"keys.{number}": keys.cpu().contiguous(), f"values.{number}": values.cpu().contiguous()}
    try:
        save_file(tensors, path)
    except SafetensorError:  # a full disk, for one
        return False
    return True
