from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def test_both_agents_in_one_run_and_a_report_of_each(tmp_path: Path) -> None:
    data, script, out = tmp_path / "data.jsonl", tmp_path / "script.json", tmp_path / "report.json"
    data.write_text("\n".join(json.dumps({"question": f"1 + {n}?", "answer": str(1 + n)}) for n in (2, 3)))
    script.write_text(
        json.dumps(
            {"action": {"0": "[code] Add.", "1": "[finish] 3"}, "code": {"0": "1 + 2"}, "pot": {"0": "print(1 + 2)"}}
        )
    )
    command = [sys.executable, "-m", "husky_kernel.cli", "eval", "run", "--set", "gsm8k", "--data", str(data)]
    done = subprocess.run(
        [*command, "--model", f"scripted:{script}", "--out", str(out)], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    for agent in ("husky", "pot"):
        report = json.loads((tmp_path / f"report.{agent}.json").read_text())
        assert (report["set"], report["agent"], report["n"], report["accuracy"]) == ("gsm8k", agent, 2, 0.5)
        assert report["failures"] == {"wrong code": 1}
        assert report["items"][0]["trace"]["schema"] == "husky.trace/1"


def test_wrong_use_is_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "husky_kernel.cli", "eval", "run", "--set", "gsm8k", "--data", "none.jsonl"]
    done = subprocess.run([*command], capture_output=True, text=True, timeout=120, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "cannot read" in done.stderr
