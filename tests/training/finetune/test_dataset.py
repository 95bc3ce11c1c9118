from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sums import folder, pair

from husky_kernel.agent.errors import UseError
from husky_kernel.engines.torch.prompt_encoding import PromptEncoder
from husky_kernel.models.card import Source
from husky_kernel.training.finetune.dataset import encode, encode_all, read_data, sources, unweighted


@pytest.fixture(scope="module")
def tokenizer(tiny_model: Path) -> Any:
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(tiny_model)


@pytest.mark.parametrize("template", ["chatml", "plain", "llama-2", None])
def test_a_row_is_the_prompt_and_then_the_reply_to_the_end_of_the_turn(tokenizer: Any, template: str | None) -> None:
    encoder = PromptEncoder(tokenizer, template)
    one = pair(7)
    row = encode(one, encoder)
    assert list(row.ids[: row.prompt]) == encoder.encode(one.messages, one.prefill)
    assert tokenizer.decode(row.ids[row.prompt : -1]) == "7 + 3\n```"
    assert row.ids[-1] == encoder.end == tokenizer.convert_tokens_to_ids("<|im_end|>")


def test_weights_are_1_on_the_mean_of_what_is_learned(tokenizer: Any) -> None:
    encoder = PromptEncoder(tokenizer, "chatml")
    rows, left_out = encode_all([pair(1), pair(2, weight=3.0)], encoder, 100)
    learned = [len(row) - row.prompt for row in rows]
    assert left_out == 0
    assert rows[1].weight == pytest.approx(3 * rows[0].weight)
    total = sum(count * row.weight for count, row in zip(learned, rows, strict=True))
    assert total == pytest.approx(sum(learned))
    assert [row.weight for row in unweighted([pair(1), pair(2, weight=3.0)], encoder, 100)] == [1.0, 1.0]


def test_rows_that_the_model_cannot_read_are_left_out(tokenizer: Any) -> None:
    encoder = PromptEncoder(tokenizer, "chatml")
    long = pair(3, completion="1 + " * 60)
    rows, left_out = encode_all([pair(1), long], encoder, 100)
    assert (len(rows), left_out) == (1, 1)
    assert len(unweighted([pair(1), long], encoder, 100)) == 1


def test_only_the_pairs_of_the_roles_are_read(tmp_path: Path) -> None:
    pairs = [pair(1), pair(2, "math"), pair(3, "rewrite"), pair(4, "commonsense")]
    data = read_data(folder(tmp_path / "data", pairs, [pair(5), pair(6, "math")]), ("commonsense",))
    assert [each.id for each in data.train] == ["3", "4"]
    assert data.heldout == ()
    assert data.counts == {"code": 1, "math": 1, "commonsense": 2}
    with pytest.raises(UseError, match=r"for query in .*: there are code \(1\), commonsense \(2\), math \(1\)"):
        read_data(tmp_path / "data", ("query",))


def test_a_folder_that_holds_no_pairs(tmp_path: Path) -> None:
    with pytest.raises(UseError, match=r"no training pairs in .* `husky train build"):
        read_data(tmp_path, ("code",))
    with pytest.raises(UseError, match=r"no pairs for code in .*: there are none at all"):
        read_data(folder(tmp_path / "empty", []), ("code",))


def test_sources_are_counted() -> None:
    pairs = [pair(1), pair(2), pair(3, source="own", licence="")]
    assert sources(pairs) == (Source("own", "", 1), Source("sums", "MIT", 2))
