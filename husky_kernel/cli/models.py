"""``husky models``: what there is, what is here, and the fetching of it."""

from __future__ import annotations

import json as json_format
from typing import TYPE_CHECKING, Annotated

import typer

from husky_kernel.cli import adapters
from husky_kernel.cli.group import group

if TYPE_CHECKING:
    from husky_kernel.models import ModelEntry

app = group("List, fetch and check models.")

app.command("add-adapter")(adapters.add_adapter)
app.command("adapters")(adapters.list_adapters)
app.command("use-adapter")(adapters.use_adapter)
app.command("remove-adapter")(adapters.remove_adapter)

Name = Annotated[str, typer.Argument(metavar="NAME", help="A model or team of `husky models list`.")]


@app.command("list")
def list_models(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List all models and teams; `here` are those whose files are on this machine."""
    from husky_kernel import models
    from husky_kernel.assembly import chosen_model
    from husky_kernel.config import load_settings

    known, default = models.load_catalogue(), chosen_model(load_settings()).partition("+")[0]
    rows = [
        {
            "name": entry.name,
            "installed": models.installed(entry),
            "bytes": entry.bytes,
            "licence": entry.licence,
            "summary": entry.summary,
            "adapters": models.in_use(entry.name),
        }
        for entry in known.models.values()
    ]
    if json:
        teams = {name: dict(members) for name, members in known.teams.items()}
        typer.echo(json_format.dumps({"default": default, "models": rows, "teams": teams}))
        return
    for row in rows:
        _show(str(row["name"]), int(str(row["bytes"])), bool(row["installed"]), str(row["summary"]), default)
        for adapter in (one for one in models.all_adapters() if one.card.base == row["name"]):
            typer.echo(f"    {adapters.line(adapter)}")
    for name, members in known.teams.items():
        entries = {member: known.model(member) for member in members.values()}.values()
        size, here = sum(entry.bytes for entry in entries), all(map(models.installed, entries))
        _show(name, size, here, f"a team of {len(entries)} models", default)


def _show(name: str, size: int, here: bool, summary: str, default: str) -> None:
    from husky_kernel.models.progress import in_words

    mark = "* " if name == default else "  "
    typer.echo(f"{mark}{name:22} {in_words(size):>7}  {'here' if here else '-':4}  {summary}".rstrip())


@app.command()
def pull(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="By default the one that `run` takes.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before a large download.")] = False,
) -> None:
    """Fetch a model, or all models of a team. Goes on where it stopped the last time."""
    from husky_kernel import models
    from husky_kernel.assembly import chosen_model
    from husky_kernel.config import load_settings

    settings = load_settings(download_without_asking=yes or None)
    with models.ConsoleProgress() as progress:
        for entry in _entries(name or chosen_model(settings)):
            place = models.pull(entry, progress=progress, yes=settings.download_without_asking)
            typer.echo(f"{entry.name} is at {place}", err=True)


@app.command()
def verify(name: Name) -> None:
    """Read a model's files again and compare their checksums."""
    from husky_kernel import models

    with models.ConsoleProgress() as progress:
        for entry in _entries(name):
            typer.echo(f"{entry.name} is as it should be: {models.verify(entry, progress)}")


@app.command()
def path(name: Name) -> None:
    """Print where a model's file or folder is."""
    from husky_kernel import models

    for entry in _entries(name):
        typer.echo(str(models.path(entry)))


@app.command()
def remove(name: Name) -> None:
    """Delete the fetched files of a model."""
    from husky_kernel import models

    for entry in _entries(name):
        gone = models.remove(entry)
        typer.echo(f"{entry.name} was removed" if gone else f"{entry.name} was not fetched: nothing to remove")


def _entries(name: str) -> tuple[ModelEntry, ...]:
    """The catalogue entries that ``name`` stands for; UseError if it is none of the catalogue."""
    from husky_kernel import models
    from husky_kernel.agent.errors import UseError

    entries = models.resolve(name).entries()
    if not entries:
        raise UseError(f"{name} is not in the catalogue: `husky models list` shows what is")
    return entries
