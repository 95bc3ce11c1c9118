"""``husky models add-adapter`` and its like: LoRA adapters, and which of them are on."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from husky_kernel.models import Adapter

Name = Annotated[str, typer.Argument(metavar="NAME", help="An adapter of `husky models adapters`.")]
Role = Annotated[str, typer.Option("--role", help="The role it is for; by default the one on its card.")]
Model = Annotated[str, typer.Option("--model", help="The model or team; by default the one on the adapter's card.")]


def add_adapter(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="An adapter of `husky train finetune`.")],
    role: Role = "",
    name: Annotated[str, typer.Option("--name", help="What to call it; by default the name on its card.")] = "",
    use: Annotated[bool, typer.Option("--use", help="Have its base model use it from now on.")] = False,
) -> None:
    """Copy a LoRA adapter to the user's own, and make it ready for its base model's engine."""
    from husky_kernel import models

    adapter = take(folder.expanduser().absolute(), role, name)
    card = adapter.card
    if use:
        models.switch(card.base, card.module, card.name)
    how = f"{card.base} uses it now" if use else f"try it with --model {card.base}+{card.module}={card.name}"
    typer.echo(f"the adapter {card.name} was added: {how}")


def take(folder: Path, role: str = "", name: str = "") -> Adapter:
    """Copy the adapter in ``folder`` to the user's own, written for llama.cpp where its base model is of that.

    Raises
    ------
    UseError
        If there is no adapter, it is for another version of its base model, or the name is taken.
    ModelError
        If its base model is not here.
    """
    from husky_kernel import models
    from husky_kernel.assembly import convert

    base = models.load_catalogue().model(models.read_adapter(folder).card.base)

    def finish(copy: Path) -> None:
        if base.engine == "llamacpp":
            convert(copy, models.path(base))

    return models.add_adapter(folder, base, finish, role, name)


def list_adapters(json: Annotated[bool, typer.Option("--json", help="Print their cards as JSON.")] = False) -> None:
    """List the adapters that were added, and which are on."""
    from husky_kernel import models

    found = models.all_adapters()
    if json:
        cards = [adapter.card.to_json() | {"in_use": is_on(adapter)} for adapter in found]
        typer.echo(json_format.dumps(cards))
        return
    for adapter in found:
        typer.echo(line(adapter))
    if not found:
        typer.echo("There are no adapters yet: `husky models add-adapter FOLDER` adds one.", err=True)


def use_adapter(
    name: Name,
    model: Model = "",
    off: Annotated[bool, typer.Option("--off", help="Use none in its role from now on.")] = False,
) -> None:
    """Have a model use an adapter from now on, or no longer."""
    from husky_kernel import models

    card = models.find_adapter(name).card
    base = model or card.base
    models.resolve(f"{base}+{card.module}={name}")  # does it fit?
    models.switch(base, card.module, "" if off else name)
    typer.echo(f"from now on {base} is {models.full_name(base)}")


def remove_adapter(name: Name) -> None:
    """Delete an adapter that was added. Models that used it go on without."""
    from husky_kernel import models

    gone = models.remove_adapter(name)
    models.forget(name)
    typer.echo(f"{name} was removed" if gone else f"there is no adapter {name}: nothing to remove")


def line(adapter: Adapter) -> str:
    """One line about an adapter."""
    card = adapter.card
    figures = "; ".join(figure.line() for figure in card.figures)
    mark = "* " if is_on(adapter) else "  "
    rows = sum(source.rows for source in card.data)
    about = f"{card.kind} of rank {card.rank}" + (f", trained on {rows} rows" if rows else "")
    return f"{mark}{adapter.ref:22} {card.module:11} {card.base:20} {about}" + (f"  ({figures})" if figures else "")


def is_on(adapter: Adapter) -> bool:
    """Whether its base model uses it."""
    from husky_kernel import models

    return models.in_use(adapter.card.base).get(adapter.card.module) == adapter.ref
