"""One real worker for all tests of this folder: a process with an IPython shell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from carrying_out import CarryOut

from husky_kernel.training.converters import sources
from husky_kernel.training.converters.source import How
from husky_kernel.training.trajectories import Trajectory
from husky_kernel.training.verify import trajectory, verify
from husky_kernel.training.worker import Worker


@pytest.fixture(scope="session")
def worker() -> Iterator[Worker]:
    with Worker() as one:
        yield one


@pytest.fixture
def carry_out(worker: Worker) -> CarryOut:
    def run(name: str, record: dict[str, Any], **how: Any) -> Trajectory:
        source = sources.source(name)
        draft = source.convert(record, How(**how))
        return trajectory(draft, worker.call(verify, draft), source.name, source.licence, "a/key")

    return run
