from __future__ import annotations

import json
from pathlib import Path

from husky_command import Husky

from husky_kernel.corrections import Correction, CorrectionLog


def test_list_export_path_and_clear(husky: Husky, tmp_path: Path) -> None:
    data = {"HUSKY_DATA_DIR": str(tmp_path / "data")}
    log = CorrectionLog(tmp_path / "data" / "corrections.jsonl")
    given = {"profile": "qwen", "tool": "code", "step": "Add.", "before": "1 - 1", "after": "1 + 1"}
    log.add(Correction("code", "Sum?", "run1", 0, **given))
    log.outcome("run1", "finished", "2")
    log.path.write_text(log.path.read_text() + "nonsense\n")

    assert husky("corrections", "path", **data).stdout.strip() == str(log.path)
    listed = husky("corrections", "list", **data)
    assert "'1 - 1' -> '1 + 1'  (Sum?, finished)" in listed.stdout
    assert "1 lines of" in listed.stderr
    [item] = json.loads(husky("corrections", "list", "--json", **data).stdout)
    assert (item["after"], item["outcome"]) == ("1 + 1", {"status": "finished", "answer": "2"})

    [line] = husky("corrections", "export", "--module", "code", **data).stdout.splitlines()
    assert json.loads(line)["completion"] == "1 + 1"
    done = husky("corrections", "export", "--module", "action", "--out", "pairs.jsonl", **data)
    assert (done.returncode, (tmp_path / "pairs.jsonl").read_text()) == (0, "")

    refused = husky("corrections", "clear", **data)
    assert (refused.returncode, refused.stderr) == (2, "husky: this deletes every correction for good: add --yes\n")
    assert husky("corrections", "clear", "--yes", **data).returncode == 0
    assert not log.path.exists()
