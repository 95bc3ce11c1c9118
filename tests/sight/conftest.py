"""What is seen must not depend on how fast the machine is that tests it."""

from __future__ import annotations

import sys

import pytest


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking at calls may take as long as it takes."""
    monkeypatch.setattr(sys.modules["husky_kernel.sight.watch"], "LEAST", 600.0)
