"""The kernel "Husky (Python 3)": ipykernel with the magics loaded from the start."""

from __future__ import annotations

from typing import Any

from ipykernel.ipkernel import IPythonKernel

from husky_kernel import __version__
from husky_kernel.kernel.magics.extension import load


class HuskyKernel(IPythonKernel):
    """Python as ever, and ``%%husky``."""

    implementation = "husky"
    implementation_version = __version__

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call]
        load(self.shell)

    @property
    def banner(self) -> str:  # type: ignore[override]
        """Greets in consoles."""
        return f"{super().banner}Husky {__version__}: ask with %%husky, %husky help tells more\n"
