"""``husky bench torch``: how fast the torch engine writes on this machine's GPU, or its CPU."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from husky_kernel.cli.bench.options import Json, Out, Quick, Yes

if TYPE_CHECKING:
    from husky_kernel.bench.torch.decode import Sizes
    from husky_kernel.bench.torch.turns import Found
    from husky_kernel.config import Settings
    from husky_kernel.engines.torch.loading import Loaded

Model = Annotated[str | None, typer.Option("--model", help="A model, its GGUF file, or a folder with safetensors.")]
Random = Annotated[str | None, typer.Option("--random", help="Random weights instead, in this shape: 1.5b or 7b.")]
Tokenizer = Annotated[Path | None, typer.Option("--tokenizer", help="The folder of a tokenizer for --random.")]
Seconds = Annotated[float | None, typer.Option("--seconds", help="Begin no measurement after so many.")]


def torch(
    model: Model = None,
    random: Random = None,
    tokenizer: Tokenizer = None,
    seconds: Seconds = None,
    quick: Quick = False,
    out: Out = None,
    json: Json = False,
    yes: Yes = False,
) -> None:
    """Tokens a second of the torch engine, against the memory's bandwidth and transformers' own `generate`."""
    from dataclasses import replace

    from husky_kernel.agent.errors import UseError
    from husky_kernel.bench.torch.decode import QUICK, Sizes
    from husky_kernel.bench.torch.report import outcome
    from husky_kernel.cli.bench.outcome import measure
    from husky_kernel.config import load_settings

    if model and random:
        raise UseError("say --model or --random, not both")
    settings = load_settings(model=model, download_without_asking=yes or None)
    sizes = QUICK if quick else Sizes()
    sizes = sizes if seconds is None else replace(sizes, seconds=seconds)
    loaded = _random(random, tokenizer) if random else _loaded(settings)
    measure(lambda: _rows(loaded, sizes), lambda rows: outcome(rows, Path(loaded.place).name), json, out)


def _rows(loaded: Loaded, sizes: Sizes) -> Iterator[Found]:
    from husky_kernel.bench.prompts import load_prompts
    from husky_kernel.bench.torch.decode import TorchBench
    from husky_kernel.bench.torch.report import told
    from husky_kernel.cli.bench.outcome import tell
    from husky_kernel.config import cache_dir

    for row in TorchBench(loaded, load_prompts(), sizes, cache_dir()).rows():
        tell(told(row))
        yield row


def _random(shape: str, tokenizer: Path | None) -> Loaded:
    from husky_kernel.bench.torch.models import random_model
    from husky_kernel.engines.torch.loading import require

    require()
    return random_model(shape, tokenizer)


def _loaded(settings: Settings) -> Loaded:
    """The chosen model, fetched if it is not there; a GGUF file is converted once."""
    from husky_kernel.assembly import chosen_model
    from husky_kernel.config import cache_dir
    from husky_kernel.engines.torch.loading import load

    name = chosen_model(settings)
    folder = Path(name).expanduser()
    return load(folder if folder.is_dir() else _place(name, settings), cache_dir(), threads=settings.threads)


def _place(name: str, settings: Settings) -> Path:
    from husky_kernel import models
    from husky_kernel.agent.errors import UseError
    from husky_kernel.bench.local_model import place

    spec = models.resolve(name)
    if isinstance(spec, models.TeamSpec) or spec.kind not in ("gguf", "catalogue"):
        raise UseError(f"{spec.title} is not one model with files of its own: name another")
    return place(spec, settings)
