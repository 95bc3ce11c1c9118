"""The training itself: groups of rows through the trainer, taken up again where a checkpoint is.

Imports torch and transformers, so import it late.
"""

from __future__ import annotations

import logging
import math
import time
import warnings
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from transformers import PrinterCallback, ProgressCallback, TrainingArguments, set_seed

from husky_kernel.engines.torch.loading import Loaded, failure
from husky_kernel.engines.torch.prompt_encoding import PromptEncoder
from husky_kernel.training.finetune import checkpoint, curve, packing
from husky_kernel.training.finetune.base import Tell
from husky_kernel.training.finetune.callbacks import Limits, Progress
from husky_kernel.training.finetune.dataset import Row
from husky_kernel.training.finetune.job import Job, Rows, Tuned, processes
from husky_kernel.training.finetune.lora import with_adapter
from husky_kernel.training.finetune.trainer import PairTrainer

WARM_UP = 0.03
"""Part of the steps in which the learning rate rises; then it falls along a cosine."""


def train(
    job: Job, loaded: Loaded, encoder: PromptEncoder, rows: Rows, folder: Path, tell: Tell
) -> tuple[Tuned, Any, curve.History]:
    """How it ended, the model with its best adapter, and what was logged.

    Raises
    ------
    EngineError
        If the memory is too small, or torch fails.
    """
    began = time.monotonic()
    logging.getLogger("accelerate").setLevel(logging.ERROR)
    limits = Limits(job.minutes, job.recipe.patience)
    state = checkpoint.last(folder) if job.resume else None
    if state is not None:
        tell(f"going on from step {state.name.rpartition('-')[2]}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of transformers about names of its own
        trainer = _trainer(job, loaded, encoder, rows, folder)
        for callback in (Progress(job.out, tell), limits):
            trainer.add_callback(callback)
        _run(trainer, state, tell)
    history = trainer.state.log_history
    losses, looks = curve.by_step(history, "loss"), curve.by_step(history, "eval_loss")
    tuned = Tuned(
        steps=trainer.state.global_step,
        why=limits.why,
        loss=list(losses.values())[-1] if losses else math.nan,
        heldout_before=looks.get(0),
        heldout=min(looks.values(), default=None),
        pairs=len(rows.train),
        left_out=rows.left_out,
        seconds=round(time.monotonic() - began, 1),
    )
    model = trainer.accelerator.unwrap_model(trainer.model)
    trainer.accelerator.free_memory()
    return tuned, model, history


def _run(trainer: PairTrainer, state: Path | None, tell: Tell) -> None:
    try:
        trainer.train(resume_from_checkpoint=str(state) if state else None)
    except KeyboardInterrupt:
        tell(f"stopped at step {trainer.state.global_step}: the same command with --resume goes on")
        raise
    except (RuntimeError, MemoryError) as error:
        raise failure(error, "training") from error


def _trainer(job: Job, loaded: Loaded, encoder: PromptEncoder, rows: Rows, folder: Path) -> PairTrainer:
    recipe = job.recipe
    set_seed(recipe.seed)
    tokens = sum(map(len, rows.train))
    update = recipe.tokens_of_update(tokens)
    size = min(recipe.row_tokens, update)
    packs = recipe.kind == "lora" and packing.keeps_apart(loaded.model)

    def group(some: Sequence[Row]) -> list[packing.Group]:
        return packing.pack(some, size, recipe.seed) if packs else packing.alike(some, size)

    groups, looked_at = group(rows.train), group(rows.heldout)
    model = with_adapter(loaded.model, recipe, encoder, rows.train)
    collate = packing.packed if packs else partial(packing.padded, pad=encoder.pad)
    arguments = _arguments(job, folder, len(groups), update * len(groups) / tokens, bool(looked_at), loaded.device)
    if processes() == 1 and arguments.n_gpu > 1:
        arguments._n_gpu = 1  # several GPUs are for `accelerate launch`; threads of one process would cut rows apart
    trainer = PairTrainer(
        model,
        arguments,
        data_collator=lambda one: collate(one[0]),
        train_dataset=groups,
        eval_dataset=looked_at or None,
    )
    for callback in (PrinterCallback, ProgressCallback):
        trainer.remove_callback(callback)
    return trainer


def _arguments(
    job: Job, folder: Path, groups: int, groups_of_update: float, looks: bool, device: str
) -> TrainingArguments:
    """``groups_of_update``: how many groups together have the tokens of one update."""
    recipe = job.recipe
    placed: dict[str, Any] = {"use_cpu": True} if device == "cpu" else {"bf16": _takes_bf16(device)}
    if recipe.save_memory:
        placed |= {"gradient_checkpointing": True, "gradient_checkpointing_kwargs": {"use_reentrant": False}}
    each = math.ceil(groups / processes())
    gathered = max(1, min(round(groups_of_update / processes()), each))
    steps = math.ceil(math.ceil(each / gathered) * recipe.epochs)
    every = max(1, steps // recipe.looks)
    return TrainingArguments(
        output_dir=str(folder),
        num_train_epochs=recipe.epochs,
        per_device_train_batch_size=1,
        per_device_eval_batch_size=1,
        gradient_accumulation_steps=gathered,
        average_tokens_across_devices=True,
        learning_rate=recipe.lr,
        lr_scheduler_type="cosine",
        warmup_steps=int(WARM_UP * steps),  # of few steps none: the first would learn nothing
        weight_decay=0.0,
        seed=recipe.seed,
        data_seed=recipe.seed,
        logging_steps=max(1, steps // 100),
        logging_nan_inf_filter=False,
        eval_strategy="steps" if looks else "no",
        eval_on_start=looks,
        eval_steps=every,
        save_steps=every,
        save_total_limit=2,
        load_best_model_at_end=looks,
        metric_for_best_model="eval_loss" if looks else None,
        greater_is_better=False if looks else None,
        remove_unused_columns=False,
        ddp_find_unused_parameters=False,
        dataloader_num_workers=0,
        disable_tqdm=True,
        report_to="none",
        **placed,
    )


def _takes_bf16(device: str) -> bool:
    import torch

    return device == "cuda" and torch.cuda.is_bf16_supported(including_emulation=False)
