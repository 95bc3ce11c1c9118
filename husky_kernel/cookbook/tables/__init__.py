"""The tables that the recipes are about: small, of many trades, and as untidy as files are.

Each module holds one trade, its tables as module variables.
"""

from __future__ import annotations

import importlib
import pkgutil

import pandas as pd


def tables() -> dict[str, pd.DataFrame]:
    """All tables by name, each a copy of its own."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return {
        name: value.copy()
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, pd.DataFrame)
    }
