"""Names that generated code may use without importing them: given where the notebook lacks them."""

from __future__ import annotations

import importlib
import re
from typing import Any

SUPPLIES = {
    "pd": "pandas",
    "np": "numpy",
    "plt": "matplotlib.pyplot",
    "pl": "polars",
    "tidy": "husky_kernel.tidy",
}
"""The name and the module that it stands for."""


def supply(shell: Any, code: str) -> None:
    """Import what ``code`` mentions and the shell lacks; hidden from lists of variables like a magic's own."""
    for name, module in SUPPLIES.items():
        if name not in shell.user_ns and re.search(rf"\b{name}\.", code):
            try:
                found = importlib.import_module(module)
            except ImportError:  # running the code says what is missing
                continue
            shell.user_ns[name] = found
            shell.user_ns_hidden[name] = found
