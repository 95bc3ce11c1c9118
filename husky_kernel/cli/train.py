"""``husky train``: from what was corrected to a tuned module."""

from __future__ import annotations

from husky_kernel.cli.gate import gate
from husky_kernel.cli.group import group
from husky_kernel.cli.learn import learn

app = group("Tune the modules, and check what that did.")
app.command()(learn)
app.command()(gate)
