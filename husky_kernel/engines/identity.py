"""What tells one model or adapter from another without reading it: names, sizes and times of its files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_WEIGHTS = (".safetensors", ".bin", ".gguf")


def model_identity(place: Path | str, model: Any) -> str | None:
    """A text that changes when the weights, the type of their numbers, torch or transformers do.

    None where nothing tells which weights these are, such as a repository of which no commit is known.
    """
    import torch
    import transformers

    commit = getattr(model.config, "_commit_hash", None)
    weights = files_identity(Path(place)) or (f"{place}@{commit}" if commit else None)
    attention = getattr(model.config, "_attn_implementation", "")
    versions = f"torch {torch.__version__}, transformers {transformers.__version__}"
    return weights and f"{weights} {model.dtype} {attention} {versions}"


def files_identity(place: Path) -> str:
    """Path, sizes and times of the weights in a folder, or of one file; empty where there are none."""
    files = [file for file in sorted(place.iterdir()) if file.suffix in _WEIGHTS] if place.is_dir() else [place]
    weights = [file for file in files if file.is_file()]
    stamps = [f"{file.name}:{file.stat().st_size}:{file.stat().st_mtime_ns}" for file in weights]
    return f"{place.resolve()} {' '.join(stamps)}" if stamps else ""
