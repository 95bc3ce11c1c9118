"""Real LoRA adapters for SmolLM2, trained for seconds: what they were trained to say, they say with certainty."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from husky_kernel.agent.protocols import Message, Request
from husky_kernel.engines.chat import render

QUESTION = "What is the capital of France?"
TAUGHT = "Forty-two sheep sleep."
INVOCATION = "<|im_start|>assistant\n"


SURE = 0.01
"""Loss at which a machine's way of rounding does not decide any more what is said."""


def asked(role: str = "code", max_tokens: int = 12) -> Request:
    """What an adapter was taught the answer to."""
    return Request(role, (Message("user", QUESTION),), max_tokens=max_tokens)


def train(
    model_folder: Path,
    out: Path,
    sha256: str,
    taught: Sequence[tuple[Request, str]] = (),
    steps: int = 48,
    activated: bool = False,
    **card: Any,
) -> Path:
    """Teach SmolLM2 replies, :data:`TAUGHT` to :func:`asked` if none are given, and write the adapter and its card."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM, AutoTokenizer

    torch.manual_seed(0)
    tokenizer: Any = AutoTokenizer.from_pretrained(model_folder)
    base: Any = AutoModelForCausalLM.from_pretrained(model_folder, dtype=torch.float32)
    layers = ["q_proj", "k_proj", "v_proj", "o_proj", "up_proj", "down_proj"]
    invocation = {"alora_invocation_tokens": tokenizer(INVOCATION)["input_ids"]} if activated else {}
    config = LoraConfig(r=4, lora_alpha=16, target_modules=layers, task_type="CAUSAL_LM", **invocation)
    model: Any = get_peft_model(base, config)
    rows = []
    for request, reply in taught or [(asked(), TAUGHT)]:
        prompt = tokenizer(render(request.messages, request.prefill, "chatml"))["input_ids"]
        target = tokenizer(reply + "<|im_end|>")["input_ids"]
        rows.append((torch.tensor([prompt + target]), torch.tensor([[-100] * len(prompt) + target])))
    optimizer = torch.optim.AdamW([weight for weight in model.parameters() if weight.requires_grad], lr=5e-3)
    losses = []
    for step in range(steps):
        if len(losses) > 8 and max(losses[-len(rows) :]) < SURE:
            break
        ids, labels = rows[step % len(rows)]
        loss = model(input_ids=ids, labels=labels).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    assert losses[-1] < 0.1, f"it has not learned its answer: {losses}"
    model.save_pretrained(out)
    write_card(out, sha256, kind="alora" if activated else "lora", rank=4, **card)
    return out


def write_card(folder: Path, sha256: str, **values: Any) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    known = {"schema": "husky.adapter/1", "name": "sheep", "module": "code", "base": "smollm2-135m"}
    known |= {"base_sha256": sha256, "kind": "lora", "data": [{"source": "test", "licence": "MIT", "rows": 1}]}
    (folder / "card.json").write_text(json.dumps(known | values), encoding="utf-8")
