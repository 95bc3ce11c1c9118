"""``husky train``: from data to trajectories (stage 1) and from trajectories to tuned modules (stage 2)."""

from __future__ import annotations

from collections.abc import Callable

from husky_kernel.cli.group import group
from husky_kernel.cli.synthesize import synthesize

HELP = "Make training data, and tune the modules on it."

app = group(HELP)

COMMANDS: tuple[Callable[..., None], ...] = (synthesize,)
"""The commands of the group: those of stage 2 are added here."""


@app.callback()
def _train() -> None:
    """Make training data, and tune the modules on it."""


for command in COMMANDS:
    app.command()(command)
