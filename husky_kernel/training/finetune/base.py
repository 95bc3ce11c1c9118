"""The model that an adapter is for: its files, its chat template, and by what it is recognised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from husky_kernel import models
from husky_kernel.agent.errors import UseError
from husky_kernel.models import ModelSpec
from husky_kernel.models.checked import sha256_of
from husky_kernel.models.progress import in_words, silent

BITS = {"gguf": 4.9, "folder": 16.0}
"""Bits a weight takes in the files: of a GGUF file at 4 bits with its scales, of safetensors."""

Tell = Callable[[str], None]
"""Told in one line what is being done."""


@dataclass(frozen=True, slots=True)
class Base:
    """A model that torch can load from ``place``, a GGUF file or a folder of safetensors.

    ``family`` names the prompt profile; ``template`` the chat template, None for the tokenizer's own; ``sha256`` is
    that of the one file it is made of, empty for a folder; ``parameters`` is about right.
    """

    name: str
    place: Path
    family: str = "generic"
    template: str | None = None
    sha256: str = ""
    parameters: float = 0.0


def find_base(name: str, *, yes: bool = False, tell: Tell = lambda line: None) -> Base:
    """The model ``name``: of the catalogue (fetched if it is missing), a GGUF file, or a folder of safetensors.

    Raises
    ------
    UseError
        If there is none, or its weights are not here, as those of a server.
    ModelError
        If its files cannot be fetched.
    """
    folder = Path(name).expanduser()
    if (folder / "config.json").is_file():
        return Base(folder.resolve().name, folder, family(name), parameters=_parameters(folder))
    spec = models.resolve(name)
    if not isinstance(spec, ModelSpec):
        members = ", ".join(sorted({member.name for member in spec.members.values()}))
        raise UseError(f"{name} is a team: tune one of its models, {members}")
    if spec.kind == "gguf" and spec.path is not None:
        digest = sha256_of(spec.path, silent, "")
        return Base(spec.name, spec.path, spec.family, spec.template, digest, _parameters(spec.path))
    if spec.entry is None:
        raise UseError(f"the weights of {name} are not here: tune a model of `husky models list`, or a .gguf file")
    if not models.installed(spec.entry):
        tell(f"fetching {name}, {in_words(spec.entry.bytes)} …")
    place = models.pull(spec.entry, yes=yes)
    return Base(spec.name, place, spec.family, spec.template, spec.entry.sha256, _parameters(place))


def family(name: str) -> str:
    """The prompt profile of the model ``name``, of a team that of its action generator; nothing is fetched.

    Raises
    ------
    UseError
        If there is no such model.
    """
    folder = Path(name).expanduser()
    if (folder / "config.json").is_file():
        return models.family_of(folder.resolve().name)
    spec = models.resolve(name)
    return spec.family if isinstance(spec, ModelSpec) else spec.members["action"].family


def _parameters(place: Path) -> float:
    if place.is_dir():
        return sum(file.stat().st_size for file in place.glob("*.safetensors")) * 8 / BITS["folder"]
    return place.stat().st_size * 8 / BITS["gguf"]
