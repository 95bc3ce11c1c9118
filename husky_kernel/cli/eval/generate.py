"""``husky eval generate``: questions that need search and computing, with answers that were computed and checked."""

from __future__ import annotations

import json
import os
from contextlib import closing, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from husky_kernel.agent.errors import UseError

if TYPE_CHECKING:
    from husky_kernel.assembly import Agent


def generate(
    out: Annotated[Path, typer.Option("--out", help="The file to write, one JSON record a line.")],
    topic: Annotated[str, typer.Option("--topic", help="geography, population, cities, ... or mixed.")] = "mixed",
    n: Annotated[int, typer.Option("--n", min=1, help="How many questions.")] = 100,
    seed: Annotated[int, typer.Option("--seed", help="The same seed makes the same questions.")] = 0,
    hold_out: Annotated[
        list[str] | None, typer.Option("--hold-out", metavar="KIND", help="Ask nothing about rivers, say; repeatable.")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="KIND", help="Each question is about one of these; repeatable."),
    ] = None,
    model: Annotated[str | None, typer.Option("--model", help="Has this model reword and check them.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Fetch large models without asking.")] = False,
) -> None:
    """Write questions whose facts the offline search finds and whose answers were computed twice, independently."""
    from husky_kernel.assembly import search_index
    from husky_kernel.eval.generate.entities import known_kinds
    from husky_kernel.eval.generate.generation import Generator
    from husky_kernel.eval.generate.recipes import recipes
    from husky_kernel.eval.generate.writer import Writer
    from husky_kernel.tools.search import SearchTool, make_backend

    chosen = recipes(topic)
    without, about = known_kinds(hold_out or ()), known_kinds(only or ())
    if not out.absolute().parent.is_dir():
        raise UseError(f"cannot write {out}: there is no folder {out.absolute().parent}")
    search = SearchTool(make_backend("offline", index_path=search_index()))
    with closing(_agent(model, yes)) if model else nullcontext() as agent:
        generator = Generator(search, chosen, seed, Writer(agent.engine("code")) if agent else None, without, about)
        records = [
            json.dumps(found.to_json(index), ensure_ascii=False)
            for index, found in enumerate(generator.questions(n, lambda line: typer.echo(line, err=True)))
        ]
    _write(out, "".join(f"{record}\n" for record in records))
    names = {json.loads(record)["recipe"] for record in records}
    short = f" of the {n} asked for: there are no more" if len(records) < n else ""
    typer.echo(f"{out}: {len(records)} questions{short}, by {len(names)} recipes")
    for line in generator.counts.lines():
        typer.echo(line)


def _agent(model: str, yes: bool) -> Agent:
    from husky_kernel.assembly import load_agent
    from husky_kernel.config import load_settings

    settings = load_settings(model=model, download_without_asking=yes or None)
    return load_agent(None, settings, lambda text, fraction: None)


def _write(out: Path, text: str) -> None:
    """All or nothing: a file that breaks off half-way would pass for a smaller set."""
    draft = out.with_name(f".{out.name}.part")
    try:
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, out)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise UseError(f"cannot write {out}: {error.strerror or error}") from error
