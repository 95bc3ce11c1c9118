"""Types of this folder's fixtures."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

Husky = Callable[..., subprocess.CompletedProcess[str]]
Script = Callable[..., str]
