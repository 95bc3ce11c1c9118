"""``husky bench checkpoint``: what it costs that the namespace can go back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from husky_kernel.cli.bench.options import Json

if TYPE_CHECKING:
    from husky_kernel.bench.kernel.checkpoint import Row

MB = 1_000_000


def checkpoint(
    json: Json = False,
    largest: Annotated[int, typer.Option("--largest", min=0, help="Leave out tables above so many MB.")] = 1000,
) -> None:
    """Checkpoints of a namespace and going back to them, against deepcopy and cloudpickle of the namespace."""
    from husky_kernel.bench.kernel import cells
    from husky_kernel.bench.kernel import checkpoint as bench
    from husky_kernel.bench.kernel.checkpoint_report import outcome
    from husky_kernel.cli.bench.outcome import measure, tell

    left_out: list[str] = []

    def rows() -> Iterator[Row]:
        for found in bench.measure(largest * MB):
            if isinstance(found, bench.Row):
                tell(found.case)
                yield found
            else:
                tell(found)
                left_out.append(found)

    measure(rows, lambda found: outcome(found, [*left_out, cells.measure()]), json)
