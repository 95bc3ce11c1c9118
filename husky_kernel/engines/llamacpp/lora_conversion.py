"""A LoRA adapter of PEFT as a GGUF file that llama.cpp can lay over its base model.

PEFT adds ``scale * B @ A`` to a weight, with ``A`` of shape ``(r, in)``, ``B`` of ``(out, r)`` and ``scale`` =
``alpha / r`` (``alpha / sqrt(r)`` where rank-stabilised). llama.cpp keeps one ``alpha`` for a file and divides it by
each tensor's own rank, so what differs from that is multiplied into ``B``. The rows of query and key weights of the
``llama`` family stand in another order in GGUF files, and so must those of their ``B``. An activated LoRA
(arXiv 2504.12397) carries the tokens that switch it on.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from husky_kernel.agent.errors import EngineError

if TYPE_CHECKING:
    import numpy as np

CONFIG, WEIGHTS, CONVERTED = "adapter_config.json", "adapter_model.safetensors", "adapter.gguf"

_LAYERS = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
_KEY = re.compile(r"(?:base_model\.model\.)?model\.layers\.(\d+)\.([a-z_.]+)\.lora_([AB])\.weight")
_UNFIT = ("use_dora", "lora_bias", "modules_to_save", "trainable_token_indices")
_TYPES = {"F16": "<f2", "F32": "<f4", "F64": "<f8", "BF16": "<u2"}


@dataclass(frozen=True, slots=True)
class Shape:
    """What the conversion must know of the base model: its GGUF architecture, and its heads for queries and keys."""

    architecture: str
    heads: int = 0
    key_heads: int = 0


def convert_lora(folder: Path, base: Shape, out: Path | None = None) -> Path:
    """Write the adapter in ``folder`` as GGUF to ``out``, ``adapter.gguf`` beside it if None. Returns where it is.

    Raises
    ------
    EngineError
        If there is no LoRA in the folder, one with parts that llama.cpp has no place for, or the package ``gguf`` is
        not installed.
    """
    target = out or folder / CONVERTED
    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        weights = _read((folder / WEIGHTS).read_bytes())
    except ImportError as error:
        raise EngineError(f'converting an adapter needs {error.name}: pip install "husky-kernel[torch]"') from error
    except (OSError, ValueError, KeyError) as error:
        raise EngineError(f"there is no LoRA adapter in {folder}: {error}") from error
    _refuse_unfit(config, folder)
    _write(target, config, base, _tensors(weights, config, base, folder))
    return target


def _read(data: bytes) -> dict[str, np.ndarray]:
    """Tensors of a safetensors file as 32-bit floats; without torch, which numpy's own reader needs for bf16."""
    import numpy as np
    import safetensors

    read: Any = safetensors.deserialize
    try:
        found = dict(read(data))
    except safetensors.SafetensorError as error:
        raise ValueError(f"{WEIGHTS} is damaged ({error})") from error
    tensors: dict[str, np.ndarray] = {}
    for name, part in found.items():
        raw = np.frombuffer(part["data"], dtype=_TYPES[part["dtype"]])
        if part["dtype"] == "BF16":  # the upper half of a 32-bit float
            raw = (raw.astype("<u4") << 16).view("<f4")
        tensors[name] = raw.astype(np.float32).reshape(part["shape"])
    return tensors


def _refuse_unfit(config: Mapping[str, Any], folder: Path) -> None:
    if config.get("peft_type") != "LORA":
        raise EngineError(
            f"the adapter in {folder} is no LoRA but {config.get('peft_type')}: llama.cpp takes LoRA only"
        )
    unfit = [key for key in _UNFIT if config.get(key)]
    if config.get("bias", "none") != "none":
        unfit.append("bias")
    if unfit:
        raise EngineError(f"llama.cpp cannot take the adapter in {folder}: it was trained with {', '.join(unfit)}")


def _tensors(
    weights: Mapping[str, np.ndarray], config: Mapping[str, Any], base: Shape, folder: Path
) -> dict[str, np.ndarray]:
    tensors: dict[str, np.ndarray] = {}
    for name, weight in weights.items():
        found = _KEY.fullmatch(name)
        if found is None or found[2] not in _LAYERS:
            raise EngineError(f"llama.cpp cannot take the adapter in {folder}: it has no place for {name}")
        layer, side = _LAYERS[found[2]], found[3].lower()
        if side == "b":
            weight = weight * _factor(config, name.partition(".lora_")[0], weight.shape[1])
            weight = _reorder(weight, base, layer)
        tensors[f"blk.{found[1]}.{layer}.weight.lora_{side}"] = weight
    if not tensors:
        raise EngineError(f"the adapter in {folder} is empty")
    return tensors


def _factor(config: Mapping[str, Any], module: str, rank: int) -> float:
    """What PEFT's scale for a module is, over the scale that llama.cpp will take for it."""
    alpha = float(config["lora_alpha"])
    own = next((value for key, value in (config.get("alpha_pattern") or {}).items() if _names(key, module)), alpha)
    return float(own) / alpha * (math.sqrt(rank) if config.get("use_rslora") else 1.0)


def _names(pattern: str, module: str) -> bool:
    """PEFT's rule: a pattern stands for the whole name, or for its end after a dot."""
    return re.fullmatch(rf"(?:.*\.)?(?:{pattern})", module) is not None


def _reorder(weight: np.ndarray, base: Shape, layer: str) -> np.ndarray:
    """Rows of rotary halves one after the other, as PEFT has them, to rows of rotary pairs side by side."""
    heads = {"attn_q": base.heads, "attn_k": base.key_heads}.get(layer)
    if base.architecture != "llama" or heads is None:
        return weight
    if not heads or weight.shape[0] % (2 * heads):
        raise EngineError(f"the adapter does not fit its base model: {layer} has {weight.shape[0]} rows, {heads} heads")
    rows = weight.shape[0]
    halves = weight.reshape(heads, 2, rows // heads // 2, weight.shape[1])
    return halves.swapaxes(1, 2).reshape(weight.shape)


def _write(target: Path, config: Mapping[str, Any], base: Shape, tensors: Mapping[str, np.ndarray]) -> None:
    import numpy as np

    try:
        from gguf import GGUFWriter
    except ImportError as error:
        raise EngineError('converting an adapter needs gguf: pip install "husky-kernel[torch]"') from error
    partial = target.with_name(f"{target.name}.partial")
    writer = GGUFWriter(partial, base.architecture)
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(config["lora_alpha"]))
    if tokens := config.get("alora_invocation_tokens"):
        writer.add_key_value("adapter.alora.invocation_tokens", list(tokens), *_array_of_ids())
    for name, weight in tensors.items():
        writer.add_tensor(name, np.ascontiguousarray(weight, dtype=np.float16))
    try:
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        os.replace(partial, target)
    except OSError as error:
        raise EngineError(f"cannot write {target}: {error.strerror or error}") from error


def _array_of_ids() -> tuple[Any, Any]:
    from gguf import GGUFValueType

    return GGUFValueType.ARRAY, GGUFValueType.UINT32
