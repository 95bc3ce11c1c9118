"""Data wherever it lies: tables of every library, databases, and queries over both."""

from __future__ import annotations

from husky_kernel.libraries.tables import (
    AT_ONCE,
    MOST,
    first,
    is_lazy,
    is_other,
    is_pandas,
    library,
    rows,
    schema,
    to_pandas,
)

__all__ = ["AT_ONCE", "MOST", "first", "is_lazy", "is_other", "is_pandas", "library", "rows", "schema", "to_pandas"]
