"""Where the models lie on this machine.

``cache_dir()/models/NAME/`` holds a model and ``verified.json``: the checksum, size and time of change of each file
when it was last checked, so that a start does not read a gigabyte again. ``NAME.parts/`` beside it holds what is not
complete yet. Folders in ``HUSKY_MODELS_PATH`` are looked into first and never written: an administrator's models.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from husky_kernel.agent.errors import ModelError
from husky_kernel.config import cache_dir
from husky_kernel.models.checked import disk_errors, sha256_of
from husky_kernel.models.entry import ModelEntry
from husky_kernel.models.progress import Progress, silent

MARKER = "verified.json"
WAIT_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file as it was when its checksum was right."""

    sha256: str
    bytes: int
    mtime_ns: int

    @classmethod
    def of(cls, path: Path, sha256: str) -> Stamp:
        """The stamp of ``path``, whose checksum is known to be ``sha256``."""
        status = path.stat()
        return cls(sha256, status.st_size, status.st_mtime_ns)


def models_dir() -> Path:
    """The folder of all fetched models."""
    return cache_dir() / "models"


def home(entry: ModelEntry) -> Path:
    """The folder that a fetched model lies in."""
    return models_dir() / entry.name


def parts_dir(entry: ModelEntry) -> Path:
    """The folder of what was fetched of a model that is not complete yet."""
    return models_dir() / f"{entry.name}.parts"


@contextmanager
def locked(entry: ModelEntry, progress: Progress = silent) -> Iterator[None]:
    """Lock a model against other processes and threads, waiting for them until ``progress`` raises."""
    from filelock import FileLock, Timeout

    with disk_errors(models_dir()):
        models_dir().mkdir(parents=True, exist_ok=True)
        lock = FileLock(models_dir() / f"{entry.name}.lock")
    while not lock.is_locked:
        try:
            lock.acquire(timeout=WAIT_SECONDS)
        except Timeout:
            progress(f"waiting for another process that fetches {entry.name}", 0, entry.bytes)
    try:
        yield
    finally:
        lock.release()


def installed(entry: ModelEntry) -> bool:
    """Whether the model is here and was verified; reads sizes and times, not the files."""
    return _preinstalled(entry) is not None or _intact(entry)


def path(entry: ModelEntry) -> Path:
    """The model's file, or its folder where it has several.

    Raises
    ------
    ModelError
        If it is not installed.
    """
    found = _preinstalled(entry)
    if found is not None:
        return found
    if _intact(entry):
        return home(entry) / entry.file
    raise ModelError(f"model {entry.name} is not on this machine: fetch it with `husky models pull {entry.name}`")


def verify(entry: ModelEntry, progress: Progress = silent) -> Path:
    """Read the whole model again and compare checksums. Returns its path.

    Raises
    ------
    ModelError
        If it is not there, or not what it should be. The next pull then fetches it again.
    """
    found = _preinstalled(entry)
    if found is None:
        with locked(entry, progress):
            return _verify_fetched(entry, progress)
    if not entry.sha256:
        raise ModelError(f"{found} cannot be verified: the catalogue has no checksum of {entry.name}")
    if sha256_of(found, progress, f"verifying {entry.name}") != entry.sha256:
        raise ModelError(f"{found} has not the checksum of {entry.name}: ask who installed it, or remove it")
    return found


def remove(entry: ModelEntry) -> bool:
    """Delete what was fetched of a model. True if there was something."""
    with locked(entry):
        there = [folder for folder in (home(entry), parts_dir(entry)) if folder.exists()]
        for folder in there:
            shutil.rmtree(folder)
    return bool(there)


def write_marker(folder: Path, checksums: Mapping[str, str]) -> None:
    """Note in ``folder`` that these files (name to SHA-256) were found right."""
    stamps = {name: Stamp.of(folder / name, sha256) for name, sha256 in checksums.items()}
    rows = {n: {"sha256": s.sha256, "bytes": s.bytes, "mtime_ns": s.mtime_ns} for n, s in stamps.items()}
    text = json.dumps({"files": rows}, indent=1)
    unfinished = folder / f"{MARKER}.new"
    unfinished.write_text(text, encoding="utf-8")
    os.replace(unfinished, folder / MARKER)


def read_marker(folder: Path) -> dict[str, Stamp]:
    """Inverse of :func:`write_marker`; empty where there is no marker, or none that can be read."""
    try:
        rows = json.loads((folder / MARKER).read_text(encoding="utf-8"))["files"]
        return {name: Stamp(row["sha256"], row["bytes"], row["mtime_ns"]) for name, row in rows.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _preinstalled(entry: ModelEntry) -> Path | None:
    for folder in filter(None, os.environ.get("HUSKY_MODELS_PATH", "").split(os.pathsep)):
        shared = Path(folder).expanduser()
        if not entry.file:
            if (shared / entry.name / "config.json").is_file():
                return shared / entry.name
            continue
        for file in (shared / entry.name / entry.file, shared / entry.file):
            if file.is_file() and (file.stat().st_size == entry.bytes or not entry.sha256):
                return file
    return None


def _intact(entry: ModelEntry) -> bool:
    stamps = read_marker(home(entry))
    if entry.file and (entry.file not in stamps or entry.sha256 not in ("", stamps[entry.file].sha256)):
        return False
    try:
        return bool(stamps) and all(Stamp.of(home(entry) / name, s.sha256) == s for name, s in stamps.items())
    except OSError:
        return False


def _verify_fetched(entry: ModelEntry, progress: Progress) -> Path:
    folder = home(entry)
    wanted = {name: stamp.sha256 for name, stamp in read_marker(folder).items()}
    if entry.file and entry.sha256:
        wanted = {entry.file: entry.sha256}
    if not wanted or not all((folder / name).is_file() for name in wanted):
        raise ModelError(f"model {entry.name} is not complete: fetch it with `husky models pull {entry.name}`")
    for name, sha256 in wanted.items():
        found = sha256_of(folder / name, progress, f"verifying {entry.name}")
        if found != sha256:
            (folder / MARKER).unlink(missing_ok=True)
            raise ModelError(
                f"{folder / name} is damaged (its SHA-256 is {found}, not {sha256}): "
                f"`husky models pull {entry.name}` fetches it again"
            )
    write_marker(folder, wanted)
    return folder / entry.file
