"""What a model under the gate writes runs apart from the command."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

from husky_kernel.assembly import load_agent
from husky_kernel.cli.train.gate import solver
from husky_kernel.config import load_settings
from husky_kernel.eval.sandbox import Sandbox
from husky_kernel.training.regression import ShortTask


def solved(folder: Path, code: str, task: ShortTask) -> bool:
    replies = {"action": {"0": "[code] Do it.", "1": "[finish] done"}, "code": {"0": code, "1": code}}
    (folder / "model.json").write_text(json.dumps(replies))
    settings = replace(load_settings(), max_steps=3, check_answers=False)
    agent = load_agent(f"scripted:{folder / 'model.json'}", settings, lambda text, fraction: None)
    with Sandbox() as sandbox:
        return solver(settings, sandbox)(agent, task)


def test_a_short_task_is_solved_on_its_tables(tmp_path: Path) -> None:
    task = ShortTask("What is the total sold in wares?", "9", {"wares": "sort,sold\ntea,4\nsoup,5\n"})
    assert solved(tmp_path, "wares['sold'].sum()", task)


def test_its_code_runs_in_another_process_that_cannot_start_programs(tmp_path: Path) -> None:
    assert not solved(tmp_path, "import os\nos.getpid()", ShortTask("What is the process number?", str(os.getpid())))
    mark = tmp_path / "mark"
    solved(tmp_path, f"import os\nos.system('touch {mark}')", ShortTask("How many files are there?", "1"))
    assert not mark.exists()
