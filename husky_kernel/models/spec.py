"""What a model name means: an entry of the catalogue, a team, a file, a server, a script of replies."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from husky_kernel.agent.errors import UseError
from husky_kernel.models.adapted import split_name
from husky_kernel.models.adapters import Adapter
from husky_kernel.models.catalogue import Catalogue, load_catalogue, unknown_model
from husky_kernel.models.entry import ModelEntry
from husky_kernel.models.gguf import read_header

Kind = Literal["catalogue", "gguf", "openai", "scripted"]


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One model, named in any of the ways. ``name`` is what traces call it, ``family`` its prompt profile.

    ``template`` is the chat template's name, empty where a server applies its own; ``context_length`` is in tokens, 0
    where it is not known. ``entry`` is set for ``catalogue``, ``path`` for ``gguf`` and ``scripted``, ``model`` and
    ``base_url`` for ``openai``. ``adapters`` are its LoRA adapters by role, ``title`` its name with theirs.
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
    adapters: Mapping[str, Adapter] = field(default_factory=dict)
    title: str = field(default="", compare=False)

    def entries(self) -> tuple[ModelEntry, ...]:
        """The catalogue entries that must be installed before this can run."""
        return (self.entry,) if self.entry is not None else ()


@dataclass(frozen=True, slots=True)
class TeamSpec:
    """A model for each role. ``title`` is its name with those of its adapters."""

    name: str
    members: Mapping[str, ModelSpec]
    title: str = ""

    def entries(self) -> tuple[ModelEntry, ...]:
        """The distinct catalogue entries that must be installed before this can run."""
        found = {entry.name: entry for member in self.members.values() for entry in member.entries()}
        return tuple(found.values())


def resolve(name: str, catalogue: Catalogue | None = None) -> ModelSpec | TeamSpec:
    """Classify ``name``; nothing is loaded or fetched.

    Understood are names of models and teams, ``path/to/file.gguf``, ``openai:MODEL@BASE_URL``, ``openai:MODEL`` with
    ``OPENAI_BASE_URL`` set, and ``scripted:FILE.json``; adapters follow the name as :mod:`.adapted` says.

    Raises
    ------
    UseError
        If nothing is called so, a file is not there, or an adapter is for another model.
    """
    known = catalogue or load_catalogue()
    wanted = split_name(name)
    if wanted.base not in known.teams:
        return replace(_with(_model(wanted.base, known), wanted.adapters()), title=str(wanted))
    members = {role: _member(role, model, known) for role, model in known.teams[wanted.base].items()}
    for role, adapter in wanted.adapters().items():
        player = role if role in members else "action"
        members[player] = _with(members[player], {**members[player].adapters, role: adapter})
    return TeamSpec(wanted.base, members, str(wanted))


def _member(role: str, name: str, known: Catalogue) -> ModelSpec:
    """A team's member. What its name says of adapters counts for the role it plays; those in use on its own do not."""
    wanted = split_name(name) if "+" in name else None
    if wanted is None:
        return _model(name, known)
    there = wanted.adapters()
    return _with(_model(wanted.base, known), {role: there[role]} if role in there else {})


def _with(spec: ModelSpec, adapters: Mapping[str, Adapter]) -> ModelSpec:
    if adapters and spec.kind in ("openai", "scripted"):
        raise UseError(f"{spec.name} takes no adapters of ours: have its server serve them under a name of their own")
    for adapter in adapters.values():
        if spec.entry is not None:
            adapter.check(spec.name, spec.entry.sha256)
    return replace(spec, adapters=adapters)


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
