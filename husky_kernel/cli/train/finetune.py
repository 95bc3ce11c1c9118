"""``husky train build`` and ``husky train finetune``: worked questions to pairs, pairs to an adapter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from husky_kernel.agent.errors import UseError

ALL = "all"

if TYPE_CHECKING:
    from husky_kernel.modules.profile import Profile
    from husky_kernel.training.finetune.job import Job, Tuned


def build(
    trajectories: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Trajectories, traces or corrections, JSON.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder of pairs to write.")],
    profile: Annotated[
        str | None, typer.Option(metavar="NAME", help="Lay prompts out by this profile, or by a .toml file.")
    ] = None,
    model: Annotated[str | None, typer.Option(metavar="NAME", help="Or by the profile of this model.")] = None,
    examples: Annotated[
        str, typer.Option(metavar="keep|drop|drop:KIND,…", help="The profile's few-shot turns, or those for a kind.")
    ] = "keep",
    held_out: Annotated[float, typer.Option(min=0, max=0.9, help="Part of the questions that is held out.")] = 0.05,
    correction_weight: Annotated[float, typer.Option(min=0, help="How much a person's corrections count.")] = 3.0,
    seed: Annotated[int, typer.Option(help="Decides which questions are held out.")] = 0,
) -> None:
    """Cut worked questions into training pairs, in the exact layout in which the modules are asked."""
    from husky_kernel.modules.profile_file import without_examples
    from husky_kernel.training.pairs.build import build

    what, _, kinds = examples.partition(":")
    if what not in ("keep", "drop") or (kinds and what == "keep"):
        raise UseError(f"--examples must be keep, drop, or drop: with names of kinds, not {examples!r}")
    prompts = _profile(profile, model)
    if what == "drop":
        prompts = without_examples(prompts, [name.strip() for name in kinds.split(",") if name.strip()])
    built = build(
        trajectories,
        out,
        prompts,
        examples=examples,
        share=held_out,
        corrections=correction_weight,
        seed=seed,
    )
    for line in built.lines():
        typer.echo(line, err=True)
    typer.echo(out)


def finetune(
    module: Annotated[str, typer.Option(metavar="MODULE", help="action, code, math, query, commonsense, or all.")],
    data: Annotated[Path, typer.Option(metavar="DIR", help="What `husky train build` wrote.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The adapter folder to write; for all, a folder of them.")],
    model: Annotated[str | None, typer.Option(metavar="NAME", help="The model that the adapter is for.")] = None,
    kind: Annotated[str, typer.Option(metavar="lora|alora", help="Plain or activated LoRA.")] = "lora",
    rank: Annotated[int, typer.Option(help="Rank of the adapter.")] = 16,
    epochs: Annotated[float, typer.Option(help="How often every pair is seen.")] = 2.0,
    batch_tokens: Annotated[int | None, typer.Option(help="Tokens of an update; by default by the data.")] = None,
    row_tokens: Annotated[int, typer.Option(help="Tokens that go through the model at once.")] = 4096,
    lr: Annotated[float, typer.Option(help="Learning rate.")] = 2e-4,
    dropout: Annotated[float, typer.Option(help="Dropout of the adapter's inputs.")] = 0.05,
    patience: Annotated[int, typer.Option(help="End after so many looks without a gain on the held-out pairs.")] = 3,
    seed: Annotated[int, typer.Option(help="Decides what is random.")] = 0,
    save_memory: Annotated[bool, typer.Option("--save-memory", help="A third slower, much less GPU memory.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was stopped.")] = False,
    max_minutes: Annotated[float | None, typer.Option(min=0, help="Stop after this time with what is learned.")] = None,
    device: Annotated[str, typer.Option(metavar="auto|cuda|mps|cpu", help="Where to train.")] = "auto",
    threads: Annotated[int | None, typer.Option(min=1, help="CPU threads.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="However long it takes, and whatever is fetched.")] = False,
) -> None:
    """Tune a LoRA adapter on the pairs of a module. On several GPUs: accelerate launch -m husky_kernel.cli train …"""
    from husky_kernel.training.finetune.base import find_base
    from husky_kernel.training.finetune.job import Job
    from husky_kernel.training.finetune.recipe import Recipe
    from husky_kernel.training.finetune.run import require
    from husky_kernel.training.pairs.pairs import ROLES

    recipe = Recipe(
        module=ROLES[0] if module == ALL else module,
        kind=kind,  # type: ignore[arg-type]
        rank=rank,
        epochs=epochs,
        batch_tokens=batch_tokens,
        row_tokens=row_tokens,
        lr=lr,
        dropout=dropout,
        patience=patience,
        seed=seed,
        save_memory=save_memory,
    )
    require()
    base = find_base(model or _default_model(), yes=yes, tell=_tell)
    _tune(Job(recipe, base, data, out.absolute(), resume, max_minutes, yes, device, threads), module == ALL)


def _tune(job: Job, each: bool) -> None:
    from husky_kernel.training.finetune.job import is_first
    from husky_kernel.training.finetune.run import each_module, finetune

    for part in each_module(job, _tell) if each else (job,):
        _tell(_summary(finetune(part, _tell)))
        if is_first():
            typer.echo(part.out)


def _tell(line: str) -> None:
    """On standard error, once however many processes train together."""
    from husky_kernel.training.finetune.job import is_first

    if is_first():
        typer.echo(line, err=True)


def _profile(profile: str | None, model: str | None) -> Profile:
    from husky_kernel.assembly import profile_for
    from husky_kernel.modules.profile import load_profile
    from husky_kernel.training.finetune.base import family

    if profile is not None and model is not None:
        raise UseError("name a profile or a model, not both")
    if profile is not None:
        return load_profile(profile) if profile.endswith(".toml") else profile_for(profile)
    return profile_for(family(model or _default_model()))


def _default_model() -> str:
    """The model of the settings, else the one that runs on any laptop: a team cannot be tuned."""
    from husky_kernel.config import load_settings
    from husky_kernel.models.choice import CPU_MODEL

    return load_settings().model or CPU_MODEL


def _summary(tuned: Tuned) -> str:
    from husky_kernel.training.finetune.duration import in_words

    ends = {
        "end": "done",
        "early": "ended early, since it got no better on what is held out",
        "time": "the time is over; --resume goes on",
    }
    held = ""
    if tuned.heldout is not None and tuned.heldout_before is not None:
        held = f", held-out loss {tuned.heldout_before:.4f} -> {tuned.heldout:.4f}"
    left = f", {tuned.left_out} too long" if tuned.left_out else ""
    what = f"{tuned.steps} steps on {tuned.pairs} pairs{left} in {in_words(tuned.seconds)}"
    return f"{ends[tuned.why]}: {what}, loss {tuned.loss:.4f}{held}"
