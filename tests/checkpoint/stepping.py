"""Cells and steps in a real shell."""

from __future__ import annotations

from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from husky_kernel.agent.effects import Effects
from husky_kernel.checkpoint import History, Watch
from husky_kernel.checkpoint.names import hidden


class Notebook:
    """``cell`` is the user's own code, ``step`` a run's, with its checkpoint."""

    def __init__(self, shell: InteractiveShell, budget: int | None = 1 << 30) -> None:
        self.shell = shell
        self.names: dict[str, Any] = shell.user_ns
        self.history = History(budget)
        self.effects = Effects()

    def __getitem__(self, name: str) -> Any:
        return self.names[name]

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def variables(self) -> dict[str, Any]:
        """The user's, without those that the shell makes for what it shows."""
        return {name: value for name, value in self.names.items() if not hidden(name)}

    def cell(self, code: str) -> None:
        self.shell.run_cell(code, store_history=False).raise_error()

    def step(self, code: str, fails: bool = False) -> int:
        """Run a step; ``fails`` if its code raises in the end."""
        number = self.history.take(self.names, code, self.shell.transform_cell)
        with Watch() as watch:
            result = self.shell.run_cell(code, store_history=False)
        self.effects = self.history.settle(number, watch.seen)
        assert result.success is not fails
        return number
