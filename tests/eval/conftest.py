"""Fixtures of the evaluation's tests: questions, a model from a script, a sandbox."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from husky_kernel.eval.sandbox import Limits, Sandbox

collect_ignore = [] if find_spec("ray") else ["test_cluster.py"]


def pytest_report_header() -> list[str]:
    """Say loudly what is not tested."""
    return ["!! NOT TESTED: Ray is not installed, so scale-out is not; get it with the extra `scale`"] * len(
        collect_ignore
    )


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One worker for the tests of a file; each fills it anew."""
    with Sandbox(Limits(seconds=20.0, memory=1 << 30, output=2000)) as opened:
        yield opened


@pytest.fixture
def script(tmp_path: Path) -> Callable[[Mapping[str, Any]], str]:
    """Writes a script of replies; gives the name of the model that speaks it."""

    def write(replies: Mapping[str, Any]) -> str:
        path = tmp_path / "script.json"
        path.write_text(json.dumps(replies))
        return f"scripted:{path}"

    return write
