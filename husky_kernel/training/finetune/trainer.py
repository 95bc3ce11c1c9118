"""The trainer of transformers with our loss: on the target only, each token by its weight, the same however packed.

Imports torch and transformers, so import it late.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from transformers import Trainer

from husky_kernel.training.finetune.packing import IGNORED

Batch = Mapping[str, torch.Tensor]


def target_loss(model: Any, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """Sum of the weighted cross entropies in nats over the tokens to learn, and how many these are.

    Logits are computed at those tokens alone: over a vocabulary of 150,000 the others would fill the memory.
    """
    labels = batch["labels"]  # (B, T), of the next token
    columns = labels.ne(IGNORED).any(dim=0).nonzero().squeeze(-1)  # (K,)
    inputs = {name: value for name, value in batch.items() if name not in ("labels", "weights")}
    logits = model(**inputs, logits_to_keep=columns, use_cache=False).logits  # (B, K, V)
    wanted = labels[:, columns]  # (B, K)
    learned = wanted.ne(IGNORED)
    losses = torch.nn.functional.cross_entropy(logits[learned].float(), wanted[learned], reduction="none")
    return (losses * batch["weights"][:, columns][learned]).sum(), learned.sum()


class PairTrainer(Trainer):
    """Divides the loss of an update by the number of its learned tokens, over all its rows and all processes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The labels are counted over the whole update, and the loss is divided by that: not once more by the rows.
        self.model_accepts_loss_kwargs = self.loss_is_scaled_for_ga = True

    def compute_loss(
        self,
        model: Any,
        inputs: Batch,
        return_outputs: bool = False,
        num_items_in_batch: torch.Tensor | int | None = None,
    ) -> Any:
        """Loss of one batch as its share of the update's."""
        total, count = target_loss(model, inputs)
        # The gradients of the processes are averaged, but it is their sum that is wanted.
        loss = total / (count if num_items_in_batch is None else num_items_in_batch) * self.accelerator.num_processes
        return (loss, None) if return_outputs else loss

    def evaluate(
        self, eval_dataset: Any = None, ignore_keys: list[str] | None = None, metric_key_prefix: str = "eval"
    ) -> dict[str, float]:
        """Loss per learned token over all held-out pairs; the trainer's own is a mean of means."""
        model: Any = self.model
        model.eval()
        total = torch.zeros(2, device=self.args.device, dtype=torch.float64)
        # A loader draws a seed it never uses: looking must not change what is trained afterwards.
        with torch.no_grad(), torch.random.fork_rng(devices=[]):
            for batch in self.get_eval_dataloader(eval_dataset):
                loss, count = target_loss(model, self._prepare_inputs(batch))
                total += torch.stack([loss.double(), count.double()])
        total = self.accelerator.reduce(total, "sum")
        metrics = {f"{metric_key_prefix}_loss": float(total[0] / total[1])}
        self.log(dict(metrics))
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, metrics)
        return metrics
