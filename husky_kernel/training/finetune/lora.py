"""The adapter's layers on the model: LoRA or activated LoRA on every linear layer but the last, by PEFT."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from husky_kernel.agent.errors import EngineError
from husky_kernel.engines.torch.prompt_encoding import PromptEncoder
from husky_kernel.training.finetune.dataset import Row
from husky_kernel.training.finetune.recipe import Recipe


def with_adapter(model: Any, recipe: Recipe, encoder: PromptEncoder, rows: Sequence[Row]) -> Any:
    """``model`` with a fresh adapter that changes nothing yet. ``rows`` are what it will learn.

    Raises
    ------
    EngineError
        If the model has no linear layers, or activated LoRA would never be activated.
    """
    from peft import LoraConfig, get_peft_model

    # The last such place in a prompt is the module's own turn.
    begins = encoder.turn() if recipe.kind == "alora" else None
    if begins is not None and not all(_holds(row, begins) for row in rows):
        raise EngineError("activated LoRA needs a chat template that marks the assistant's turn: use plain LoRA")
    config = LoraConfig(
        r=recipe.rank,
        lora_alpha=recipe.alpha,
        lora_dropout=recipe.dropout,
        target_modules=_linear(model),
        task_type="CAUSAL_LM",
        alora_invocation_tokens=begins,
    )
    return get_peft_model(model, config)


def _linear(model: Any) -> list[str]:
    """Short names of the linear layers, but for the last one, which maps to the vocabulary."""
    import torch

    last = model.get_output_embeddings()
    found = (name for name, part in model.named_modules() if isinstance(part, torch.nn.Linear) and part is not last)
    names = sorted({name.rpartition(".")[2] for name in found})
    if not names:
        raise EngineError("this model takes no adapter: it has no linear layers")
    return names


def _holds(row: Row, tokens: Sequence[int]) -> bool:
    size = len(tokens)
    found = (at for at in range(row.prompt - size, -1, -1) if list(row.ids[at : at + size]) == list(tokens))
    return size > 0 and next(found, None) is not None
