from __future__ import annotations

from pathlib import Path

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.training.finetune.checkpoint import close_folder, last, open_folder

WANTED = {"rank": 4, "batch_tokens": 200}


def test_the_newest_whole_checkpoint_counts(tmp_path: Path) -> None:
    assert last(tmp_path) is None
    for step in (2, 10, 12):
        (tmp_path / f"checkpoint-{step}").mkdir()
    for step in (2, 10):
        (tmp_path / f"checkpoint-{step}" / "trainer_state.json").write_text("{}")
    assert last(tmp_path) == tmp_path / "checkpoint-10"


def test_a_run_is_taken_up_again_only_as_it_was_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "out"
    folder = open_folder(out, WANTED, resume=True)  # nothing to take up: it begins
    with pytest.raises(UseError, match="holds a run that is not finished: add --resume"):
        open_folder(out, WANTED, resume=False)
    assert open_folder(out, WANTED, resume=True) == folder
    with pytest.raises(UseError, match="was begun with another batch-tokens: name another folder"):
        open_folder(out, {**WANTED, "batch_tokens": 100}, resume=True)
    (folder / "asked.json").write_text("cut sh")
    assert open_folder(out, WANTED, resume=True) == folder


def test_folders_that_hold_something_else_are_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    folder = open_folder(out, WANTED, resume=False)
    (out / "adapter_config.json").write_text("{}")
    close_folder(folder)
    for resume in (True, False):
        with pytest.raises(UseError, match="holds an adapter that is finished"):
            open_folder(out, WANTED, resume)
    with pytest.raises(UseError, match="holds something else"):
        open_folder(tmp_path, WANTED, resume=False)
    with pytest.raises(UseError, match="holds something else"):
        open_folder(out / "adapter_config.json", WANTED, resume=False)
