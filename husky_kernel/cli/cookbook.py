"""``husky cookbook``: a team's own solved questions, beside those that come with the product."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from husky_kernel.cli.group import group
from husky_kernel.cookbook import shelf

app = group("Show the coder your team's own solved questions: folders of TOML files, each a list of [[recipe]].")

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A folder with files *.toml.")]


@app.command()
def add(folder: Folder) -> None:
    """Take the recipes of a folder from now on. What is in it is read anew when it changes."""
    count = shelf.add(folder)
    typer.echo(f"{count} recipe{'' if count == 1 else 's'} of {folder}")


@app.command()
def drop(folder: Folder) -> None:
    """Take them no more. The folder itself stays."""
    shelf.drop(folder)
    typer.echo(f"no more recipes of {folder}")


@app.command("list")
def list_cookbooks() -> None:
    """List the cookbooks, with how many recipes each has."""
    typer.echo(shelf.listed())
