"""``%husky learn``: has a module tuned on the user's own corrections by a process in the background."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import NoReturn

from husky_kernel import learning, models
from husky_kernel.agent.errors import UseError
from husky_kernel.agent.types import now
from husky_kernel.corrections import CorrectionLog, correction_file
from husky_kernel.learning import MODULES, NEEDED, Job
from husky_kernel.models import ModelSpec, TeamSpec
from husky_kernel.models.adapted import split_name

USAGE = "%husky learn [--module code|action] [--minutes M], %husky learn --status, %husky learn --undo"
NICENESS = 15
MEMORY = 6
"""Times the size of a model's file of four bits that tuning it takes."""

NEEDS = ("torch", "transformers", "peft", "safetensors", "gguf")

Spawn = Callable[[Sequence[str]], int]
"""Starts a command in the background; the number of its process."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of one line. ``module`` None where it says none."""

    module: str | None
    minutes: int
    status: bool
    undo: bool


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UseError(f"{message}; use: {USAGE}")


def read_line(words: Sequence[str]) -> Asked:
    """Read the options.

    Raises
    ------
    UseError
        If there is an unknown one or one with a value that is not allowed.
    """
    parser = _Parser(prog="%husky learn", add_help=False, allow_abbrev=False)
    parser.add_argument("--module", choices=MODULES)
    parser.add_argument("--minutes", type=_minutes, default=30)
    parser.add_argument("--status", action="store_true")
    parser.add_argument("--undo", action="store_true")
    found = parser.parse_args(list(words))
    return Asked(found.module, found.minutes, found.status, found.undo)


def answer(model: str, words: Sequence[str], spawn: Spawn | None = None) -> str:
    """Carry out one line for ``model``, the one that cells take.

    Raises
    ------
    UseError
        If it cannot be done.
    """
    asked = read_line(words)
    if asked.status:
        return status() or "learning: nothing was begun yet; " + counts()
    if asked.undo:
        return undo(model, asked.module)
    running = learning.last_job()
    if running is not None and running.runs:
        raise UseError(f"one module is being tuned already; {running.line()}")
    job = prepare(asked.module or "code", model, asked.minutes)
    log = learning.log_file()
    command = ("learn", "--module", job.module, "--model", job.model, "--minutes", str(job.minutes))
    learning.write_job(job)
    pid = (spawn or start)([sys.executable, "-m", "husky_kernel.cli", "train", *command])
    begun = learning.last_job()
    if begun is None or begun.pid != pid:  # else the process has written down more by now
        learning.write_job(job.of(pid))
    return (
        f"The {job.module} module of {job.base} is being tuned on {job.corrections} corrections, for at most "
        f"{job.minutes} minutes, in the background: %husky learn --status tells how far it is, {log} what it says. "
        "Cells use it once it is done, if a check finds nothing worse."
    )


def prepare(module: str, model: str, minutes: int) -> Job:
    """The job of tuning a module of ``model``; nothing is begun.

    Raises
    ------
    UseError
        If there are too few corrections, the model cannot be tuned here, or torch is not installed.
    """
    if module not in MODULES:
        raise UseError(f"there is nothing to learn for {module!r}: choose one of {', '.join(MODULES)}")
    name, corrections = split_name(model).base, len(CorrectionLog(correction_file()).pairs(module))
    spec = models.resolve(name)
    base = _player(spec, module)
    if base.entry is None:
        raise UseError(f"{base.name} cannot be tuned here: take a model of `husky models list`")
    if corrections < NEEDED:
        raise UseError(f"too few corrections of the {module} module to learn from: {corrections} of {NEEDED} needed")
    missing = [package for package in NEEDS if find_spec(package) is None]
    if missing:
        raise UseError(f'learning needs {", ".join(missing)}: pip install "husky-kernel[train]"')
    _ensure_room(base.entry)
    return Job(module, name, base.name, minutes, corrections, started=now(), changed=now())


def _ensure_room(base: models.ModelEntry) -> None:
    """A model of four bits is tuned in 32 on a CPU, and what it must remember for that comes on top."""
    needed = MEMORY * base.bytes if base.engine == "llamacpp" else 2 * base.memory
    free = models.free_memory()
    if free < needed and models.gpu_memory() is None:
        raise UseError(
            f"tuning {base.name} takes about {needed / 1e9:.0f} GB of memory, {free / 1e9:.1f} GB are free: "
            "close what else takes some (%husky unload), or take a smaller model with %husky use"
        )


def start(command: Sequence[str]) -> int:
    """Start a process that outlives the kernel and gives way to everything else."""
    learning.folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    nice = ["nice", "-n", str(NICENESS)] if os.name == "posix" else []
    with learning.log_file().open("wb") as log:
        process = subprocess.Popen(
            [*nice, *command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    return process.pid


def status() -> str:
    """One line about the last job, empty if there was none."""
    job = learning.last_job()
    return job.line() if job is not None else ""


def counts() -> str:
    """How many corrections there are to learn from."""
    log = CorrectionLog(correction_file()).read()
    said = ", ".join(f"{module} {len(log.pairs(module))}" for module in MODULES)
    return f"corrections: {said} ({NEEDED} needed)"


def undo(model: str, module: str | None) -> str:
    """Go back to what ``model`` used before; of the module that was tuned last if ``module`` is None."""
    job = learning.last_job()
    role = module or (job.module if job is not None else MODULES[0])
    base = split_name(model).base
    was, now_on = models.switch_back(base, role)
    return f"undone: {base} does not use {was or 'no adapter'} for {role} any more, but {now_on or 'none'}"


def _player(spec: ModelSpec | TeamSpec, module: str) -> ModelSpec:
    return spec.members[module] if isinstance(spec, TeamSpec) else spec


def _minutes(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError(f"a whole number of minutes, not {text!r}")
    return int(text)
