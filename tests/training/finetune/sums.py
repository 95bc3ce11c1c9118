"""Small pairs that tests of fine-tuning learn."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from husky_kernel.agent.protocols import Message
from husky_kernel.training.finetune.base import Base
from husky_kernel.training.finetune.job import Job
from husky_kernel.training.finetune.recipe import Recipe
from husky_kernel.training.pairs.pairs import Pair, write_pairs


def pair(number: int, module: str = "code", **changes: Any) -> Pair:
    """What a coder says to a sum; the prompts differ in length."""
    values: dict[str, Any] = {
        "messages": (Message("system", "Add."), Message("user", f"What is {number} plus" + " 1" * (1 + number % 5))),
        "completion": f"{number} + {1 + number % 5}",
        "module": module,
        "source": "sums",
        "id": str(number),
        "prefill": "```python\n",
        "closing": "\n```",
        "question": str(number),
        "licence": "MIT",
    }
    return Pair(**values | changes)


def folder(place: Path, train: Iterable[Pair], heldout: Iterable[Pair] = ()) -> Path:
    """A folder as `husky train build` writes it."""
    place.mkdir(parents=True, exist_ok=True)
    write_pairs(place / "train.jsonl", train)
    write_pairs(place / "heldout.jsonl", heldout)
    (place / "build.json").write_text(json.dumps({"schema": "husky.pairs/1"}))
    (place / "profile.toml").write_text("name = 'small'\n")
    return place


def job(tiny: Path, data: Path, out: Path, **recipe: Any) -> Job:
    """A short training of the tiny model."""
    values = {"module": "code", "epochs": 4, "batch_tokens": 200, "lr": 1e-2, "rank": 4, "looks": 4}
    base = Base("tiny", tiny, "small", "chatml", "0" * 64, 1e6)
    return Job(Recipe(**values | recipe), base, data, out, device="cpu", threads=1)
