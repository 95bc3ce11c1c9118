from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sums import pair

from husky_kernel.engines.torch.prompt_encoding import PromptEncoder
from husky_kernel.training.finetune.dataset import Row, encode_all
from husky_kernel.training.finetune.packing import IGNORED, Group, alike, keeps_apart, pack, packed, padded


@pytest.fixture(scope="module")
def model(tiny_model: Path) -> Any:
    from transformers import AutoModelForCausalLM

    return AutoModelForCausalLM.from_pretrained(tiny_model).eval()


@pytest.fixture(scope="module")
def rows(tiny_model: Path) -> Sequence[Row]:
    from transformers import AutoTokenizer

    encoder = PromptEncoder(AutoTokenizer.from_pretrained(tiny_model), "chatml")
    return encode_all([pair(number, weight=1 + number % 3) for number in range(12)], encoder, 100)[0]


def losses(model: Any, batches: Sequence[dict[str, Any]]) -> tuple[float, int]:
    import torch

    from husky_kernel.training.finetune.trainer import target_loss

    with torch.no_grad():
        found = [target_loss(model, batch) for batch in batches]
    return sum(float(loss) for loss, _ in found), sum(int(count) for _, count in found)


def test_the_loss_is_the_same_however_rows_are_put_together(model: Any, rows: Sequence[Row]) -> None:
    alone = losses(model, [padded((row,), 0) for row in rows])
    for batches in (
        [packed(group) for group in pack(rows, 120)],
        [packed(group) for group in pack(rows, 10_000)],
        [padded(group, 0) for group in alike(rows, 160)],
        [padded(tuple(rows), 0)],
    ):
        loss, count = losses(model, batches)
        assert count == alone[1] == sum(len(row) - row.prompt for row in rows)
        assert loss == pytest.approx(alone[0], rel=1e-4)


def test_the_loss_is_that_of_the_target_by_its_weight(model: Any, rows: Sequence[Row]) -> None:
    import torch

    row = rows[5]
    with torch.no_grad():
        logits = model(torch.tensor([row.ids])).logits[0]
    said = torch.log_softmax(logits, -1)[range(len(row) - 1), row.ids[1:]]
    assert losses(model, [packed((row,))])[0] == pytest.approx(
        -float(said[row.prompt - 1 :].sum()) * row.weight, rel=1e-4
    )


def test_labels_are_the_next_tokens_of_the_target() -> None:
    batch = packed((Row((1, 2, 3, 4), 2), Row((5, 6, 7), 1)))
    assert batch["labels"].tolist() == [[IGNORED, 3, 4, IGNORED, 6, 7, IGNORED]]
    assert batch["position_ids"].tolist() == [[0, 1, 2, 3, 0, 1, 2]]
    side = padded((Row((1, 2, 3, 4), 2), Row((5, 6, 7), 1)), pad=9)
    assert side["input_ids"].tolist() == [[1, 2, 3, 4], [5, 6, 7, 9]]
    assert side["attention_mask"].tolist() == [[1, 1, 1, 1], [1, 1, 1, 0]]
    assert side["labels"].tolist() == [[IGNORED, 3, 4, IGNORED], [6, 7, IGNORED, IGNORED]]


@pytest.mark.parametrize("together", [pack, alike])
def test_every_row_is_in_one_group_and_groups_fit(together: Any) -> None:
    rows = [Row(tuple(range(length)), 1) for length in [3, 90, 7, 150, 30, 12, 44, 60, 5, 99] * 30]
    groups: list[Group] = together(rows, 100)
    assert sorted(len(row) for group in groups for row in group) == sorted(map(len, rows))
    for group in groups:
        assert len(group) == 1 or sum(map(len, group)) <= 100
    assert pack(rows, 100, seed=1) == pack(rows, 100, seed=1) != pack(rows, 100, seed=2)


def test_packs_are_nearly_full() -> None:
    rows = [Row(tuple(range(5 + 7 * number % 90)), 1) for number in range(2000)]
    groups = pack(rows, 1000)
    assert sum(map(len, rows)) / (1000 * len(groups)) > 0.95


def test_no_rows_no_groups() -> None:
    assert pack([], 100) == alike([], 100) == []


class Forgetful:
    """A model that takes no notice of positions, as one without attention would: packed rows run into each other."""

    def __init__(self, model: Any) -> None:
        self.model, self.device = model, model.device

    def __call__(self, input_ids: Any, position_ids: Any, use_cache: bool) -> Any:
        return self.model(input_ids=input_ids, use_cache=use_cache)


def test_a_model_that_lets_packed_rows_run_together_is_seen(model: Any) -> None:
    assert keeps_apart(model)
    assert not keeps_apart(Forgetful(model))
