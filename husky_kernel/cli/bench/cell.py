"""``husky bench cell``: what a kernel with the extension costs, beside one without."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from husky_kernel.cli.bench.options import Json, Model, Out, Quick, Yes

if TYPE_CHECKING:
    from husky_kernel.bench.outcome import Measured

QUICK = 2


def cell(
    model: Model = None,
    rounds: Annotated[int, typer.Option("--rounds", min=1, help="So many fresh kernels of each kind.")] = 5,
    quick: Quick = False,
    out: Out = None,
    json: Json = False,
    yes: Yes = False,
) -> None:
    """Loading the extension, the time to the first card, and memory; beside a kernel without the extension.

    How long an event takes to the screen is measured in a browser: tests/browser/bench_cards.py.
    """
    from husky_kernel.assembly import chosen_model
    from husky_kernel.bench.kernel.cell import CellBench, outcome
    from husky_kernel.bench.local_model import find
    from husky_kernel.bench.prompts import load_prompts
    from husky_kernel.cli.bench.outcome import measure, told
    from husky_kernel.config import load_settings

    settings = load_settings(model=model, download_without_asking=yes or None)
    local, question = find(settings), load_prompts().cell_question
    bench = CellBench(local, chosen_model(settings), question, QUICK if quick else rounds)

    def rows() -> Iterator[Measured]:
        yield from told(bench.rows())

    measure(rows, lambda found: outcome(found, local.name), json, out)
