"""Read any file with tables: encoding, separator, decimal sign, header and totals are found, told, and can be fixed."""

from __future__ import annotations

from husky_kernel.files.reader import read

__all__ = ["read"]
