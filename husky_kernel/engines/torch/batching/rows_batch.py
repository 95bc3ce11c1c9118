"""Several prefixes in one padded batch, so that one forward writes a token of every reply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from husky_kernel.engines.torch.batching.row import Row
from husky_kernel.engines.torch.loading import failure


class RowsBatch:
    """Rows of one adapter. It is taken apart and put together anew when a row joins or leaves."""

    def __init__(self, model: Any, rows: Sequence[Row]) -> None:
        import torch
        from transformers import DynamicCache

        self.rows = list(rows)
        self._model = model
        self._taken = [len(row.prefix.ids) for row in rows]
        self._read: list[list[int]] = [[] for _ in rows]
        width = max(self._taken)
        self._gaps = [width - taken for taken in self._taken]
        self._cache: Any = DynamicCache(config=model.config)
        with torch.inference_mode():
            self._mask = torch.tensor([[0] * gap + [1] * (width - gap) for gap in self._gaps], device=model.device)
            for index, layer in enumerate(zip(*(row.prefix.layers() for row in rows), strict=True)):
                keys, values = (self._stacked([pair[part] for pair in layer]) for part in (0, 1))
                self._cache.update(keys, values, index)

    def step(self) -> None:
        """Have the model read every row's last token, and write every row's next.

        Raises
        ------
        EngineError
            If the device's memory is too small for so many.
        """
        import torch

        last = [row.reply.last for row in self.rows]
        try:
            with torch.inference_mode():
                self._mask = torch.cat([self._mask, self._mask.new_ones(len(last), 1)], dim=-1)
                places = [[taken + len(read)] for taken, read in zip(self._taken, self._read, strict=True)]
                reply = self._model(
                    input_ids=torch.tensor([[token] for token in last], device=self._model.device),  # (B, 1)
                    attention_mask=self._mask,  # (B, T)
                    position_ids=torch.tensor(places, device=self._model.device),  # (B, 1)
                    past_key_values=self._cache,
                    use_cache=True,
                )
        except (RuntimeError, MemoryError) as error:
            raise failure(error, f"answering {len(last)} prompts at once") from error
        for row, read, token, logits in zip(self.rows, self._read, last, reply.logits[:, -1].float(), strict=True):
            read.append(token)
            row.take(logits)

    def take_apart(self) -> None:
        """Give every row's prefix what was read for it."""
        for number, (row, gap, taken, read) in enumerate(
            zip(self.rows, self._gaps, self._taken, self._read, strict=True)
        ):
            new = slice(gap + taken, gap + taken + len(read))
            parts = [(layer.keys, layer.values) for layer in self._cache.layers]
            row.prefix.extend(read, [tuple(part[number : number + 1, :, new] for part in pair) for pair in parts])

    def _stacked(self, parts: Sequence[Any]) -> Any:
        """Keys or values of every row, ``(1, heads, T, size)``, as one ``(B, heads, width, size)``."""
        import torch

        pad = torch.nn.functional.pad
        return torch.cat([pad(part, (0, 0, gap, 0)) for part, gap in zip(parts, self._gaps, strict=True)])
