from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest


@pytest.mark.slow
def test_two_workers_of_a_local_cluster_answer(tmp_path: Path, script: Callable[[Mapping[str, Any]], str]) -> None:
    data, out = tmp_path / "data.jsonl", tmp_path / "r.json"
    data.write_text("\n".join(json.dumps({"question": f"1 + {k}?", "answer": str(1 + k)}) for k in range(6)))
    model = script(
        {
            "action": {"0": "[code] Add.", "1": "[finish] 3"},
            "code": {"0": "import os\nprint(1 + 2, os.getppid())\n3"},
            "pot": {"0": "print(1 + 2)"},
            "delay": 0.05,
        }
    )
    command = [sys.executable, "-m", "husky_kernel.cli", "eval", "run", "--set", "gsm8k", "--data", str(data)]
    done = subprocess.run(
        [*command, "--model", model, "--out", str(out), "--ray", "--workers", "2"],
        capture_output=True,
        text=True,
        timeout=900,
        # Both actors are up before the first question goes out: else one might be done before the other begins.
        env=os.environ | {"RAY_DATA_DEFAULT_WAIT_FOR_MIN_ACTORS_S": "600"},
    )
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "r.husky.json").read_text())
    assert (report["n"], report["accuracy"], report["workers"]) == (6, 0.1667, 2)
    assert json.loads((tmp_path / "r.pot.json").read_text())["accuracy"] == 0.1667
    assert [item["index"] for item in report["items"]] == list(range(6))
    sandboxes = {item["trace"]["steps"][0]["observation"].split()[1] for item in report["items"]}
    assert len(sandboxes) == 2  # one for each actor, and both were used
