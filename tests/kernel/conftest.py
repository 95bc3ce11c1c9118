from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from live_kernel import HUSKY, LiveKernel, live_kernel
from traitlets.config import Config

SUM = {
    "action": {"0": "[code] Double x.", "1": "[code] Add one.", "2": "[finish] 43"},
    "code": {"0": "```python\ny = 2 * x\ny\n```", "1": "```python\nz = y + 1\nprint(z)\n```"},
}
"""A run of two steps on the variable ``x``, which must be 21 for its answer to be right."""


@pytest.fixture(scope="session")
def script(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Writes a scripted model and returns its name."""
    folder = tmp_path_factory.mktemp("scripts")

    def write(replies: Any = SUM, **more: Any) -> str:
        path = folder / f"{len(list(folder.iterdir()))}.json"
        path.write_text(json.dumps(replies | more))
        return f"scripted:{path}"

    return write


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    """A shell in this process, as `husky run` and terminals have."""
    yield InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    InteractiveShell.clear_instance()


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveKernel]:
    """A Husky kernel, one for the tests of a file."""
    with live_kernel(HUSKY, tmp_path_factory.mktemp("notebooks")) as started:
        yield started
