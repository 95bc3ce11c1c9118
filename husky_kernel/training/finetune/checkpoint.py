"""The folder of a run that is not finished: what it was asked to do, and where it stands."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.training.finetune.base import Base
from husky_kernel.training.finetune.recipe import Recipe
from husky_kernel.training.pairs.build import HELD_OUT, TRAIN

FOLDER = "checkpoints"
ADAPTER = "adapter_config.json"
_ASKED, _WHOLE = "asked.json", "trainer_state.json"  # the trainer writes this file last


def asked(recipe: Recipe, base: Base, data: Path) -> dict[str, Any]:
    """All that decides what comes out."""
    digest = hashlib.sha256()
    for name in (TRAIN, HELD_OUT):
        file = data / name
        digest.update(file.read_bytes() if file.is_file() else b"")
    model = base.sha256 or str(base.place)
    return {**recipe.to_json(), "model": model, "data": digest.hexdigest()}


def open_folder(out: Path, wanted: Mapping[str, Any], resume: bool) -> Path:
    """The folder of checkpoints in ``out``, ready for a run that is to do what is ``wanted``.

    Raises
    ------
    UseError
        If ``out`` holds a run and it is not to be taken up again, one that was asked for something else, or anything
        else.
    """
    folder = out / FOLDER
    if folder.is_dir():
        if not resume:
            raise UseError(f"{out} holds a run that is not finished: add --resume, or name another folder")
        _check(out, wanted)
    elif (out / ADAPTER).is_file():
        raise UseError(f"{out} holds an adapter that is finished: name another folder")
    elif out.is_file() or (out.is_dir() and any(out.iterdir())):
        raise UseError(f"{out} holds something else: name a new folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _ASKED).write_text(json.dumps(wanted, indent=1), encoding="utf-8")
    except OSError as error:
        raise UseError(f"cannot write {out}: {error.strerror or error}") from error
    return folder


def last(folder: Path) -> Path | None:
    """The newest whole checkpoint; one that a kill cut short does not count."""
    found = [path for path in folder.glob("checkpoint-*") if (path / _WHOLE).is_file()]
    return max(found, key=lambda path: int(path.name.rpartition("-")[2]), default=None)


def close_folder(folder: Path) -> None:
    """The run is finished: its checkpoints are not needed any more."""
    shutil.rmtree(folder, ignore_errors=True)


def _check(out: Path, wanted: Mapping[str, Any]) -> None:
    try:
        before = json.loads((out / FOLDER / _ASKED).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # killed before anything was done
        return
    changed = [name.replace("_", "-") for name, value in wanted.items() if before.get(name) != value]
    if changed:
        raise UseError(f"the run in {out} was begun with another {', '.join(changed)}: name another folder")
