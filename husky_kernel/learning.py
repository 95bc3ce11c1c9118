"""What is known of learning in the background: one job at a time, in the user's data folder. Floor 2.

The notebook starts a process and looks at its job here; the process says here how far it is. So a kernel that ends
loses nothing, and a process that was killed is seen by its absence.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.grammar import one_line
from husky_kernel.agent.types import now
from husky_kernel.config import data_dir

SCHEMA = "husky.learning/1"
NEEDED = 10
"""Corrections of a module below which there is nothing to learn from: some of them are kept to check with."""

MODULES = ("code", "action")
Stage = Literal["starting", "building", "training", "checking", "switched", "kept", "failed"]
OVER = ("switched", "kept", "failed")

WORDS = {
    "starting": "is starting",
    "building": "is writing training pairs",
    "training": "is being tuned",
    "checking": "is being checked: held-out corrections and fixed tasks, before and after",
    "switched": "was tuned and is in use",
    "kept": "was tuned, and stays as it was",
    "failed": "could not be tuned",
}


def folder() -> Path:
    """Where jobs are kept."""
    return data_dir() / "learning"


def log_file() -> Path:
    """What the processes of the last job said."""
    return folder() / "log.txt"


@dataclass(frozen=True, slots=True)
class Job:
    """The tuning of one module.

    ``model`` is the model or team that will use the adapter, ``base`` the model that plays the module in it. ``pid``
    and ``born`` (its time of birth in seconds) tell the process. ``note`` is how it ended, ``times`` are in UTC.
    """

    module: str
    model: str
    base: str
    minutes: int
    corrections: int
    stage: Stage = "starting"
    pid: int = 0
    born: float = 0.0
    adapter: str = ""
    note: str = ""
    started: str = ""
    changed: str = ""

    @property
    def work(self) -> Path:
        """Where its files are."""
        return folder() / f"{self.module}-{self.base}"

    @property
    def runs(self) -> bool:
        """Whether its process is alive."""
        return self.stage not in OVER and _born(self.pid) == self.born > 0

    @property
    def interrupted(self) -> bool:
        """Whether its process ended before it was done."""
        return self.stage not in OVER and not self.runs

    def of(self, pid: int) -> Job:
        """The same, carried out by the process ``pid``."""
        return replace(self, pid=pid, born=_born(pid))

    def at(self, stage: Stage, note: str = "", adapter: str = "") -> Job:
        """The same at another stage; written down."""
        job = replace(self, stage=stage, note=note, adapter=adapter or self.adapter, changed=now())
        write_job(job)
        return job

    def line(self) -> str:
        """One line for the user."""
        what = f"the {self.module} module of {self.base}, from {self.corrections} corrections"
        if self.interrupted:
            return f"learning: {what}: was interrupted while it {WORDS[self.stage]}; `%husky learn` goes on"
        end = f": {self.note}" if self.note else f"; {last_words()}" if self.runs and last_words() else ""
        return f"learning: {what}: it {WORDS[self.stage]}{end}"


def write_job(job: Job) -> None:
    """Write ``job`` down in the place of the last one.

    Raises
    ------
    UseError
        If it cannot be written.
    """
    new = folder() / "job.new"
    try:
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        new.write_text(json.dumps({"schema": SCHEMA, **asdict(job)}, indent=1), encoding="utf-8")
        os.replace(new, folder() / "job.json")
    except OSError as error:
        raise UseError(f"cannot write {folder()}: {error.strerror or error}") from error


def last_job() -> Job | None:
    """The job that was begun last; None if there was none, or its file cannot be read."""
    try:
        data: Any = json.loads((folder() / "job.json").read_text(encoding="utf-8"))
        job = Job(**{key: value for key, value in data.items() if key in {field.name for field in fields(Job)}})
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return job if job.stage in get_args(Stage) else None


def last_words() -> str:
    """The last line that the job's processes wrote, empty if none."""
    try:
        with log_file().open("rb") as file:
            file.seek(max(0, log_file().stat().st_size - 2000))
            lines = file.read().decode("utf-8", "replace").replace("\r", "\n").splitlines()
    except OSError:
        return ""
    said = [one_line(line) for line in lines if line.strip()]
    return said[-1][:160] if said else ""


def _born(pid: int) -> float:
    """When a living process began, 0 for none: numbers of processes are given again."""
    import psutil

    try:
        process = psutil.Process(pid)
        return 0.0 if pid <= 0 or process.status() == psutil.STATUS_ZOMBIE else float(process.create_time())
    except (psutil.Error, ValueError):
        return 0.0
