"""Keys and values of prompts already read, so that the next prompt is read only from where it differs."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

from husky_kernel.engines.identity import model_identity
from husky_kernel.engines.prefix_files import Layers, PrefixFiles, Static
from husky_kernel.engines.torch.decoding import follow
from husky_kernel.engines.torch.loading import Loaded, failure

LIMIT = 8
"""Prefixes kept for each lane; the one longest unused goes first."""

Key = tuple[str | None, str, int]
"""Adapter (None for the bare model), role and lane."""


class Prefix:
    """Tokens a model has read, with their keys and values; from ``begins`` on with the adapter."""

    def __init__(self, model: Any) -> None:
        from transformers import DynamicCache

        self._model = model
        self._cache: Any = DynamicCache(config=model.config)
        self.ids: list[int] = []
        self.begins = 0

    def read(self, ids: Sequence[int]) -> Any:
        """Have the model read ``ids`` (at least one) after what it has read; logits of the next token, ``(V,)``.

        Raises
        ------
        EngineError
            If the device's memory is too small.
        """
        return self.rows(ids, 1)[-1]

    def rows(self, ids: Sequence[int], count: int) -> Any:
        """The same, with the logits after each of the last ``count`` tokens, ``(count, V)``."""
        import torch

        try:
            with torch.inference_mode():
                tokens = torch.tensor([ids], device=self._model.device)  # (1, T)
                reply = self._model(input_ids=tokens, past_key_values=self._cache, use_cache=True, logits_to_keep=count)
        except (RuntimeError, MemoryError) as error:
            raise failure(error, f"reading {len(ids)} tokens") from error
        self.ids.extend(ids)
        return reply.logits[0].float()

    def follow(self, token: int, count: int) -> Generator[tuple[int, float], None, None]:
        """As :class:`~husky_kernel.engines.torch.decoder.Reader` says."""
        return follow(self.read, token, count)

    def extend(self, ids: Sequence[int], layers: Layers) -> None:
        """Take over what was read elsewhere: ``ids`` after those here, and for each layer their keys and values."""
        for index, (keys, values) in enumerate(layers):
            self._cache.update(keys, values, index)
        self.ids.extend(ids)

    def layers(self, length: int | None = None) -> Layers:
        """Keys and values, ``(1, heads, T, size)``, of the first ``length`` tokens."""
        return [(layer.keys[:, :, :length], layer.values[:, :, :length]) for layer in self._cache.layers]

    def crop(self, length: int) -> bool:
        """Forget all but the first ``length`` tokens; False where the model's cache cannot go back."""
        try:
            if length < len(self.ids):
                self._cache.crop(length - len(self.ids))  # a negative number: so many tokens off the end
        except (RuntimeError, ValueError):
            return False
        del self.ids[length:]
        return True


class PrefixCaches:
    """One prefix for each adapter, role and lane, so that roles with different prompts do not push each other out.

    ``files`` keeps what never changes of a role's prompt from one process to the next.
    """

    def __init__(self, model: Any, files: PrefixFiles | None = None, lanes: int = 1) -> None:
        self._model = model
        self._files, self._limit = files, LIMIT * lanes
        self._prefixes: dict[Key, Prefix] = {}

    def take(self, key: Key, ids: Sequence[int], begins: int = 0, static: Static | None = None) -> Prefix:
        """The key's prefix, cropped to what it shares with ``ids``; at least one token is left to read.

        Where it shares less than ``static``, the beginning of ``ids``, and that was read by an earlier process, it
        comes from there. What was read without the adapter and now counts with it, or the other way round, is not
        shared.

        It is out of the cache until :meth:`keep`: a read that fails half-way leaves nothing wrong behind.
        """
        prefix = self._prefixes.pop(key, None)
        if prefix is not None:
            shared = min(common(prefix.ids, ids), len(ids) - 1)
            if prefix.begins != begins:
                shared = min(shared, prefix.begins, begins)
            if not prefix.crop(shared):
                prefix = None
        prefix = prefix or Prefix(self._model)
        if static is not None and self._files is not None and len(prefix.ids) < len(static.ids):
            layers = self._files.load(static, self._model)
            if layers is not None:
                prefix = Prefix(self._model)
                prefix.extend(static.ids, layers)
        prefix.begins = begins
        return prefix

    def keep(self, key: Key, prefix: Prefix, static: Static | None = None) -> None:
        """Put a prefix back, and what never changes of it into a file if there is none yet."""
        self._prefixes[key] = prefix
        while len(self._prefixes) > self._limit:
            del self._prefixes[next(iter(self._prefixes))]
        if static is not None and self._files is not None and self._files.wants(static):
            self._files.store(static, prefix.layers(len(static.ids)))

    def drop(self, adapter: str | None) -> None:
        """Forget what was read with ``adapter``, because its weights have changed."""
        self._prefixes = {key: prefix for key, prefix in self._prefixes.items() if key[0] != adapter}

    def clear(self) -> None:
        """Forget all."""
        self._prefixes.clear()


def files_for(loaded: Loaded, folder: Path, limit: int) -> PrefixFiles | None:
    """Files for the prefixes of a model; None where none are wanted, or it cannot be told from others or cut."""
    identity = model_identity(loaded.place, loaded.model) if limit and is_plain(loaded.model) else None
    return PrefixFiles(folder, identity, limit) if identity else None


def is_plain(model: Any) -> bool:
    """Whether every layer keeps the keys and values of all tokens, as full attention does."""
    from transformers import DynamicCache
    from transformers.cache_utils import DynamicLayer

    return all(type(layer) is DynamicLayer for layer in DynamicCache(config=model.config).layers)


def common(a: Sequence[int], b: Sequence[int]) -> int:
    """Length of the longest common beginning."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
