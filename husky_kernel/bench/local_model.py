"""A model file that llama.cpp runs here, with what is needed to prompt it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from husky_kernel import models
from husky_kernel.agent.errors import UseError
from husky_kernel.assembly import chosen_model, profile_for, room_for
from husky_kernel.config import Settings
from husky_kernel.models import ModelSpec
from husky_kernel.modules.profile import Profile


@dataclass(frozen=True, slots=True)
class LocalModel:
    """``threads`` and ``context_length`` are what every side gets."""

    name: str
    path: Path
    template: str
    profile: Profile
    context_length: int
    threads: int


def find(settings: Settings) -> LocalModel:
    """The model that the settings choose, fetched if it is not there.

    Raises
    ------
    UseError
        If it is not one GGUF file, as the sides of a benchmark must share one.
    """
    import psutil

    spec = models.resolve(chosen_model(settings))
    if not isinstance(spec, ModelSpec) or not _is_file(spec) or spec.adapters:
        raise UseError(f"{spec.title} is not one model file for llama.cpp, which all sides can share: name another")
    threads = settings.threads or psutil.cpu_count(logical=False) or 1
    template, profile = spec.template or "plain", profile_for(spec.family)
    return LocalModel(spec.name, place(spec, settings), template, profile, room_for(spec), threads)


def _is_file(spec: ModelSpec) -> bool:
    return spec.kind == "gguf" or (spec.entry is not None and spec.entry.engine == "llamacpp")


def place(spec: ModelSpec, settings: Settings) -> Path:
    """Where the files of a model of the catalogue, fetched if they are not there, or a file of its own are."""
    if spec.entry is None:
        assert spec.path is not None
        return spec.path
    if not models.installed(spec.entry):
        models.pull(spec.entry, yes=settings.download_without_asking)
    return models.path(spec.entry)
