"""What kind of values a column holds, and which helper reads them: told to the models with the table."""

from __future__ import annotations

from husky_kernel.kinds.column import kind_of
from husky_kernel.kinds.kind import Kind

__all__ = ["Kind", "kind_of"]
