"""``husky bench``: how fast our own parts are on this machine."""

from __future__ import annotations

from husky_kernel.cli import bench_cell, bench_checkpoint, bench_engine, bench_growth, bench_loop, bench_torch
from husky_kernel.cli.bench_trace import trace
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
