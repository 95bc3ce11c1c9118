"""LoRA adapters: folders that change what a model says in one role, kept in ``cache_dir()/adapters/NAME``.

A folder holds PEFT's own ``adapter_config.json`` and ``adapter_model.safetensors``, ``card.json``, and may hold
``adapter.gguf``, the same for llama.cpp, and ``profile.toml``, the prompts that it was trained with. Folders
``adapters/NAME`` in ``HUSKY_MODELS_PATH`` are looked into too and never written.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from husky_kernel.agent.errors import UseError
from husky_kernel.config import cache_dir
from husky_kernel.models.card import ADAPTED, Card, change_card, read_card
from husky_kernel.models.card import FILE as CARD
from husky_kernel.models.checked import disk_errors, move_into_place
from husky_kernel.models.entry import NAME, ModelEntry

CONFIG, WEIGHTS, CONVERTED, PROFILE = "adapter_config.json", "adapter_model.safetensors", "adapter.gguf", "profile.toml"
_KEPT = (CARD, CONFIG, WEIGHTS, CONVERTED, PROFILE)

Finish = Callable[[Path], object]
"""Completes the copy of an adapter's folder before it gets its name."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """An adapter on this machine. ``ref`` is what it was asked for by: its name, or a path to its folder."""

    ref: str
    folder: Path
    card: Card

    @property
    def profile(self) -> Path | None:
        """The prompts of its own, if it has any."""
        return self.folder / PROFILE if (self.folder / PROFILE).is_file() else None

    @property
    def converted(self) -> Path:
        """Its file for llama.cpp, which need not be there."""
        return self.folder / CONVERTED

    def check(self, base: str, sha256: str) -> None:
        """Raise :class:`UseError` unless it was made for the model ``base`` with that checksum."""
        if self.card.base != base:
            raise UseError(f"the adapter {self.card.name} is for the model {self.card.base}, not for {base}")
        if self.card.base_sha256 and sha256 and self.card.base_sha256 != sha256:
            raise UseError(
                f"the adapter {self.card.name} was made for another version of {base} (SHA-256 "
                f"{self.card.base_sha256[:12]}…, here it is {sha256[:12]}…): train it again on this one"
            )


def adapters_dir() -> Path:
    """The folder of the adapters that were added."""
    return cache_dir() / "adapters"


def read_adapter(folder: Path, ref: str = "") -> Adapter:
    """The adapter in ``folder``.

    Raises
    ------
    UseError
        If its card or its weights are missing or not right.
    """
    card = read_card(folder)
    whole = (folder / CONFIG).is_file() and (folder / WEIGHTS).is_file()
    if not whole and not (folder / CONVERTED).is_file():
        raise UseError(f"there is no adapter in {folder}: it needs {CONFIG} and {WEIGHTS}, or {CONVERTED}")
    return Adapter(ref or card.name, folder, card)


def find_adapter(ref: str) -> Adapter:
    """The adapter of that name, or in that folder.

    Raises
    ------
    UseError
        If there is none.
    """
    if os.sep in ref or "/" in ref:
        return read_adapter(Path(ref).expanduser().absolute(), ref)
    if NAME.fullmatch(ref):
        for place in _places():
            if (place / ref / CARD).is_file():
                return read_adapter(place / ref, ref)
    known = ", ".join(adapter.ref for adapter in all_adapters()) or "none yet: `husky models add-adapter FOLDER`"
    raise UseError(f"there is no adapter {ref!r}: there are {known}")


def all_adapters() -> list[Adapter]:
    """All adapters that were added, by name; folders that hold no whole one are left out."""
    return sorted(_readable(), key=lambda adapter: adapter.ref)


def add_adapter(folder: Path, base: ModelEntry, finish: Finish, role: str = "", name: str = "") -> Adapter:
    """Copy the adapter in ``folder`` here: whole and at once, or not at all.

    Parameters
    ----------
    base
        The model that it is for.
    finish
        Called with the copy before it is put in place.
    role, name
        What it is for, and what it is called, where that is not what its card says.

    Raises
    ------
    UseError
        If the folder holds no adapter, it is for another model, or there is one of that name already.
    ModelError
        If the disk is full or may not be written.
    """
    found = read_adapter(folder)
    found.check(base.name, base.sha256)
    if role and role not in ADAPTED:
        raise UseError(f"there is no role {role!r}: choose one of {', '.join(ADAPTED)}")
    name = name or found.card.name
    target = adapters_dir() / name
    if not NAME.fullmatch(name):
        raise UseError(f"an adapter's name may hold letters, digits, '.', '_' and '-' only, not {name!r}")
    if target.exists():
        raise UseError(f"there is an adapter {name} already: remove it first, or give this one another --name")
    with disk_errors(adapters_dir()):
        adapters_dir().mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=adapters_dir()))
        try:
            for file in _KEPT:
                if (folder / file).is_file():
                    shutil.copyfile(folder / file, partial / file)
            change_card(partial, name=name, module=role or found.card.module)
            finish(partial)
            move_into_place(partial, target)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return read_adapter(target, name)


def remove_adapter(name: str) -> bool:
    """Delete the adapter that was added under ``name``. True if there was one."""
    there = bool(NAME.fullmatch(name)) and (adapters_dir() / name).is_dir()
    if there:
        shutil.rmtree(adapters_dir() / name)
    return there


def _places() -> tuple[Path, ...]:
    shared = filter(None, os.environ.get("HUSKY_MODELS_PATH", "").split(os.pathsep))
    return (*(Path(place).expanduser() / "adapters" for place in shared), adapters_dir())


def _readable() -> Iterator[Adapter]:
    seen: set[str] = set()
    for place in _places():
        for card in place.glob(f"*/{CARD}") if place.is_dir() else ():
            if card.parent.name.startswith(".") or card.parent.name in seen:
                continue
            seen.add(card.parent.name)
            try:
                yield read_adapter(card.parent, card.parent.name)
            except UseError:
                continue
