"""Reads the data files beside this one."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any


def load(name: str) -> dict[str, Any]:
    """The tables of ``name``.toml."""
    file = resources.files("husky_kernel.eval.generate") / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
