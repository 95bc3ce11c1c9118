"""``husky search``: what the search tool knows, and folders of one's own added to it."""

from __future__ import annotations

import json as json_format
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from husky_kernel.cli.group import group

app = group("Look into the search index, and add folders of documents to it.")


@app.command()
def add(what: Annotated[str, typer.Argument(metavar="DIR", help="A folder of documents, or a known corpus.")]) -> None:
    """Index the text, Markdown, CSV, notebook and HTML files below a folder."""
    from husky_kernel.assembly import search_index
    from husky_kernel.tools.search_backends import library
    from husky_kernel.tools.search_backends.corpora import CORPORA

    known = what in CORPORA and not Path(what).is_dir()
    index = search_index()
    added = library.add_corpus(what, index) if known else library.add_folder(index, Path(what))
    for note in added.notes:
        typer.echo(f"Left out: {note}", err=True)
    typer.echo(f"{added.source}: {added.passages:,} passages from {added.files:,} files")


@app.command("list")
def list_sources(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List what is in the index."""
    from husky_kernel.assembly import search_index
    from husky_kernel.tools.search_backends import library

    library.ensure(search_index())
    sources = library.list_sources(search_index())
    if json:
        typer.echo(json_format.dumps([asdict(source) for source in sources]))
        return
    for source in sources:
        typer.echo(f"{source.passages:8,}  {source.kind:7}  {source.name}")


@app.command()
def remove(name: Annotated[str, typer.Argument(metavar="NAME", help="A name of `husky search list`.")]) -> None:
    """Take a folder or corpus out of the index. Its files stay."""
    from husky_kernel.assembly import search_index
    from husky_kernel.tools.search_backends import library

    library.remove_source(search_index(), name)
    typer.echo(f"{name} is no longer in the index")


@app.command()
def query(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="What to look up.")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Look something up as the search tool does. Exit code 1 if nothing is found."""
    from husky_kernel.assembly import search_index
    from husky_kernel.config import load_settings
    from husky_kernel.tools.search import make_backend

    settings = load_settings()
    backend = make_backend(settings.search_backend, index_path=search_index(), searxng_url=settings.searxng_url)
    hits = backend.search(" ".join(words))
    if json:
        typer.echo(json_format.dumps([asdict(hit) for hit in hits]))
    for hit in () if json else hits:
        typer.echo(f"{hit.score:.2f}  {' '.join(hit.snippet.split())}\n      {hit.source}")
    if not hits:
        typer.echo("nothing found", err=True)
        raise typer.Exit(1)
