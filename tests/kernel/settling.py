"""Waiting for a session's worker."""

from __future__ import annotations

from husky_kernel.kernel.session import Session

PATIENCE = 120.0
"""Seconds that anything may take on a slow machine."""


def settled(session: Session) -> None:
    """Wait until the worker has nothing left to do."""
    session.worker.submit(lambda: None).result(PATIENCE)
