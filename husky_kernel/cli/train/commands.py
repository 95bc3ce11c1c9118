"""``husky train``: from data to trajectories (stage 1), and from trajectories to tuned modules (stage 2)."""

from __future__ import annotations

from collections.abc import Callable

from husky_kernel.cli.group import group
from husky_kernel.cli.train import finetune
from husky_kernel.cli.train.gate import gate
from husky_kernel.cli.train.learn import learn
from husky_kernel.cli.train.sample import sample
from husky_kernel.cli.train.synthesize import synthesize

app = group("Make training data, tune the modules on it, and check what that did.")

COMMANDS: tuple[Callable[..., None], ...] = (synthesize, sample, finetune.build, finetune.finetune, learn, gate)

for command in COMMANDS:
    app.command()(command)
