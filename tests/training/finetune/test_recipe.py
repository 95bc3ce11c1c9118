from __future__ import annotations

from typing import Any

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.training.finetune.recipe import Recipe


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            {"module": "rewrite"},
            "no module 'rewrite' to tune: choose one of action, code, math, query, commonsense",
        ),
        ({"kind": "dora"}, "no adapter of kind 'dora': choose one of lora, alora"),
        ({"rank": 0}, "rank must be a whole number above 0"),
        ({"batch_tokens": 0}, "batch-tokens must be a whole number above 0"),
        ({"lr": 0.0}, "lr must be a number above 0"),
        ({"epochs": float("nan")}, "epochs must be a number above 0"),
        ({"dropout": 1.0}, "dropout must be"),
    ],
)
def test_numbers_that_are_not_allowed(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(UseError, match=message):
        Recipe(**{"module": "code"} | wrong)


def test_little_data_makes_small_updates() -> None:
    recipe = Recipe(module="code", epochs=2)
    assert recipe.tokens_of_update(10_000_000) == 16384
    assert recipe.tokens_of_update(100_000) == 2000
    assert recipe.tokens_of_update(100) == 512
    assert Recipe(module="code", batch_tokens=64).tokens_of_update(100_000) == 64
