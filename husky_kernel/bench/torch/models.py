"""Models for ``husky bench torch``: any that the torch engine loads, or an architecture with random weights.

How fast a model writes does not depend on what its weights are, so no gigabytes need to be fetched to measure it.
Nothing ends a reply of these models but its length: all sides write the same number of tokens.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any, cast

from husky_kernel.agent.errors import UseError
from husky_kernel.engines.torch.loading import Loaded, choose_device

_QWEN = {"max_position_embeddings": 32768, "rope_parameters": {"rope_type": "default", "rope_theta": 1e6}}

SHAPES: Mapping[str, Mapping[str, Any]] = {
    "1.5b": _QWEN
    | {
        "hidden_size": 1536,
        "intermediate_size": 8960,
        "num_hidden_layers": 28,
        "num_attention_heads": 12,
        "num_key_value_heads": 2,
        "vocab_size": 151936,
        "tie_word_embeddings": True,
    },
    "7b": _QWEN
    | {
        "hidden_size": 3584,
        "intermediate_size": 18944,
        "num_hidden_layers": 28,
        "num_attention_heads": 28,
        "num_key_value_heads": 4,
        "vocab_size": 152064,
        "tie_word_embeddings": False,
    },
    "tiny": _QWEN
    | {
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "vocab_size": 320,
        "tie_word_embeddings": False,
    },
}
"""Qwen2.5 1.5B and 7B, and one for tests."""

_TEMPLATE = "{% for message in messages %}{{ message['content'] }}\n{% endfor %}"


class Endless:
    """``tokenizer`` without tokens that end a turn."""

    added_tokens_decoder: Mapping[int, Any] = {}
    eos_token_id = None

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Encode, as the tokenizer does."""
        return self._tokenizer(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tokenizer, name)


def endless(loaded: Loaded) -> Loaded:
    """``loaded`` for replies of a fixed length, the most likely token each time, whoever writes them.

    The model's generation config is replaced, for it may name end tokens, sampling or a penalty, which take time.
    """
    import transformers

    plain: Any = transformers.GenerationConfig  # without types
    tokenizer = loaded.tokenizer if isinstance(loaded.tokenizer, Endless) else Endless(loaded.tokenizer)
    pad = tokenizer.pad_token_id or 0
    loaded.model.generation_config = plain(do_sample=False, pad_token_id=pad)
    return Loaded(loaded.model, tokenizer, loaded.device, loaded.place)


def random_model(shape: str, tokenizer: Path | None = None, device: str = "auto") -> Loaded:
    """A model with random weights in the ``shape`` of that name, made on its device; bf16, on a CPU fp32.

    Parameters
    ----------
    shape
        One of :data:`SHAPES`.
    tokenizer
        The folder of its tokenizer; one whose tokens are bytes if None.
    device
        ``auto``, ``cuda``, ``mps`` or ``cpu``.

    Raises
    ------
    UseError
        If there is no such shape.
    EngineError
        If there is no such device.
    """
    import torch
    import transformers
    from transformers import AutoTokenizer, Qwen2Config

    if shape not in SHAPES:
        raise UseError(f"unknown shape {shape!r}: choose one of {', '.join(SHAPES)}")
    chosen, causal = choose_device(device), cast(Any, transformers.AutoModelForCausalLM)
    config = Qwen2Config(**deepcopy(dict(SHAPES[shape])), initializer_range=0.02)  # it changes what it is given
    torch.manual_seed(0)
    with torch.device(chosen):
        dtype = torch.float32 if chosen == "cpu" else torch.bfloat16
        model = causal.from_config(config, dtype=dtype)
    words = AutoTokenizer.from_pretrained(tokenizer) if tokenizer else byte_tokenizer()
    return Loaded(model.to(chosen).eval(), words, chosen, f"random {shape}")


def byte_tokenizer() -> Any:
    """A tokenizer whose 256 tokens are the bytes, with a chat template that only puts contents one after another."""
    import transformers
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    symbols = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = Tokenizer(models.BPE(vocab={symbol: number for number, symbol in enumerate(symbols)}, merges=[]))
    words.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    words.decoder = decoders.ByteLevel()
    fast: Any = transformers.PreTrainedTokenizerFast
    made = fast(tokenizer_object=words, clean_up_tokenization_spaces=False)
    made.chat_template = _TEMPLATE
    return made
