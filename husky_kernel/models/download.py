"""Fetching a model: consent, one process at a time, the hub first and the package index otherwise, one checksum."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from husky_kernel.agent.errors import ModelError, UseError
from husky_kernel.models import hub, index, store
from husky_kernel.models.checked import FreeSpace, disk_errors, free_bytes, move_into_place, sha256_of
from husky_kernel.models.entry import ModelEntry
from husky_kernel.models.progress import Progress, in_words, silent
from husky_kernel.models.source import Order, SourceFailed

Ask = Callable[[str], bool]
"""Puts a yes-or-no question to the user."""

ASK_ABOVE = 200_000_000
"""Bytes above which a download needs the user's consent."""


def pull(
    entry: ModelEntry,
    *,
    progress: Progress = silent,
    ask: Ask | None = None,
    yes: bool = False,
    free: FreeSpace = free_bytes,
) -> Path:
    """Make sure that a model is installed. Returns its file, or its folder where it has several.

    Parameters
    ----------
    progress
        Told what is being done; what it raises stops the download, and what arrived is kept for the next time.
    ask
        Asks for consent to more than 200 MB; by default on the terminal, if there is one.
    yes
        Consent given beforehand.
    free
        Says how much room a folder's disk has.

    Raises
    ------
    UseError
        If consent is needed and was not given.
    ModelError
        If no source could give the model, or the disk has no room for it. Nothing half-made is then installed.
    """
    if store.installed(entry):
        return store.path(entry)
    if not _is_whole(entry):
        _consent(entry, ask, yes)
    with store.locked(entry, progress), disk_errors(store.models_dir()):
        if not store.installed(entry) and not _adopt(entry, progress):
            _install(entry, progress, free)
    return store.path(entry)


def ask_on_terminal(question: str) -> bool:
    """Ask on the terminal; only yes is yes."""
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _consent(entry: ModelEntry, ask: Ask | None, yes: bool) -> None:
    if yes or entry.bytes <= ASK_ABOVE:
        return
    if ask is None and sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty():
        ask = ask_on_terminal
    size, how = in_words(entry.bytes), f"`husky models pull {entry.name} --yes`"
    if ask is None:
        raise UseError(
            f"model {entry.name} is a download of {size}: agree to it with {how}, or for all models with "
            "download_without_asking = true in config.toml"
        )
    if not ask(f"Download the model {entry.name}, {size}, licence {entry.licence}?"):
        raise UseError(f"model {entry.name} was not downloaded; {how} does it later")


def _is_whole(entry: ModelEntry) -> bool:
    """Whether a file of the right size is in place, though nothing says that it was verified."""
    file = store.home(entry) / entry.file
    return bool(entry.file and entry.sha256) and file.is_file() and file.stat().st_size == entry.bytes


def _adopt(entry: ModelEntry, progress: Progress) -> bool:
    """Take a file that is in place already, put there by hand perhaps, if its checksum is right."""
    if not _is_whole(entry):
        return False
    folder = store.home(entry)
    if sha256_of(folder / entry.file, progress, f"verifying {entry.name}") != entry.sha256:
        return False
    store.write_marker(folder, {entry.file: entry.sha256})
    return True


def _install(entry: ModelEntry, progress: Progress, free: FreeSpace) -> None:
    parts = store.parts_dir(entry)
    checksums, folder = _fetch(entry, parts, progress, free)
    ready = parts / "ready"
    shutil.rmtree(ready, ignore_errors=True)
    ready.mkdir()
    for name in checksums:
        (folder / name).rename(ready / name)
    store.write_marker(ready, checksums)
    move_into_place(ready, store.home(entry))
    shutil.rmtree(parts)


def _fetch(entry: ModelEntry, parts: Path, progress: Progress, free: FreeSpace) -> tuple[dict[str, str], Path]:
    """Ask one source after the other. Returns the verified files with their SHA-256, and the folder they are in."""
    fetchers: dict[str, Callable[[Order], dict[str, str]]] = {}
    if entry.hub is not None:
        fetchers["hub"] = partial(hub.fetch, source=entry.hub)
    if entry.index is not None:
        fetchers["package index"] = partial(index.fetch, source=entry.index)
    failures = []
    for name, fetch in fetchers.items():
        folder = parts / name.replace(" ", "-")
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return fetch(Order(entry, folder, progress, free)), folder
        except SourceFailed as error:
            failures.append(f"{name}: {error}")
    raise ModelError(f"could not fetch {entry.name} ({'; '.join(failures)}). {_advice(entry)}")


def _advice(entry: ModelEntry) -> str:
    again = f"Once there is a connection, run `husky models pull {entry.name}`: it goes on where it stopped"
    mirrors = "HF_ENDPOINT and pip's own settings name mirrors"
    if entry.index is None:
        return f"{again}; HF_ENDPOINT names a mirror; qwen2.5-coder-1.5b also comes from the package index"
    return f"{again}; {mirrors}"
