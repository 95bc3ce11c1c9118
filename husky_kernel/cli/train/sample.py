"""``husky train sample``: a model's own right programs in the place of annotated ones."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from husky_kernel.agent.errors import UseError

if TYPE_CHECKING:
    from husky_kernel.agent.protocols import Engine
    from husky_kernel.modules.expert import Expert


def sample(
    trajectories: Annotated[Path, typer.Argument(metavar="FILE", help="What `husky train synthesize` wrote.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file of trajectories to write.")],
    model: Annotated[str | None, typer.Option(metavar="NAME", help="The model that is to be tuned.")] = None,
    samples: Annotated[int, typer.Option("--samples", "-k", min=1, help="Tries a question.")] = 4,
    temperature: Annotated[float, typer.Option(min=0.01, max=2.0, help="Of all of them.")] = 0.7,
    together: Annotated[int, typer.Option(min=1, help="Programs that are written at once, on a GPU.")] = 256,
    unsolved: Annotated[
        str, typer.Option(metavar="keep|drop", help="Questions that no program of the model solved.")
    ] = "keep",
    processes: Annotated[int | None, typer.Option(min=1, help="Sandboxes side by side; by default one a core.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Fetch large models without asking.")] = False,
) -> None:
    """Try each question that one program solves some times; a right program of the model replaces the annotated one."""
    from husky_kernel.training.own_programs import Writing, is_program, with_own_programs
    from husky_kernel.training.synthesize import read_trajectories, write_trajectories

    if unsolved not in ("keep", "drop"):
        raise UseError(f"--unsolved must be keep or drop, not {unsolved!r}")
    found = read_trajectories(trajectories)
    expert, engine = _writer(model, yes)
    try:
        writing = Writing(expert, engine, samples, temperature, together)
        kept = with_own_programs(found, writing, processes or os.cpu_count() or 1, _tell)
    finally:
        engine.close()
    if unsolved == "drop":
        kept = [one for one in kept if not is_program(one)]
    write_trajectories(out, kept)
    own = sum(one.origin == "teacher" for one in kept)
    typer.echo(f"{len(kept):,} trajectories in {out}, {own:,} of them by the model's own programs")


def _writer(model: str | None, yes: bool) -> tuple[Expert, Engine]:
    """The code expert with its model: on a GPU by torch, which writes many programs at once, else as in any run."""
    from husky_kernel.assembly import load_agent
    from husky_kernel.config import cache_dir, load_settings
    from husky_kernel.engines.torch import loading as torch_loading
    from husky_kernel.modules.coder import code_expert

    if all(map(torch_loading.installed, torch_loading.NEEDED)) and torch_loading.choose_device("auto") == "cuda":
        from husky_kernel.assembly import profile_for
        from husky_kernel.engines.torch.engine import TransformersEngine
        from husky_kernel.models.choice import CPU_MODEL
        from husky_kernel.training.finetune.base import find_base

        base = find_base(model or load_settings().model or CPU_MODEL, yes=yes, tell=_tell)
        engine = TransformersEngine(base.place, base.name, cache_dir(), base.template)
        return code_expert(profile_for(base.family).prompts["code"]), engine
    agent = load_agent(None, load_settings(model=model, download_without_asking=yes or None), _silent)
    return code_expert(agent.prompt("code")), agent.engine("code")


def _silent(text: str, fraction: float | None) -> None:
    """Loading needs no words here."""


def _tell(line: str) -> None:
    typer.echo(line, err=True)
