"""A GGUF file as a safetensors folder, made once: the folder loads in a fraction of a second, the file in many."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import EngineError


def convert_gguf(path: Path, cache_dir: Path) -> Path:
    """Folder with the weights of ``path``, de-quantised to 16-bit floats, and its tokenizer; made if it is not there.

    Two processes at once make it once. Half-made folders are never seen: the folder gets its name when it is whole.

    Raises
    ------
    EngineError
        If there is no such file, its architecture is unknown to transformers, or the disk is full.
    """
    from filelock import FileLock

    if not path.is_file():
        raise EngineError(f"there is no model file {path}: fetch it with `husky models pull`")
    state = path.stat()
    target = cache_dir / f"{path.stem}-{state.st_size:x}-{state.st_mtime_ns:x}"
    if target.is_dir():
        return target
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{target}.lock"):
            if not target.is_dir():
                _convert(path, target)
    except OSError as error:
        raise EngineError(f"cannot write {target}: {error.strerror or error}") from error
    return target


def _convert(path: Path, target: Path) -> None:
    partial = Path(tempfile.mkdtemp(prefix="partial-", dir=target.parent))
    try:
        model, tokenizer = _read(path)
        model.save_pretrained(partial)
        tokenizer.save_pretrained(partial)
        os.replace(partial, target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _read(path: Path) -> tuple[Any, Any]:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name)
        model: Any = AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name, dtype=torch.float32)
    except (ValueError, KeyError, OSError, ImportError, RuntimeError) as error:
        reason = str(error).partition("\n")[0]
        raise EngineError(f"transformers cannot read {path.name}: {reason}; the llama.cpp engine may") from error
    # The weights are plain floats now; these marks of their origin would stop save_pretrained.
    del model.config.quantization_config
    model.hf_quantizer = None
    model.is_quantized = False
    return model.half(), tokenizer
