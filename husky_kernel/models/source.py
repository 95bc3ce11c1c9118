"""What the two sources of a download, the hub and the package index, have in common.

A source is a function of an :class:`Order` that returns the complete files, each with the SHA-256 that was verified.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from husky_kernel.agent.errors import ModelError
from husky_kernel.models.checked import FreeSpace, sha256_of
from husky_kernel.models.entry import ModelEntry
from husky_kernel.models.progress import Progress


class SourceFailed(ModelError):
    """This source cannot give the model now; another one may."""


@dataclass(frozen=True, slots=True)
class Order:
    """One model to fetch into ``folder``, which also keeps what is not complete for the next time."""

    entry: ModelEntry
    folder: Path
    progress: Progress
    free: FreeSpace


def expect_sha256(file: Path, sha256: str, order: Order) -> None:
    """Compare a complete file with its checksum; a file that is not right is removed and the source has failed."""
    found = sha256_of(file, order.progress, f"verifying {order.entry.name}")
    if found != sha256:
        file.unlink()
        raise SourceFailed(f"wrong checksum: {file.name} has SHA-256 {found}, not {sha256}; it was removed")
