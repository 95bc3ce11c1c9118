from __future__ import annotations

import json
import subprocess
import sys


def test_all_cases_in_one_run() -> None:
    command = [sys.executable, "-m", "husky_kernel.cli", "bench", "checkpoint", "--json", "--largest", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=500)
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    rows = {row["case"]: row for row in data["rows"]}
    assert {"nothing touched, 1,000 names", "table of 1 MB, one cell set", "1,000 names, one touched"} <= set(rows)
    for row in rows.values():
        assert row["take"] > 0
        assert row["deepcopy_per_take"] > row["deepcopy_per_both"] > 0
        assert row["pickle_bytes"] > 0
    assert 70_000 < rows["table of 1 MB, one cell set"]["kept"] < 2_000_000
    assert rows["table of 1 MB, only read"]["kept"] < 10_000
    assert data["bench"] == "checkpoint"
    assert data["machine"]
    assert data["ratios"]["deepcopy_per_take"] > 0
    assert len(data["notes"]) == 3
    assert data["notes"][-1].startswith("every cell of a notebook (24 kinds")
