"""``husky train learn``: a module tuned on the user's own corrections, checked, and switched on if nothing got worse.

``%husky learn`` starts it in the background. Each stage is written down, so that one that was killed is seen, and
goes on where the training command left its checkpoint.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from husky_kernel import learning
from husky_kernel.agent.errors import HuskyError, UseError
from husky_kernel.agent.types import now
from husky_kernel.learning import Job

if TYPE_CHECKING:
    from husky_kernel.corrections import Correction

EPOCHS = 3

Train = Callable[[Job, Path, Path], None]
"""Writes the adapter of a job, trained on a file of corrections, into a folder."""


def learn(
    module: Annotated[str, typer.Option("--module", help="code or action.")] = "code",
    model: Annotated[str, typer.Option("--model", help="Model or team; by default the one that `run` takes.")] = "",
    minutes: Annotated[int, typer.Option("--minutes", min=1, help="Train for at most so long.")] = 30,
) -> None:
    """Tune a module on your own corrections, check it, and use it from then on if nothing got worse."""
    from husky_kernel.assembly import chosen_model
    from husky_kernel.config import load_settings
    from husky_kernel.kernel.magics.learn import prepare

    job = prepare(module, model or chosen_model(load_settings()), minutes).of(os.getpid())
    done = carry_out(job, train_by_command)
    typer.echo(done.line())
    if done.stage != "switched":
        raise typer.Exit(1)


def carry_out(job: Job, train: Train, tasks: int | None = None) -> Job:
    """Tune, check (on the first so many short ``tasks``) and switch. Returns the job as it ended, also written down.

    Raises
    ------
    HuskyError
        If it failed; that too is written down.
    """
    job = replace(job, started=now()).at("building")
    try:
        return _carry_out(job, train, tasks)
    except HuskyError as error:
        job.at("failed", str(error))
        raise
    except (Exception, KeyboardInterrupt) as error:
        job.at("failed", f"{type(error).__name__}: {error}".strip(": "))
        raise


def _carry_out(job: Job, train: Train, tasks: int | None) -> Job:
    from husky_kernel import models
    from husky_kernel.cli.adapters import take
    from husky_kernel.cli.train.gate import check

    taught, kept_back = _corrections(job)
    _fresh(job, taught)
    adapter, held_out = job.work / "adapter", job.work / "held-out.jsonl"
    _write(held_out, kept_back)
    job = job.at("training")
    train(job, job.work / "train.jsonl", adapter)
    models.read_adapter(adapter).check(job.base, models.load_catalogue().model(job.base).sha256)
    job = job.at("checking")
    found = check(str(adapter), job.model, tuple(kept_back), tasks)
    if not found.passed:
        _put_aside(job, adapter)
        return job.at("kept", found.line())
    added = take(adapter, job.module, _free_name(job))
    models.switch(job.model, job.module, added.ref)
    shutil.rmtree(job.work)
    return job.at("switched", found.line(), added.ref)


def train_by_command(job: Job, corrections: Path, out: Path) -> None:
    """Train by ``husky train build`` and ``husky train finetune``, in processes of their own.

    Raises
    ------
    UseError
        If one of them fails.
    """
    data = out.with_name("data")
    which = ("--module", job.module, "--model", job.base)
    _husky("train", "build", str(corrections), "--out", str(data), "--model", job.base)
    limits = ("--epochs", str(EPOCHS), "--max-minutes", str(job.minutes), "--resume")
    _husky("train", "finetune", *which, "--data", str(data), "--out", str(out), *limits)


def _husky(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", "husky_kernel.cli", *arguments], stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        said = learning.last_words() or f"it ended with {done.returncode}"
        raise UseError(f"husky {' '.join(arguments[:2])} failed: {said}")


def _corrections(job: Job) -> tuple[list[Correction], list[Correction]]:
    from husky_kernel.corrections import CorrectionLog, correction_file
    from husky_kernel.training.pairs.held_out import split

    return split(CorrectionLog(correction_file()).pairs(job.module))


def _fresh(job: Job, taught: Sequence[Correction]) -> None:
    """An empty folder, or that of an interrupted job on the same corrections: its checkpoint is of use."""
    file = job.work / "train.jsonl"
    before = file.read_bytes() if file.is_file() else b""
    _write(file, taught)
    if before and before != file.read_bytes():
        shutil.rmtree(job.work)
        _write(file, taught)


def _put_aside(job: Job, adapter: Path) -> None:
    """Keep what did not pass for a look at it, and let the next job begin anew."""
    aside = learning.folder() / f"kept-out-{job.work.name}"
    shutil.rmtree(aside, ignore_errors=True)
    adapter.rename(aside)
    shutil.rmtree(job.work)


def _write(file: Path, items: Sequence[Correction]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lines = (json.dumps(item.to_json(), ensure_ascii=False) + "\n" for item in items)
    file.write_text("".join(lines), encoding="utf-8")


def _free_name(job: Job) -> str:
    from husky_kernel.models.adapters import adapters_dir

    number = 1
    while (adapters_dir() / f"learned-{job.module}-{number}").exists():
        number += 1
    return f"learned-{job.module}-{number}"
