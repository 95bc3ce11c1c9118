"""From the description of a model to an engine that answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from husky_kernel import models
from husky_kernel.agent.errors import EngineError, UseError
from husky_kernel.agent.protocols import Engine
from husky_kernel.config import Settings, cache_dir
from husky_kernel.models import Adapter, ModelSpec
from husky_kernel.models.adapters import CONVERTED
from husky_kernel.models.checked import sha256_of
from husky_kernel.models.gguf import read_header
from husky_kernel.models.progress import silent

if TYPE_CHECKING:
    from husky_kernel.engines.torch.residents import Residents

LONGEST = 8192
"""Tokens of context the torch engine makes room for at most."""

CELLS = 6656
"""Tokens of context llama.cpp makes room for, for all roles together: 187 MB with the default model. What all roles'
prompts begin with are some 3,600; more costs memory that short runs never use."""


def engine_of(
    spec: ModelSpec,
    adapters: Mapping[str, Adapter],
    settings: Settings,
    lanes: int,
    residents: Residents | None = None,
) -> Engine:
    """The engine of a model, loaded; ``adapters`` by role. Raises EngineError if it cannot be.

    ``residents`` are the torch models that share a GPU, where they do.
    """
    match spec.kind:
        case "scripted":
            from husky_kernel.engines.scripted import ScriptedEngine

            return ScriptedEngine(_there(spec.path))
        case "openai":
            from husky_kernel.engines.openai.engine import OpenAIEngine

            return OpenAIEngine(spec.base_url, spec.model, spec.name)
        case "gguf":
            return _llamacpp(_there(spec.path), spec, adapters, settings, lanes)
    entry = spec.entry
    if entry is None:
        raise EngineError(f"the model {spec.name} has no files")
    place = models.path(entry)
    if entry.engine == "llamacpp":
        return _llamacpp(place, spec, adapters, settings, lanes)
    return _torch(place, spec, adapters, settings, lanes, residents)


def _torch(
    place: Path,
    spec: ModelSpec,
    adapters: Mapping[str, Adapter],
    settings: Settings,
    lanes: int,
    residents: Residents | None,
) -> Engine:
    from husky_kernel.engines.prefix_files import LIMIT as PREFIX_BYTES
    from husky_kernel.engines.torch.engine import TransformersEngine

    length = min(spec.context_length, LONGEST) or None
    lookup = ("code",) if settings.lookup else ()
    engine = TransformersEngine(
        place,
        spec.name,
        cache_dir(),
        spec.template,
        length,
        prefix_bytes=PREFIX_BYTES,
        lookup=lookup,
        residents=residents,
        lanes=lanes,
    )
    for role, adapter in adapters.items():
        engine.load_adapter(role, adapter.folder)
        engine.use_adapter(role, role)
    return engine


def _llamacpp(path: Path, spec: ModelSpec, adapters: Mapping[str, Adapter], settings: Settings, lanes: int) -> Engine:
    from husky_kernel.engines.llamacpp.engine import LlamaCppEngine

    if adapters and spec.entry is None:  # a file of no catalogue: only its checksum tells
        checksum = sha256_of(path, silent, spec.name)
        for adapter in adapters.values():
            adapter.check(adapter.card.base, checksum)
    files = {role: _converted(adapter, path) for role, adapter in adapters.items()}
    return LlamaCppEngine(
        path,
        spec.name,
        spec.template or "plain",
        settings.threads,
        room_for(spec),
        lanes,
        files,
        prefixes=cache_dir() / "prefixes",
        checksum=spec.entry.sha256 if spec.entry else "",
    )


def room_for(spec: ModelSpec) -> int:
    """Tokens of context that llama.cpp gets for a model."""
    return min(spec.context_length or CELLS, CELLS)


def _converted(adapter: Adapter, base: Path) -> Path:
    """The adapter's file for llama.cpp, made if it is not there: an adapter may be used from where it was trained."""
    if not adapter.converted.is_file():
        convert(adapter.folder, base)
    return adapter.converted


def convert(folder: Path, base: Path) -> None:
    """Write the adapter in ``folder`` for llama.cpp, for the GGUF file ``base``; one that is written already stays.

    Raises
    ------
    EngineError
        If it is no LoRA that llama.cpp can take.
    """
    from husky_kernel.engines.llamacpp.lora_conversion import Shape, convert_lora

    if not (folder / CONVERTED).is_file():
        header = read_header(base)
        convert_lora(folder, Shape(header.architecture, header.heads, header.key_heads))


def _there(path: Path | None) -> Path:
    if path is None:
        raise UseError("the model's file is not known")
    return path
