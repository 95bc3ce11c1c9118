"""``husky bench``: how fast our own parts are on this machine."""

from __future__ import annotations

from husky_kernel.cli.bench import cell as bench_cell
from husky_kernel.cli.bench import checkpoint as bench_checkpoint
from husky_kernel.cli.bench import engine as bench_engine
from husky_kernel.cli.bench import growth as bench_growth
from husky_kernel.cli.bench import loop as bench_loop
from husky_kernel.cli.bench import torch as bench_torch
from husky_kernel.cli.bench.trace import trace
from husky_kernel.cli.group import group

app = group("Measure our own parts on this machine, against what one would use otherwise.")


@app.callback()
def _bench() -> None:
    """Measure our own parts on this machine, against what one would use otherwise."""


app.command()(bench_loop.loop)
app.command()(bench_engine.engine)
app.command()(bench_growth.growth)
app.command()(bench_torch.torch)
app.command()(bench_cell.cell)
app.command()(bench_checkpoint.checkpoint)
app.command()(trace)
