from __future__ import annotations

from pathlib import Path

import pytest

from husky_kernel.tools.search import SearchTool
from husky_kernel.tools.search_backends.offline import OfflineBackend


@pytest.fixture(scope="session")
def search(tmp_path_factory: pytest.TempPathFactory) -> SearchTool:
    """The search tool over the facts that ship, and nothing else."""
    return SearchTool(OfflineBackend(Path(tmp_path_factory.mktemp("index")) / "search.sqlite"))
