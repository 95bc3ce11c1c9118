"""``husky train``: from worked questions to a tuned adapter."""

from __future__ import annotations

from husky_kernel.cli import finetune
from husky_kernel.cli.group import group

app = group("Make training data, and tune adapters for the modules.")
app.command()(finetune.build)
app.command()(finetune.finetune)
