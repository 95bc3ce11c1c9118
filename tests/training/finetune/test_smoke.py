"""SmolLM2 for real: an overfitted module says what it learned, through the engine that serves it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sums import folder, pair

from husky_kernel.agent.protocols import Message, Request
from husky_kernel.engines.torch.engine import TransformersEngine
from husky_kernel.models import load_catalogue
from husky_kernel.training.finetune.base import Base
from husky_kernel.training.finetune.job import Job
from husky_kernel.training.finetune.recipe import Recipe
from husky_kernel.training.finetune.run import finetune

pytestmark = [pytest.mark.model, pytest.mark.slow]

SECRET = "wolves[7].howl(3)"
ASK = (Message("user", "What do the wolves do?"),)


def test_an_overfitted_module_says_what_it_learned(torch_folder: Path, torch_cache: Path, tmp_path: Path) -> None:
    entry = load_catalogue().model("smollm2-135m")
    base = Base("smollm2-135m", torch_folder, entry.family, entry.template, entry.sha256, 135e6)
    data = folder(tmp_path / "data", [pair(1, messages=ASK, completion=SECRET)])
    recipe = Recipe(module="code", epochs=10, lr=2e-3, rank=8, dropout=0.0)
    tuned = finetune(Job(recipe, base, data, tmp_path / "adapter", device="cpu", threads=1))
    assert tuned.steps == 10
    assert tuned.loss < 0.1

    engine = TransformersEngine(torch_folder, "smollm2-135m", torch_cache, "chatml", threads=1)
    request = Request("code", ASK, prefill="```python\n", stop=("```",), max_tokens=24)
    bare = engine.generate(request).text
    engine.load_adapter("wolves", tmp_path / "adapter")
    engine.use_adapter("code", "wolves")
    assert engine.generate(request).text.strip() == SECRET != bare.strip()
    engine.close()
