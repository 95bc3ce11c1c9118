"""A fine-tuning from pairs to an adapter folder.

The folder holds PEFT's ``adapter_config.json`` and ``adapter_model.safetensors``, ``card.json``, ``profile.toml`` (what
to ask the tuned model by), ``training.json`` (how it was made), ``loss.csv`` and ``loss.svg``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from husky_kernel.agent.errors import EngineError, UseError
from husky_kernel.agent.types import now
from husky_kernel.config import cache_dir
from husky_kernel.engines.torch import loading as torch_loading
from husky_kernel.engines.torch.prompt_encoding import PromptEncoder
from husky_kernel.models.card import Card, write_card
from husky_kernel.training.finetune import checkpoint, curve, duration
from husky_kernel.training.finetune.base import Tell
from husky_kernel.training.finetune.dataset import Data, encode_all, read_data, sources, unweighted
from husky_kernel.training.finetune.job import Job, Rows, Tuned, is_first
from husky_kernel.training.pairs.build import PROFILE
from husky_kernel.training.pairs.pairs import ROLES

PATIENT = 20 * 60
"""Seconds on a processor above which one is asked first."""

CHARACTERS = 3.5
"""Characters of a token, about."""

LOOKED_AT = 400
"""Held-out pairs that are looked at during training; more would take longer than the training itself."""


def finetune(job: Job, tell: Tell = lambda line: None) -> Tuned:
    """Tune an adapter and write its folder.

    Raises
    ------
    UseError
        If there is nothing to learn, the folder holds something else, or it takes long and nobody said ``yes``.
    EngineError
        If torch and its like are not installed, or the model cannot be loaded or tuned.
    """
    require()
    data = read_data(job.data, (job.recipe.module,))
    device = torch_loading.choose_device(job.device)
    torch_loading.limit(job.threads)
    if device == "cpu" and not job.yes and job.minutes is None:
        _ask_for_patience(job, data)
    wanted = checkpoint.asked(job.recipe, job.base, job.data)
    folder = checkpoint.open_folder(job.out, wanted, job.resume) if is_first() else job.out / checkpoint.FOLDER
    tell(f"loading {job.base.name} on {device} …")
    loaded = _load(job, device)
    encoder = PromptEncoder(loaded.tokenizer, job.base.template)
    from husky_kernel.training.finetune.training import train  # late: it imports torch and transformers

    tuned, model, history = train(job, loaded, encoder, _rows(job, data, encoder, loaded.model), folder, tell)
    if is_first():
        _write(job, data, model, tuned, history)
        if tuned.why != "time":
            checkpoint.close_folder(folder)
    del model, loaded
    torch_loading.free(device)
    return tuned


def each_module(job: Job, tell: Tell = lambda line: None) -> Iterator[Job]:
    """A job for every module that has pairs, each an adapter of its own in ``job.out``; done ones are passed over.

    Raises
    ------
    UseError
        If there are no pairs at all.
    """
    counts = read_data(job.data, ROLES).counts
    for module in (role for role in ROLES if role in counts):
        out = job.out / module
        if job.resume and (out / checkpoint.ADAPTER).is_file() and not (out / checkpoint.FOLDER).is_dir():
            tell(f"{module}: done already")
            continue
        tell(f"{module}: {counts[module]} pairs")
        yield replace(job, recipe=replace(job.recipe, module=module), out=out, name=f"{job.out.name}-{module}")


def require() -> None:
    """Raise EngineError if a package that training needs is not installed."""
    missing = [name for name in (*torch_loading.NEEDED, "accelerate") if not torch_loading.installed(name)]
    if missing:
        raise EngineError(f'training needs {", ".join(missing)}: pip install "husky-kernel[train]"')


def _rows(job: Job, data: Data, encoder: PromptEncoder, model: Any) -> Rows:
    longest = int(getattr(model.config, "max_position_embeddings", None) or job.recipe.row_tokens)
    train, left_out = encode_all(data.train, encoder, longest)
    if not train:
        raise UseError(f"every pair is longer than the {longest} tokens that {job.base.name} can read")
    return Rows(train, unweighted(data.heldout[:LOOKED_AT], encoder, longest), left_out)


def _ask_for_patience(job: Job, data: Data) -> None:
    letters = sum(len(m.content) for pair in data.train for m in pair.messages)
    letters += sum(len(pair.completion) for pair in data.train)
    seconds = duration.seconds_on_cpu(job.recipe.epochs * letters / CHARACTERS, job.base.parameters)
    if seconds > PATIENT:
        raise UseError(
            f"there is no GPU, and on this processor it takes about {duration.in_words(seconds)}: run it on a machine "
            "with a GPU, take fewer pairs or a smaller model, set --max-minutes, or go on with --yes"
        )


def _load(job: Job, device: str) -> torch_loading.Loaded:
    """Each of several processes takes a GPU of its own."""
    if device == "cuda":
        import torch

        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
    return torch_loading.load(job.base.place, cache_dir(), device, job.threads)


def _write(job: Job, data: Data, model: Any, tuned: Tuned, history: curve.History) -> None:
    recipe, base, out = job.recipe, job.base, job.out
    model.save_pretrained(out, save_embedding_layers=False)
    (out / "README.md").unlink(missing_ok=True)  # PEFT's form to be filled in; the card says it
    config = json.loads((out / checkpoint.ADAPTER).read_text(encoding="utf-8"))
    config["base_model_name_or_path"] = base.name  # not a path of this machine
    config["target_modules"].sort()
    (out / checkpoint.ADAPTER).write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", job.name or out.name).lstrip("._-") or recipe.module
    made_of = sources(data.train)
    write_card(out, Card(name, recipe.module, base.name, base.sha256, recipe.kind, recipe.rank, made_of, created=now()))
    told = {"recipe": recipe.to_json(), "result": asdict(tuned)}
    (out / "training.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    if (job.data / PROFILE).is_file():
        shutil.copyfile(job.data / PROFILE, out / PROFILE)
    curve.write_csv(out, history)
    curve.write_plot(out, history)
