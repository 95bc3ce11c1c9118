"""``husky bench``: how fast our own parts are on this machine."""

from __future__ import annotations

from husky_kernel.cli.bench.cell import cell
from husky_kernel.cli.bench.checkpoint import checkpoint
from husky_kernel.cli.bench.engine import engine
from husky_kernel.cli.bench.growth import growth
from husky_kernel.cli.bench.loop import loop
from husky_kernel.cli.bench.torch import torch
from husky_kernel.cli.bench.trace import trace
from husky_kernel.cli.group import group

app = group("Measure our own parts on this machine, against what one would use otherwise.")


@app.callback()
def _bench() -> None:
    """Measure our own parts on this machine, against what one would use otherwise."""


for command in (loop, engine, growth, torch, cell, checkpoint, trace):
    app.command()(command)
