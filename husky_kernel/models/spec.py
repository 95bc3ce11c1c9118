"""What a model name means: an entry of the catalogue, a team, a file, a server, a script of replies."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from husky_kernel.agent.errors import UseError
from husky_kernel.models.catalogue import Catalogue, load_catalogue, unknown_model
from husky_kernel.models.entry import ModelEntry
from husky_kernel.models.gguf import read_header

Kind = Literal["catalogue", "gguf", "openai", "scripted"]


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One model, named in any of the ways. ``name`` is what traces call it, ``family`` its prompt profile.

    ``template`` is the chat template's name, empty where a server applies its own; ``context_length`` is in tokens, 0
    where it is not known. ``entry`` is set for ``catalogue``, ``path`` for ``gguf`` and ``scripted``, ``model`` and
    ``base_url`` for ``openai``.
    """

    name: str
    kind: Kind
    family: str = "generic"
    template: str = ""
    context_length: int = 0
    entry: ModelEntry | None = None
    path: Path | None = None
    model: str = ""
    base_url: str = ""

    def entries(self) -> tuple[ModelEntry, ...]:
        """The catalogue entries that must be installed before this can run."""
        return (self.entry,) if self.entry is not None else ()


@dataclass(frozen=True, slots=True)
class TeamSpec:
    """A model for each role."""

    name: str
    members: Mapping[str, ModelSpec]

    def entries(self) -> tuple[ModelEntry, ...]:
        """The distinct catalogue entries that must be installed before this can run."""
        found = {entry.name: entry for member in self.members.values() for entry in member.entries()}
        return tuple(found.values())


def resolve(name: str, catalogue: Catalogue | None = None) -> ModelSpec | TeamSpec:
    """Classify ``name``; nothing is loaded or fetched.

    Understood are names of models and teams, ``path/to/file.gguf``, ``openai:MODEL@BASE_URL``, ``openai:MODEL`` with
    ``OPENAI_BASE_URL`` set, and ``scripted:FILE.json``.

    Raises
    ------
    UseError
        If nothing is called so, or a file is not there.
    """
    known = catalogue or load_catalogue()
    if name in known.teams:
        members = {role: _model(model, known) for role, model in known.teams[name].items()}
        return TeamSpec(name, members)
    return _model(name, known)


def _model(name: str, known: Catalogue) -> ModelSpec:
    if name in known.models:
        entry = known.models[name]
        return ModelSpec(name, "catalogue", entry.family, entry.template, entry.context_length, entry=entry)
    if name.startswith("openai:"):
        return _openai(name)
    if name.startswith("scripted:"):
        return ModelSpec(name, "scripted", path=_file(name.removeprefix("scripted:")))
    if name.lower().endswith(".gguf"):
        return _gguf(_file(name))
    raise unknown_model(name, known.names)


def _gguf(path: Path) -> ModelSpec:
    header = read_header(path)
    family = family_of(f"{path.name} {header.name}")
    return ModelSpec(path.stem, "gguf", family, header.template or "plain", header.context_length, path=path)


def family_of(words: str) -> str:
    """The prompt profile that fits a model by its name or its file's, ``generic`` where none does."""
    return next((family for family in ("qwen", "smollm2", "husky-v1") if family in words.lower()), "generic")


def _file(text: str) -> Path:
    path = Path(text).expanduser().absolute()
    if not path.is_file():
        raise UseError(f"there is no file {path}")
    return path


def _openai(name: str) -> ModelSpec:
    model, at, address = name.removeprefix("openai:").rpartition("@")
    if not (at and "://" in address):  # model names may hold an @ themselves
        model, address = name.removeprefix("openai:"), os.environ.get("OPENAI_BASE_URL", "")
    parts = urlsplit(address)
    if not model or parts.scheme not in ("http", "https") or not parts.netloc:
        raise UseError(
            f"{name}: say which server: openai:MODEL@http://HOST:PORT/v1, or set OPENAI_BASE_URL and write openai:MODEL"
        )
    return ModelSpec(name, "openai", family_of(model), model=model, base_url=address)
