from __future__ import annotations

from pathlib import Path

import psutil
import pytest
from engine_processes import pid_of

from husky_kernel.engines.llamacpp.engine import LlamaCppEngine


@pytest.mark.model
@pytest.mark.parametrize(
    ("said", "spins"), [({}, "1000"), ({"GOMP_SPINCOUNT": "7"}, "7"), ({"OMP_WAIT_POLICY": "ACTIVE"}, None)]
)
def test_its_threads_give_their_cores_up_while_they_wait(
    monkeypatch: pytest.MonkeyPatch, smollm2_path: Path, said: dict[str, str], spins: str | None
) -> None:
    for name in ("GOMP_SPINCOUNT", "OMP_WAIT_POLICY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    engine = LlamaCppEngine(smollm2_path, "smollm2-135m", threads=1, context_length=512)
    environment = psutil.Process(pid_of(engine)).environ()
    engine.close()
    assert environment.get("GOMP_SPINCOUNT") == spins
